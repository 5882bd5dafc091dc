package db

import (
	"bufio"
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// keyFileName is the file beside the database with the keys to the secrets in it, a key a line: the first is used, and
// all are tried on what is there. It lies in the data directory because the portal may write nowhere else, and in no
// backup, so that whoever finds one reads no password in it. Other keys are derived from it by other labels: codes of
// customers' pages (rule O1).
const keyFileName = "secrets.key"

const (
	keySize      = 32
	secretPrefix = "enc1:" // before an encrypted secret
	secretLabel  = "huiyin secrets in the database"
)

// keys open the secrets in the database, the first also closes them.
type keys []cipher.AEAD

// readKeys reads the key file; fs.ErrNotExist where there is none.
func readKeys(dir string) (out keys, err error) {
	content, err := os.ReadFile(filepath.Join(dir, keyFileName))
	if err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(bytes.NewReader(content))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" {
			continue
		}
		root, err := hex.DecodeString(line)
		if err != nil || len(root) != keySize {
			return nil, fmt.Errorf("%s: a line is no key of %d digits", keyFileName, 2*keySize)
		}
		key, err := hkdf.Key(sha256.New, root, nil, secretLabel, keySize)
		if err != nil {
			return nil, err
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, err
		}
		aead, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, err
		}
		out = append(out, aead)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s is empty", keyFileName)
	}
	return out, nil
}

// openKeys reads the key file of an installation, and makes it where there is none.
func openKeys(dir string) (keys, error) {
	path := filepath.Join(dir, keyFileName)
	k, err := readKeys(dir)
	if errors.Is(err, fs.ErrNotExist) {
		var root [keySize]byte
		if _, err := rand.Read(root[:]); err != nil {
			return nil, err
		}
		if err := writeKey(path, hex.EncodeToString(root[:])+"\n"); err != nil {
			return nil, fmt.Errorf("make %s: %w", keyFileName, err)
		}
		return readKeys(dir)
	}
	if err == nil && runtime.GOOS != "windows" {
		err = os.Chmod(path, 0o600) // as the database
	}
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	return k, nil
}

// writeKey makes the key file under its name only once it is whole and on the disk.
func writeKey(path, content string) error {
	part := path + unfinished
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return errors.Join(os.Rename(part, path), syncDir(filepath.Dir(path)))
}

// close encrypts a secret for its place, so that it opens nowhere else; "" stays.
func (k keys) close(place, plain string) string {
	if plain == "" || len(k) == 0 {
		return plain
	}
	return secretPrefix + base64.StdEncoding.EncodeToString(k[0].Seal(nil, nil, []byte(plain), []byte(place)))
}

// open decrypts a secret at its place; one of an older huiyin stands there as it is. ok is false where no key opens it.
func (k keys) open(place, stored string) (plain string, ok bool) {
	text, closed := strings.CutPrefix(stored, secretPrefix)
	if !closed {
		return stored, true
	}
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return "", false
	}
	for _, key := range k {
		if plain, err := key.Open(nil, nil, b, []byte(place)); err == nil {
			return string(plain), true
		}
	}
	return "", false
}

// secretive is a setting with secrets among its fields.
type secretive interface {
	Secrets() map[string]*string // by what they are
}

// loadSecretSetting is loadSetting of a setting with secrets; those that no key opens are empty, and named.
func (k keys) loadSecretSetting(q querier, name string, into secretive) (lost []string, err error) {
	if err := loadSetting(q, name, into); err != nil {
		return nil, err
	}
	for what, secret := range into.Secrets() {
		var ok bool
		if *secret, ok = k.open(name+" "+what, *secret); !ok {
			lost = append(lost, what)
		}
	}
	slices.Sort(lost)
	return lost, nil
}

// closeSetting is a setting's text as it is stored: with its secrets encrypted. One that no key opens stays as it was
// until another is entered, because its key may yet be found.
func closeSetting[T secretive](k keys, name, text, before string, empty func() T) (string, error) {
	v, old := empty(), empty()
	if err := json.Unmarshal([]byte(text), v); err != nil {
		return "", err
	}
	if before != "" {
		if err := json.Unmarshal([]byte(before), old); err != nil {
			return "", err
		}
	}
	was := old.Secrets()
	for what, secret := range v.Secrets() {
		if kept := was[what]; kept != nil {
			plain, ok := k.open(name+" "+what, *kept)
			if !ok && *secret == "" || ok && plain == *secret && strings.HasPrefix(*kept, secretPrefix) {
				*secret = *kept
				continue
			}
		}
		*secret = k.close(name+" "+what, *secret)
	}
	return settingText(v)
}

