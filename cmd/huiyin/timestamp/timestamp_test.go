package timestamp

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// authority is a server for timestamps of the test's own.
type authority struct {
	key       *ecdsa.PrivateKey
	root, own *x509.Certificate
	at        time.Time
}

var monday = time.Date(2025, 3, 3, 2, 0, 0, 0, time.UTC)

func newAuthority(t *testing.T, use x509.ExtKeyUsage) *authority {
	t.Helper()
	issue := func(c, by *x509.Certificate, key, byKey *ecdsa.PrivateKey) *x509.Certificate {
		der, err := x509.CreateCertificate(rand.Reader, c, by, &key.PublicKey, byKey)
		if err != nil {
			t.Fatal(err)
		}
		out, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	until := monday.AddDate(50, 0, 0)
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "root"}, IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign, NotBefore: monday.AddDate(-1, 0, 0), NotAfter: until}
	root = issue(root, root, rootKey, rootKey)
	usage, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err != nil {
		t.Fatal(err)
	}
	own := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "tsa"},
		KeyUsage: x509.KeyUsageDigitalSignature, NotBefore: monday.AddDate(-1, 0, 0), NotAfter: until}
	if use == x509.ExtKeyUsageTimeStamping { // which has to be critical
		own.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: usage}}
	} else {
		own.ExtKeyUsage = []x509.ExtKeyUsage{use}
	}
	return &authority{key, root, issue(own, root, key, rootKey), monday}
}

func must(t *testing.T, v any, params ...string) []byte {
	t.Helper()
	b, err := asn1.MarshalWithParams(v, strings.Join(params, ","))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func tagged(tag int, b []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: tag, IsCompound: true, Bytes: b}
}

// answer attests a query as a server does, after change has had its way with the request.
func (a *authority) answer(t *testing.T, query []byte, change func(*request)) []byte {
	t.Helper()
	var r request
	if _, err := asn1.Unmarshal(query, &r); err != nil || r.Version != 1 || !r.CertReq {
		t.Fatalf("query %+v %v", r, err)
	}
	if change != nil {
		change(&r)
	}
	content := must(t, struct {
		Version int
		Policy  asn1.ObjectIdentifier
		Imprint imprint
		Serial  *big.Int
		At      time.Time `asn1:"generalized"`
		Nonce   *big.Int
	}{1, asn1.ObjectIdentifier{1, 2, 3, 4}, r.Imprint, big.NewInt(7), a.at, r.Nonce})
	sum := sha256.Sum256(content)
	certificate := sha256.Sum256(a.own.Raw)
	oidContentType := asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidCertificate := asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47} // signingCertificateV2
	raw := func(b []byte) []asn1.RawValue { return []asn1.RawValue{{FullBytes: b}} }
	signed := must(t, []attribute{{oidContentType, raw(must(t, oidTSTInfo))}, {oidMessageDigest, raw(must(t, sum[:]))},
		{oidCertificate, raw(must(t, struct{ List []struct{ Hash []byte } }{[]struct{ Hash []byte }{{certificate[:]}}}))}}, "set")
	digest := sha256.Sum256(signed)
	signature, err := a.key.Sign(rand.Reader, digest[:], crypto.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	var set asn1.RawValue
	if _, err := asn1.Unmarshal(signed, &set); err != nil {
		t.Fatal(err)
	}
	algorithm := pkix.AlgorithmIdentifier{Algorithm: oidSHA256}
	issuer := must(t, struct {
		Issuer asn1.RawValue
		Serial *big.Int
	}{asn1.RawValue{FullBytes: a.own.RawIssuer}, a.own.SerialNumber})
	type signer struct {
		Version   int
		Signer    asn1.RawValue
		Digest    pkix.AlgorithmIdentifier
		Signed    asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature []byte
	}
	type content2 struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue
	}
	data := must(t, struct {
		Version      int
		Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
		Content      content2
		Certificates asn1.RawValue
		Signers      []signer `asn1:"set"`
	}{3, []pkix.AlgorithmIdentifier{algorithm}, content2{oidTSTInfo, tagged(0, must(t, content))}, tagged(0, a.own.Raw),
		[]signer{{1, asn1.RawValue{FullBytes: issuer}, algorithm, tagged(0, set.Bytes),
			pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}}, signature}}})
	return must(t, struct {
		Status struct{ Status int }
		Token  content2
	}{Token: content2{oidSignedData, tagged(0, data)}})
}

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
	a := newAuthority(t, x509.ExtKeyUsageTimeStamping)
	good := a.answer(t, query, nil)
	if at, err := q.Check(good); err != nil || !at.Equal(monday) {
		t.Fatal(at, err)
	}
	other := newAuthority(t, x509.ExtKeyUsageServerAuth)
	late := newAuthority(t, x509.ExtKeyUsageTimeStamping)
	late.at = monday.AddDate(60, 0, 0)
	forged := newAuthority(t, x509.ExtKeyUsageTimeStamping)
	forged.own = a.own
	for name, tt := range map[string]struct {
		answer []byte
		says   string
	}{
		"nothing":               {nil, "not one of"},
		"a page":                {[]byte("<html>"), "not one of"},
		"cut":                   {good[:len(good)-9], "not one of"},
		"refused":               {must(t, struct{ Status struct{ Status int } }{struct{ Status int }{2}}), "status 2"},
		"no token":              {must(t, struct{ Status struct{ Status int } }{}), "no token"},
		"another hash":          {a.answer(t, query, func(r *request) { r.Imprint.Hash = make([]byte, 32) }), "another hash"},
		"another number":        {a.answer(t, query, func(r *request) { r.Nonce = big.NewInt(5) }), "another query"},
		"a server's key":        {other.answer(t, query, nil), "not good"},
		"after its certificate": {late.answer(t, query, nil), "not good"},
		"another's key":         {forged.answer(t, query, nil), "not good"},
	} {
		if _, err := q.Check(tt.answer); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %q", name, err, tt.says)
		}
	}
	for i := range good { // whatever one bit is turned: no panic, and what is believed is still of this query
		b := []byte(string(good))
		b[i] ^= 1
		if at, err := q.Check(b); err == nil && !at.Equal(monday) {
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
	a := newAuthority(t, x509.ExtKeyUsageTimeStamping)
	token := write("1.tsr", a.answer(t, query, nil))
	ca := write("ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.root.Raw}))
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
