package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/views/print"
	"huiyin/web/certificate"
)

// What huiyin cert keeps in the folder tls of the data directory, and the authority's key in a folder that is not the
// portal's. No backup holds them: who has that key can pass for the portal.
const (
	authorityCert = "ca.crt"
	authorityKey  = "ca.key"
	serverCert    = "server.crt"
	serverKey     = "server.key"
	guidePaper    = "guide.pdf"
)

// Apple's systems take certificates of at most 825 days from authorities of the user's own; the others take any.
const (
	authorityYears  = 10
	serverDays      = 820
	clocksDiffer    = 24 * time.Hour // certificates begin a day early, for PCs whose clock is late
	guideDefaultTCP = ":8080"
)

func certFlags(fs *flag.FlagSet) action {
	data := dataFlag(fs)
	names := fs.String("names", "",
		"the host `names` and addresses that people open the portal with, with commas between; those of the last "+
			"time, else of this machine")
	apart := fs.String("ca", "",
		"the `directory` that holds the authority's key, which the portal itself never needs (default: DATA-authority)")
	addr := fs.String("addr", guideDefaultTCP, "the `address` that serve listens on, for the guide")
	return func(_ context.Context, con console, _ []string) error {
		if err := needData(*data); err != nil {
			return err
		}
		_, port, err := net.SplitHostPort(*addr)
		if err != nil {
			return err
		}
		folder, now := filepath.Join(*data, "tls"), time.Now()
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
		old := oldServer(folder)
		wanted, err := namesFor(*names, old)
		if err != nil {
			return err
		}
		keys := keyFolder(*data, *apart)
		ca, err := openAuthority(folder, keys, wanted, now)
		if err != nil {
			return err
		}
		leaf, err := ca.renew(folder, wanted, now)
		if err != nil {
			return err
		}
		paper := filepath.Join(folder, guidePaper)
		if err := writeGuide(paper, certificate.Authority([]*x509.Certificate{leaf, ca.cert}, port), now); err != nil {
			return err
		}
		if err := ownAs(*data, folder); err != nil {
			return err
		}
		made := "certificate"
		if old != nil {
			made = "renewed certificate"
		}
		fmt.Fprintf(con.out, "%s for %s, until %s\n", made,
			strings.Join(append(slices.Clone(leaf.DNSNames), ips(leaf)...), ", "),
			leaf.NotAfter.Local().Format(time.DateOnly))
		fmt.Fprintf(con.out, "authority %s, until %s\nSHA-256 %s\nguide for the PCs %s\n",
			filepath.Join(folder, authorityCert), ca.cert.NotAfter.Local().Format(time.DateOnly),
			huiyin.Fingerprint(certificate.Authority([]*x509.Certificate{leaf, ca.cert}, port).SHA256), paper)
		said := "its key %s: keep a copy in a safe place, and leave it to root\n"
		if keys == folder {
			said = "its key %s lies beside the portal's own: move it into a directory of root's, and name that with --ca\n"
		}
		fmt.Fprintf(con.out, said, filepath.Join(keys, authorityKey))
		fmt.Fprintf(con.out, "huiyin serve --tls-cert %s --tls-key %s\n", filepath.Join(folder, serverCert),
			filepath.Join(folder, serverKey))
		return nil
	}
}

// keyFolder is where the authority's key lies: apart from the data, which the portal may write. One that an older huiyin
// has made stays where it is.
func keyFolder(data, given string) string {
	old := filepath.Join(data, "tls")
	switch {
	case given != "":
		return given
	case exists(filepath.Join(old, authorityKey)):
		return old
	}
	return filepath.Clean(data) + "-authority"
}

func ips(c *x509.Certificate) (out []string) {
	for _, ip := range c.IPAddresses {
		out = append(out, ip.String())
	}
	return out
}

// hosts are what a certificate is for.
type hosts struct {
	names []string
	ips   []net.IP
}