// closers give the stored text of those settings that hold secrets.
var closers = map[string]func(k keys, text, before string) (string, error){
	deliverySetting: func(k keys, text, before string) (string, error) {
		return closeSetting(k, deliverySetting, text, before, func() *huiyin.Delivery { return &huiyin.Delivery{} })
	},
	domainSetting: func(k keys, text, before string) (string, error) {
		return closeSetting(k, domainSetting, text, before, func() *huiyin.DomainLogin { return &huiyin.DomainLogin{} })
	},
}

// secondPlace is where the secret of an account's second factor stands.
func secondPlace(account string) string { return "second_factor " + account }

// lostSecrets names, in a fixed order, the secrets that no key opens.
func (k keys) lostSecrets(q querier) (out []string, err error) {
	for _, s := range []struct {
		name string
		into secretive
	}{{deliverySetting, &huiyin.Delivery{}}, {domainSetting, &huiyin.DomainLogin{}}} {
		lost, err := k.loadSecretSetting(q, s.name, s.into)
		if err != nil {
			return nil, err
		}
		out = append(out, lost...)
	}
	second, err := seconds(q)
	for _, account := range slices.Sorted(maps.Keys(second)) {
		if _, ok := k.open(secondPlace(account), second[account]); !ok {
			out = append(out, "second factor of "+account)
		}
	}
	return out, err
}

// seconds are the secrets of second factors as they are stored, by account.
func seconds(q querier) (map[string]string, error) {
	out := map[string]string{}
	return out, pairs(q, "SELECT account, secret FROM second_factor", func(account, secret string) error {
		out[account] = secret
		return nil
	})
}

// asSealed tells whether credentials and settings are those that the journal last sealed.
func asSealed(q querier) (bool, error) {
	var sum, company string
	err := q.row("SELECT sum FROM journal WHERE to_state = '' AND instr(sum, ':') > 0 ORDER BY id DESC LIMIT 1", nil, &sum)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	var v Verdict
	v.sealed(sum, &company)
	err = verifyCredentials(q, &v)
	return len(v.Wrong) == 0, err
}

// plainSecrets is what stands in the database as it was typed: secrets of second factors by account, and the settings with
// such secrets, each with its text to be.
type plainSecrets struct {
	n        int
	second   map[string]string
	settings map[string]string
}

func (k keys) plain(q querier) (out plainSecrets, err error) {
	second, err := seconds(q)
	if err != nil {
		return out, err
	}
	out = plainSecrets{second: map[string]string{}, settings: map[string]string{}}
	for account, secret := range second {
		if secret != "" && !strings.HasPrefix(secret, secretPrefix) {
			out.second[account] = k.close(secondPlace(account), secret)
			out.n++
		}
	}
	for _, name := range slices.Sorted(maps.Keys(closers)) {
		var text string
		err := q.row("SELECT value FROM setting WHERE name = ?", []any{name}, &text)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return out, err
		}
		closed, err := closers[name](k, text, text)
		if err != nil {
			return out, fmt.Errorf("%s: %w", name, err)
		}
		if n := strings.Count(closed, secretPrefix) - strings.Count(text, secretPrefix); n > 0 {
			out.settings[name] = closed
			out.n += n
		}
	}
	return out, nil
}

// encryptSecrets encrypts what an older huiyin has left in the database as it was typed. The journal seals it, but
// where it was not what the journal had sealed: somebody put it there, and verify goes on saying so. Where nothing is
// left open nothing else is read, as the portal starts on a journal that is damaged too.
func (s *Store) encryptSecrets(ctx context.Context) error {
	if p, err := s.keys.plain(reader{ctx, s}); err != nil || p.n == 0 {
		return err
	}
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		fits, err := asSealed(t)
		if err != nil {
			return err
		}
		p, err := s.keys.plain(t)
		if err != nil || p.n == 0 {
			return err
		}
		for account, secret := range p.second {
			if _, err := t.exec("UPDATE second_factor SET secret = ? WHERE account = ?", secret, account); err != nil {
				return err
			}
		}
		for _, name := range slices.Sorted(maps.Keys(p.settings)) {
			if err := t.set(name, p.settings[name]); err != nil {
				return err
			}
		}
		e := huiyin.SecretsEncrypted(time.Now().UTC(), p.n)
		if !fits {
			return t.append([]huiyin.Entry{e}, "")
		}
		return t.appendSealed(e)
	})
	return err
}

// LostSecrets are what the installation's key file does not open, in words.
func (s *Store) LostSecrets(ctx context.Context) ([]string, error) {
	return s.keys.lostSecrets(reader{ctx, s})
}
