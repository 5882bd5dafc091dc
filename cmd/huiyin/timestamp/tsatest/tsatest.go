// Package tsatest is a server for trusted timestamps of a test's own.
package tsatest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"strings"
	"testing"
	"time"
)

// Imprint is the hash that a query asks about.
type Imprint struct {
	Algorithm pkix.AlgorithmIdentifier
	Hash      []byte
}

// Request is a query.
type Request struct {
	Version int
	Imprint Imprint
	Nonce   *big.Int
	CertReq bool
}

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values []asn1.RawValue `asn1:"set"`
}

var (
	oidSHA256        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSignedData    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidTSTInfo       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
)

// Authority issues timestamps.
type Authority struct {
	Root, Own *x509.Certificate
	At        time.Time // what it attests

	key *ecdsa.PrivateKey
}

// Monday is when it attests that everything was there.
var Monday = time.Date(2025, 3, 3, 2, 0, 0, 0, time.UTC)

// New makes an authority with a certificate for a use.
func New(t testing.TB, use x509.ExtKeyUsage) *Authority {
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
	until := Monday.AddDate(50, 0, 0)
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "root"}, IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign, NotBefore: Monday.AddDate(-1, 0, 0), NotAfter: until}
	root = issue(root, root, rootKey, rootKey)
	usage, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err != nil {
		t.Fatal(err)
	}
	own := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "tsa"},
		KeyUsage: x509.KeyUsageDigitalSignature, NotBefore: Monday.AddDate(-1, 0, 0), NotAfter: until}
	if use == x509.ExtKeyUsageTimeStamping { // which has to be critical
		own.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: usage}}
	} else {
		own.ExtKeyUsage = []x509.ExtKeyUsage{use}
	}
	return &Authority{Root: root, Own: issue(own, root, key, rootKey), At: Monday, key: key}
}

// DER encodes a value.
func DER(t testing.TB, v any, params ...string) []byte {
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

// Answer attests a query as a server does, after change has had its way with the request.
func (a *Authority) Answer(t testing.TB, query []byte, change func(*Request)) []byte {
	t.Helper()
	var r Request
	if _, err := asn1.Unmarshal(query, &r); err != nil || r.Version != 1 || !r.CertReq {
		t.Fatalf("query %+v %v", r, err)
	}
	if change != nil {
		change(&r)
	}
	content := DER(t, struct {
		Version int
		Policy  asn1.ObjectIdentifier
		Imprint Imprint
		Serial  *big.Int
		At      time.Time `asn1:"generalized"`
		Nonce   *big.Int
	}{1, asn1.ObjectIdentifier{1, 2, 3, 4}, r.Imprint, big.NewInt(7), a.At, r.Nonce})
	sum := sha256.Sum256(content)
	certificate := sha256.Sum256(a.Own.Raw)
	oidContentType := asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidCertificate := asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47} // signingCertificateV2
	raw := func(b []byte) []asn1.RawValue { return []asn1.RawValue{{FullBytes: b}} }
	signed := DER(t, []attribute{{oidContentType, raw(DER(t, oidTSTInfo))}, {oidMessageDigest, raw(DER(t, sum[:]))},
		{oidCertificate, raw(DER(t, struct{ List []struct{ Hash []byte } }{[]struct{ Hash []byte }{{certificate[:]}}}))}}, "set")
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
	issuer := DER(t, struct {
		Issuer asn1.RawValue
		Serial *big.Int
	}{asn1.RawValue{FullBytes: a.Own.RawIssuer}, a.Own.SerialNumber})
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
	data := DER(t, struct {
		Version      int
		Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
		Content      content2
		Certificates asn1.RawValue
		Signers      []signer `asn1:"set"`
	}{3, []pkix.AlgorithmIdentifier{algorithm}, content2{oidTSTInfo, tagged(0, DER(t, content))}, tagged(0, a.Own.Raw),
		[]signer{{1, asn1.RawValue{FullBytes: issuer}, algorithm, tagged(0, set.Bytes),
			pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}}, signature}}})
	return DER(t, struct {
		Status struct{ Status int }
		Token  content2
	}{Token: content2{oidSignedData, tagged(0, data)}})
}
