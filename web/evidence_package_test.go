package web

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"huiyin/huiyin"
)

// unpacked lays a package out in a directory.
func unpacked(t *testing.T, b []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// checked runs the package's own script, which knows nothing but sha256sum.
func checked(t *testing.T, dir string) (said string, fits bool) {
	t.Helper()
	out, err := exec.Command("sh", filepath.Join(dir, "check.sh")).CombinedOutput()
	return string(out), err == nil
}

// Somebody outside checks a package with a shell and sha256sum alone; whatever is changed in it is found, and nothing
// of the house is in it (rules J4, F5, P5).
func TestJ4_APackageIsCheckedWithoutThePortal(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"sh", "sha256sum"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("no " + tool)
		}
	}
	p := newPortal(t)
	c := secretCase(p)
	p.as("a02").must(c+"/findings", "finding", "内部调查用语甲", "ground", "现场")
	if a := p.as("a02").upload(c+"/attachments", "机密文件名.txt", []byte("附件内容")); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	if _, made, err := p.store.AnchorNight(t.Context(), p.now, 0); err != nil || !made {
		t.Fatal(made, err)
	}
	waits, err := p.store.ToStamp(t.Context())
	if err != nil || len(waits) != 1 { // nothing was frozen or signed
		t.Fatal(waits, err)
	}
	waits[0].At, waits[0].Server, waits[0].Token = p.now, "tsa.example", []byte("token")
	if err := p.store.KeepTimestamp(t.Context(), p.now, waits[0]); err != nil {
		t.Fatal(err)
	}
	path := c + "/evidence-packages/1.zip"
	p.check(
		row{"p01", get, path, nil, 404, nil, nil},
		row{"a02", post, c + "/evidence-packages", []string{"purpose", "起诉", "receiver", "区法院"}, 403, nil, nil},
		row{"b01", post, c + "/evidence-packages", []string{"purpose", "起诉", "receiver", "区法院"}, 403, nil, nil},
		row{"u01", post, c + "/evidence-packages", []string{"purpose", "起诉", "receiver", "区法院"}, 404, nil, nil},
		row{"p01", post, c + "/evidence-packages", []string{"purpose", "", "receiver", ""}, 422,
			[]string{`id="purpose-wrong"`}, nil},
		row{"p01", post, c + "/evidence-packages", []string{"purpose", "起诉", "receiver", "区法院"}, 303, nil, nil},
		row{"p01", get, c, nil, 200, []string{`data-package="1"`, "区法院"}, nil},
		row{"a02", get, path, nil, 403, nil, nil},
		row{"u01", get, path, nil, 404, nil, nil},
		row{"p01", get, c + "/evidence-packages/2.zip", nil, 404, nil, nil},
		row{"p01", get, c + "/evidence-packages/01.zip", nil, 404, nil, nil},
	)
	a := p.as("p01").get(path)
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "application/zip" {
		t.Fatal(a.status, a.header)
	}
	dir := unpacked(t, []byte(a.body))
	if said, fits := checked(t, dir); !fits || !strings.Contains(said, "all fits") || strings.Contains(said, " 0 of them") {
		t.Fatal(said)
	}
	readme, err := os.ReadFile(filepath.Join(dir, "00-readme.txt"))
	name := fmt.Sprintf("timestamps/%09d", waits[0].Entry)
	if err != nil || !strings.Contains(string(readme), "openssl ts -verify") || !strings.Contains(string(readme), name+".tsr") {
		t.Errorf("%v %s", err, readme)
	}
	line, err := os.ReadFile(filepath.Join(dir, name+".txt"))
	if err != nil || huiyin.Digest(string(line)) != waits[0].Hash {
		t.Errorf("the line that was stamped: %s %v", line, err)
	}
	if token, err := os.ReadFile(filepath.Join(dir, name+".tsr")); err != nil || string(token) != "token" {
		t.Errorf("%s %v", token, err)
	}
	for _, name := range []string{"00-readme.txt", "02-journal.txt", "04-files.txt", "SHA256SUMS"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if s := string(b); strings.Contains(s, "机密文件名") || strings.Contains(s, "欧阳雪见") && name != "00-readme.txt" {
			t.Errorf("%s tells a name", name)
		}
	}
	for _, row := range p.rows("SELECT detail FROM journal WHERE action = 'print' ORDER BY id DESC LIMIT 1") {
		if !strings.Contains(row[0], `"hash"`) {
			t.Errorf("the journal has %s of the hand-out", row[0])
		}
	}
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "check.sh" {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.Contains(string(b), "内部调查用语甲") {
			t.Errorf("%s holds the words of the house", d.Name())
		}
		if len(shownSecrets(string(b))) > 0 {
			t.Errorf("%s shows %v", d.Name(), shownSecrets(string(b)))
		}
		if len(b) == 0 {
			return nil
		}
		changed := bytes.Clone(b)
		changed[len(changed)/2] ^= 1
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			return err
		}
		if said, fits := checked(t, dir); fits {
			t.Errorf("%s changed: %s", d.Name(), said)
		}
		return os.WriteFile(path, b, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	p.verified()
}
