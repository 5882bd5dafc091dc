// Package certificate reads what a chain of certificates tells people who are to trust its authority.
package certificate

import (
	"crypto/sha1" // #nosec G505 -- Windows shows a certificate's SHA-1 as its thumbprint
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"net"

	"huiyin/huiyin"
)

// Authority is what the guide shows of a chain that ends with an authority of the company's own; browsers reach
// the portal at port.
func Authority(chain []*x509.Certificate, port string) huiyin.Authority {
	leaf, ca := chain[0], chain[len(chain)-1]
	sum256, sum1 := sha256.Sum256(ca.Raw), sha1.Sum(ca.Raw) // #nosec G401 -- as above
	a := huiyin.Authority{
		Name: ca.Subject.CommonName, SHA256: hex.EncodeToString(sum256[:]), SHA1: hex.EncodeToString(sum1[:]),
		Until: ca.NotAfter, Bound: len(ca.PermittedDNSDomains) > 0 && len(ca.PermittedIPRanges) > 0,
	}
	address := func(host string) {
		if port != "" && port != "443" {
			host = net.JoinHostPort(host, port)
		} else if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
			host = "[" + host + "]"
		}
		a.Addresses = append(a.Addresses, "https://"+host)
	}
	for _, n := range leaf.DNSNames {
		if n != "localhost" {
			address(n)
		}
	}
	for _, ip := range leaf.IPAddresses {
		if !ip.IsLoopback() {
			address(ip.String())
		}
	}
	if len(a.Addresses) == 0 {
		address("localhost")
	}
	return a
}