// hostName is a name that browsers look up: Chinese ones in their form xn--….
var hostName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$`)

// namesFor reads the names that were given; without any, those of the certificate to be renewed, else
// this machine's own. The machine itself is always among them.
func namesFor(given string, old *x509.Certificate) (h hosts, err error) {
	switch {
	case given != "":
		for n := range strings.SplitSeq(given, ",") {
			n = strings.ToLower(strings.Trim(strings.TrimSpace(n), "[]"))
			if ip := net.ParseIP(n); ip != nil {
				h.ips = append(h.ips, ip)
			} else if len(n) > 253 || !hostName.MatchString(n) {
				return h, fmt.Errorf("--names: %q is neither a host name nor an address", n)
			} else {
				h.names = append(h.names, n)
			}
		}
	case old != nil:
		return hosts{old.DNSNames, old.IPAddresses}, nil
	default:
		if n, err := os.Hostname(); err == nil && hostName.MatchString(strings.ToLower(n)) {
			h.names = append(h.names, strings.ToLower(n))
		}
		list, err := net.InterfaceAddrs()
		if err != nil {
			return h, fmt.Errorf("this machine's addresses: %w; give them with --names", err)
		}
		for _, a := range list {
			if n, ok := a.(*net.IPNet); ok && n.IP.IsGlobalUnicast() {
				h.ips = append(h.ips, n.IP)
			}
		}
	}
	if !slices.Contains(h.names, "localhost") {
		h.names = append(h.names, "localhost")
	}
	if loop := net.IPv4(127, 0, 0, 1); !slices.ContainsFunc(h.ips, loop.Equal) {
		h.ips = append(h.ips, loop)
	}
	return h, nil
}

// authority signs the portal's certificates.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// openAuthority reads the authority of a folder, or makes it where there is none. One that exists is never
// written over: every
// PC trusts it.
func openAuthority(folder, keys string, h hosts, now time.Time) (*authority, error) {
	if err := os.MkdirAll(keys, 0o700); err != nil {
		return nil, fmt.Errorf("the authority's key: %w; run this as root, or name a directory with --ca", err)
	}
	cert, key := filepath.Join(folder, authorityCert), filepath.Join(keys, authorityKey)
	haveCert, haveKey := exists(cert), exists(key)
	switch {
	case haveCert != haveKey:
		missing := key
		if haveKey {
			missing = cert
		}
		return nil, fmt.Errorf("%s is missing: put it back, or move %s away to begin with a new authority, which "+
			"every PC must then install", missing, folder)
	case !haveCert:
		return newAuthority(cert, key, h, now)
	}
	a := &authority{}
	var err error
	if a.cert, err = readCert(cert); err != nil {
		return nil, err
	}
	if a.key, err = readKey(key); err != nil {
		return nil, err
	}
	if !a.key.PublicKey.Equal(a.cert.PublicKey) {
		return nil, fmt.Errorf("%s does not belong to %s", key, cert)
	}
	if left := a.cert.NotAfter.Sub(now); left < huiyin.ShortCertificate {
		return nil, fmt.Errorf("the authority %s ends on %s; move %s away to begin with a new one, which every PC "+
			"must then install", cert, a.cert.NotAfter.Local().Format(time.DateOnly), folder)
	}
	return a, nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// newAuthority makes an authority that may vouch for the names and addresses it was made for and no others: its key, if
// it were stolen, opens no other place.
func newAuthority(cert, key string, h hosts, now time.Time) (*authority, error) {
	t := &x509.Certificate{
		Subject: pkix.Name{CommonName: "Huiyin CA " + h.names[0] + " " + now.Format(time.DateOnly),
			Organization: []string{"Huiyin"}},
		NotBefore:             now.Add(-clocksDiffer),
		NotAfter:              now.AddDate(authorityYears, 0, 0),
		IsCA:                  true,
		BasicConstraintsValid: true,
		MaxPathLenZero:        true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},

		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         h.names,
	}
	for _, ip := range h.ips {
		if four := ip.To4(); four != nil {
			ip = four
		}
		t.PermittedIPRanges = append(t.PermittedIPRanges, &net.IPNet{IP: ip, Mask: net.CIDRMask(8*len(ip), 8*len(ip))})
	}
	a := &authority{}
	var err error
	if a.key, err = newKey(key); err != nil {
		return nil, err
	}
	if a.cert, err = sign(t, t, &a.key.PublicKey, a.key); err != nil {
		return nil, err
	}
	return a, writeNew(cert, pemOf("CERTIFICATE", a.cert.Raw))
}

// renew gives the portal a new certificate, with the key it has. The file, which ends with the authority's own so
// that the portal can hand that out, takes the old one's place at once.
func (a *authority) renew(folder string, h hosts, now time.Time) (*x509.Certificate, error) {
	path := filepath.Join(folder, serverKey)
	key, err := readKey(path)
	if errors.Is(err, fs.ErrNotExist) {
		key, err = newKey(path)
	}
	if err != nil {
		return nil, err
	}
	until := now.Add(-clocksDiffer).AddDate(0, 0, serverDays)
	if until.After(a.cert.NotAfter) {
		until = a.cert.NotAfter
	}
	leaf, err := sign(&x509.Certificate{
		Subject:     pkix.Name{CommonName: h.names[0][:min(len(h.names[0]), 64)], Organization: []string{"Huiyin"}},
		NotBefore:   now.Add(-clocksDiffer),
		NotAfter:    until,
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:    h.names,
		IPAddresses: h.ips,
	}, a.cert, &key.PublicKey, a.key)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AddCert(a.cert)
	if _, err := leaf.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: now}); err != nil {
		may := slices.Clone(a.cert.PermittedDNSDomains)
		for _, n := range a.cert.PermittedIPRanges {
			may = append(may, n.String())
		}
		return nil, fmt.Errorf("the authority can only vouch for %s; for other names move %s away and begin with "+
			"a new one, which every PC must then install", strings.Join(may, ", "), folder)
	}
	return leaf, replace(filepath.Join(folder, serverCert),
		slices.Concat(pemOf("CERTIFICATE", leaf.Raw), pemOf("CERTIFICATE", a.cert.Raw)))
}

func sign(t, parent *x509.Certificate, public *ecdsa.PublicKey, by *ecdsa.PrivateKey) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	t.SerialNumber = serial
	der, err := x509.CreateCertificate(rand.Reader, t, parent, public, by)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

func newKey(path string) (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return key, writeNew(path, pemOf("PRIVATE KEY", der))
}

func pemOf(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// firstPEM is the first PEM block of a kind in a file.
func firstPEM(path, kind string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	for block, rest := pem.Decode(b); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == kind {
			return block.Bytes, nil
		}
	}
	return nil, fmt.Errorf("%s holds no %s", path, strings.ToLower(kind))
}

func readCert(path string) (*x509.Certificate, error) {
	der, err := firstPEM(path, "CERTIFICATE")
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

func readKey(path string) (*ecdsa.PrivateKey, error) {
	der, err := firstPEM(path, "PRIVATE KEY")
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	k, ok := key.(*ecdsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%s is a key of another kind", path)
	}
	return k, nil
}

// oldServer is the certificate to be renewed, nil for none.
func oldServer(folder string) *x509.Certificate {
	c, err := readCert(filepath.Join(folder, serverCert))
	if err != nil || len(c.DNSNames) == 0 {
		return nil
	}
	return c
}

// writeNew writes a file that must not exist yet, for its owner only.
func writeNew(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Sync(), f.Close())
}

// replace puts a file in place of another at once.
func replace(path string, b []byte) error {
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := writeNew(part, b); err != nil {
		return err
	}
	return os.Rename(part, path)
}

func writeGuide(path string, a huiyin.Authority, now time.Time) error {
	var b bytes.Buffer
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return err
	}
	org := &huiyin.Org{Company: "回音", Zone: zone}
	if err := print.Guide(&b, print.Stamp{At: now, By: "huiyin cert"}, a, org); err != nil {
		return err
	}
	return replace(path, b.Bytes())
}
