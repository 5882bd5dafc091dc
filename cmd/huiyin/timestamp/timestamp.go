// Package timestamp asks a server for a trusted timestamp and looks at its answer, as RFC 3161 has it.
package timestamp

import (
	"bytes"
	"crypto"
	"crypto/rand"
	_ "crypto/sha512" // which servers sign with
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"
)

// Query is what a server is asked to attest: a SHA-256, and a number that nobody could know before.
type Query struct {
	hash  []byte
	nonce *big.Int
}

var (
	oidSHA256        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidSignedData    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidTSTInfo       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
)

type imprint struct {
	Algorithm pkix.AlgorithmIdentifier
	Hash      []byte
}

type request struct {
	Version int
	Imprint imprint
	Nonce   *big.Int
	CertReq bool
}

type response struct {
	Status struct{ Status int }
	Token  contentInfo `asn1:"optional"`
}

type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"explicit,tag:0"`
}

type signedData struct {
	Version      int
	Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
	Content      contentInfo
	Certificates asn1.RawValue `asn1:"optional,tag:0"`
	CRLs         asn1.RawValue `asn1:"optional,tag:1"`
	Signers      []signerInfo  `asn1:"set"`
}

type signerInfo struct {
	Version   int
	Signer    asn1.RawValue
	Digest    pkix.AlgorithmIdentifier
	Signed    asn1.RawValue `asn1:"optional,tag:0"`
	Algorithm pkix.AlgorithmIdentifier
	Signature []byte
	Unsigned  asn1.RawValue `asn1:"optional,tag:1"`
}

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values []asn1.RawValue `asn1:"set"`
}

type info struct {
	Version  int
	Policy   asn1.ObjectIdentifier
	Imprint  imprint
	Serial   *big.Int
	At       time.Time `asn1:"generalized"`
	Accuracy struct {
		Seconds int `asn1:"optional"`
		Millis  int `asn1:"optional,tag:0"`
		Micros  int `asn1:"optional,tag:1"`
	} `asn1:"optional"`
	Ordering bool     `asn1:"optional"`
	Nonce    *big.Int `asn1:"optional"`
}

// Ask makes a query for a SHA-256 in hexadecimal.
func Ask(hash string) (q Query, err error) {
	if q.hash, err = hex.DecodeString(hash); err != nil || len(q.hash) != 32 {
		return q, errors.New("timestamp: not a SHA-256")
	}
	q.nonce, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 64))
	return q, err
}

// Bytes are the query as a server reads it; it is asked to send its certificate along.
func (q Query) Bytes() ([]byte, error) {
	return asn1.Marshal(request{Version: 1, Nonce: q.nonce, CertReq: true, Imprint: imprint{
		pkix.AlgorithmIdentifier{Algorithm: oidSHA256, Parameters: asn1.NullRawValue}, q.hash}})
}

// Check tells when the server attests the hash, if its answer is one to this query: granted, of this hash and this
// number, and signed by a certificate for timestamps that was good then. Who issued that is for whoever trusts it.
func (q Query) Check(answer []byte) (at time.Time, err error) {
	var r response
	if rest, err := asn1.Unmarshal(answer, &r); err != nil || len(rest) > 0 {
		return at, errors.New("timestamp: the answer is not one of a timestamp server")
	}
	if r.Status.Status > 1 {
		return at, fmt.Errorf("timestamp: refused with status %d", r.Status.Status)
	}
	var s signedData
	if _, err := asn1.Unmarshal(r.Token.Content.Bytes, &s); err != nil || !r.Token.Type.Equal(oidSignedData) ||
		!s.Content.Type.Equal(oidTSTInfo) || len(s.Signers) != 1 {
		return at, errors.New("timestamp: the answer has no token")
	}
	var content []byte
	var v info
	if _, err := asn1.Unmarshal(s.Content.Content.Bytes, &content); err != nil {
		return at, errors.New("timestamp: the token is empty")
	}
	if _, err := asn1.Unmarshal(content, &v); err != nil {
		return at, errors.New("timestamp: the token cannot be read")
	}
	switch {
	case !v.Imprint.Algorithm.Algorithm.Equal(oidSHA256) || !bytes.Equal(v.Imprint.Hash, q.hash):
		return at, errors.New("timestamp: the token is of another hash")
	case v.Nonce == nil || v.Nonce.Cmp(q.nonce) != 0:
		return at, errors.New("timestamp: the token answers another query")
	}
	return v.At.UTC(), s.signed(content, v.At)
}

// signed tells whether the token's content was signed, at a time, by one of the certificates that came along.
func (s *signedData) signed(content []byte, at time.Time) error {
	signer := s.Signers[0]
	hash, ok := hashOf(signer.Digest.Algorithm)
	if !ok || len(signer.Signed.FullBytes) == 0 {
		return errors.New("timestamp: the token's algorithm is not known here")
	}
	set := slices.Clone(signer.Signed.FullBytes) // which is signed as the set that it is
	set[0] = 0x31
	var attributes []attribute
	if _, err := asn1.UnmarshalWithParams(set, &attributes, "set"); err != nil {
		return errors.New("timestamp: the token's signature cannot be read")
	}
	sum := hash.New()
	sum.Write(content)
	if !slices.ContainsFunc(attributes, func(a attribute) bool {
		return a.Type.Equal(oidMessageDigest) && len(a.Values) == 1 && bytes.Equal(a.Values[0].Bytes, sum.Sum(nil))
	}) {
		return errors.New("timestamp: the signature is of something else")
	}
	certificates, err := x509.ParseCertificates(s.Certificates.Bytes)
	if err != nil {
		return errors.New("timestamp: the certificates cannot be read")
	}
	for _, c := range certificates {
		if slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageTimeStamping) && !at.Before(c.NotBefore) && !at.After(c.NotAfter) &&
			c.CheckSignature(algorithm(c.PublicKeyAlgorithm, hash), set, signer.Signature) == nil {
			return nil
		}
	}
	return errors.New("timestamp: the signature is not good")
}

func hashOf(id asn1.ObjectIdentifier) (crypto.Hash, bool) {
	switch {
	case id.Equal(oidSHA256):
		return crypto.SHA256, true
	case id.Equal(oidSHA384):
		return crypto.SHA384, true
	case id.Equal(oidSHA512):
		return crypto.SHA512, true
	}
	return 0, false
}

// algorithm is that of a signature by a key over such a hash.
func algorithm(key x509.PublicKeyAlgorithm, hash crypto.Hash) x509.SignatureAlgorithm {
	byHash := map[x509.PublicKeyAlgorithm]map[crypto.Hash]x509.SignatureAlgorithm{
		x509.RSA: {crypto.SHA256: x509.SHA256WithRSA, crypto.SHA384: x509.SHA384WithRSA, crypto.SHA512: x509.SHA512WithRSA},
		x509.ECDSA: {crypto.SHA256: x509.ECDSAWithSHA256, crypto.SHA384: x509.ECDSAWithSHA384,
			crypto.SHA512: x509.ECDSAWithSHA512},
	}
	return byHash[key][hash]
}
