package timestamp

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"huiyin/cmd/huiyin/timestamp/tsatest"
)

// An answer is taken only when it is one to this query, and signed for timestamps (rule J4).
func TestJ4_AnAnswerIsLookedAt(t *testing.T) {
	sum := sha256.Sum256([]byte("anchor\n"))
	q, err := Ask(hex.EncodeToString(sum[:]))
	if err != nil {
		t.Fatal(err)
	}
	query, err := q.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	a := tsatest.New(t, x509.ExtKeyUsageTimeStamping)
	good := a.Answer(t, query, nil)
	if at, err := q.Check(good); err != nil || !at.Equal(tsatest.Monday) {
		t.Fatal(at, err)
	}
	other := tsatest.New(t, x509.ExtKeyUsageServerAuth)
	late := tsatest.New(t, x509.ExtKeyUsageTimeStamping)
	late.At = tsatest.Monday.AddDate(60, 0, 0)
	forged := tsatest.New(t, x509.ExtKeyUsageTimeStamping)
	forged.Own = a.Own
	for name, tt := range map[string]struct {
		answer []byte
		says   string
	}{
		"nothing":               {nil, "not one of"},
		"a page":                {[]byte("<html>"), "not one of"},
		"cut":                   {good[:len(good)-9], "not one of"},
		"refused":               {tsatest.DER(t, struct{ Status struct{ Status int } }{struct{ Status int }{2}}), "status 2"},
		"no token":              {tsatest.DER(t, struct{ Status struct{ Status int } }{}), "no token"},
		"another hash":          {a.Answer(t, query, func(r *tsatest.Request) { r.Imprint.Hash = make([]byte, 32) }), "another hash"},
		"another number":        {a.Answer(t, query, func(r *tsatest.Request) { r.Nonce = big.NewInt(5) }), "another query"},
		"a server's key":        {other.Answer(t, query, nil), "not good"},
		"after its certificate": {late.Answer(t, query, nil), "not good"},
		"another's key":         {forged.Answer(t, query, nil), "not good"},
	} {
		if _, err := q.Check(tt.answer); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %q", name, err, tt.says)
		}
	}
	for i := range good { // whatever one bit is turned: no panic, and what is believed is still of this query
		b := []byte(string(good))
		b[i] ^= 1
		if at, err := q.Check(b); err == nil && !at.Equal(tsatest.Monday) {
			t.Errorf("byte %d changed: %s", i, at)
		}
	}
	if _, err := Ask("00"); err == nil {
		t.Error("asked for what is no hash")
	}
}

// Whoever holds the answer checks it without the portal.
func TestJ4_OpenSSLChecksAnAnswer(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("no openssl")
	}
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	line := []byte("{\"Entry\":1}\n")
	sum := sha256.Sum256(line)
	q, err := Ask(hex.EncodeToString(sum[:]))
	if err != nil {
		t.Fatal(err)
	}
	query, err := q.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	a := tsatest.New(t, x509.ExtKeyUsageTimeStamping)
	token := write("1.tsr", a.Answer(t, query, nil))
	ca := write("ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Root.Raw}))
	verify := func(data string) (string, error) {
		out, err := exec.Command("openssl", "ts", "-verify", "-data", data, "-in", token, "-CAfile", ca).CombinedOutput()
		return string(out), err
	}
	if out, err := verify(write("1.txt", line)); err != nil || !strings.Contains(out, "Verification: OK") {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err := verify(write("2.txt", []byte("{\"Entry\":2}\n"))); err == nil {
		t.Fatalf("another line: %s", out)
	}
}
