package huiyin

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// secretLike are the shapes of keys and passwords that have no business in a repository; each begins with one of
// the marks, which are looked for first.
var secretLike = []struct {
	kind  string
	marks []string
	shape *regexp.Regexp
}{
	{"a private key", []string{"PRIVATE KEY-----"},
		regexp.MustCompile(`-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{16}`)},
	{"a key of a cloud", []string{"AKIA", "ASIA", "AIza", "LTAI", "AKID"},
		regexp.MustCompile(`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b|\bLTAI[0-9A-Za-z]{16,24}\b|\bAKID[0-9A-Za-z]{32}\b`)},
	{"a token of a forge", []string{"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "npm_"},
		regexp.MustCompile(`\bgh[pousr]_[0-9A-Za-z]{36}\b|\bgithub_pat_[0-9A-Za-z_]{60,}\b|\bglpat-[0-9A-Za-z_-]{20}\b|\bnpm_[0-9A-Za-z]{36}\b`)},
	{"a token of a chat or an AI", []string{"xox", "sk-"},
		regexp.MustCompile(`\bxox[abprs]-[0-9A-Za-z-]{20,}|\bsk-[0-9A-Za-z_-]{32,}`)},
	{"the address of a robot", []string{"webhook/send?key=", "robot/send?access_token="},
		regexp.MustCompile(`webhook/send\?key=[0-9a-f]{8}-[0-9a-f]{4}|robot/send\?access_token=[0-9a-f]{32}`)},
	{"a signed token", []string{"eyJ"},
		regexp.MustCompile(`\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.[0-9A-Za-z_-]{10,}`)},
	{"a password in an address", []string{"://"},
		regexp.MustCompile("://[^/\\s:@\"'`]{1,40}:[^/\\s:@\"'%{$`]{3,60}@[a-z0-9.-]+\\.[a-z]{2,}")},
	{"the hash of a password", []string{"$argon2id$"},
		regexp.MustCompile(`\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{16,}\$[A-Za-z0-9+/]{30,}`)},
}

// secretIn tells what kind of secret a text holds, "" for none.
func secretIn(b []byte) (kind string, found []byte) {
	for _, s := range secretLike {
		if slices.ContainsFunc(s.marks, func(m string) bool { return bytes.Contains(b, []byte(m)) }) {
			if found := s.shape.Find(b); found != nil {
				return s.kind, found
			}
		}
	}
	return "", nil
}

// secretFiles are names that files with secrets bear.
var secretFiles = regexp.MustCompile(`(?i)(^|/)(\.env(\..*)?|\.netrc|\.npmrc|id_(rsa|ecdsa|ed25519)|.*\.(pem|key|p12|pfx|jks|keystore|kdbx|db|db-wal|sqlite))$`)

// notKept are folders that git does not keep.
var notKept = []string{".git", "bin", "data", "node_modules", "rehearsal"}

func TestTheRepositoryHoldsNoSecret(t *testing.T) {
	looked := 0
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		name := strings.TrimPrefix(filepath.ToSlash(path), top+"/")
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains(notKept, name):
			return fs.SkipDir
		case !d.Type().IsRegular() || name == "huiyin/secrets_test.go" || strings.HasSuffix(name, ".ttf"):
			return nil
		}
		if secretFiles.MatchString(name) {
			t.Errorf("%s: files of this name hold secrets", name)
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		looked++
		if kind, found := secretIn(b); kind != "" {
			t.Errorf("%s looks like it holds %s: %.12s…", name, kind, found)
		}
		return nil
	})
	if err != nil || looked < 300 {
		t.Fatalf("%d files, %v", looked, err)
	}
}

func TestSecretsAreKnownByTheirShape(t *testing.T) {
	for text, secret := range map[string]bool{
		"-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n":                               true,
		"-----BEGIN EC PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n":                            true,
		`"-----BEGIN PRIVATE KEY-----" is how a key begins`:                                 false,
		"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx":                false,
		"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7abc-4bc4-97a0-0ec2": true,
		"postgres://huiyin:hunter22@db.example.com/x":                                       true,
		"http://portal:8080/":  false,
		"AKIAIOSFODNN7EXAMPLE": true,
	} {
		if kind, _ := secretIn([]byte(text)); (kind != "") != secret {
			t.Errorf("%q: %q", text, kind)
		}
	}
}
