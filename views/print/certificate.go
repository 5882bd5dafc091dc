package print

import (
	"io"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"huiyin/huiyin"
)

// Guide writes 证书安装说明: how the office's PCs and phones come to trust the authority behind the portal's
// certificate.
func Guide(w io.Writer, s Stamp, a huiyin.Authority, org *huiyin.Org) error {
	s.QR = scanned(a.Addresses) + "/certificate" // whose pages are told by #1/1, which leads to the same page
	p := newSheet(a4, heading{company: org.Company, title: "证书安装说明", place: inScript(org.Letterhead, "发给各办公室"),
		number: "ZS", notes: "可以张贴", zone: org.Zone, look: org.Letterhead}, s)
	addresses := strings.Join(a.Addresses, "\n")
	p.row(0, label(2.4, "回音的地址"), value(9.6, addresses))
	p.row(0, label(2.4, "证书颁发机构"), value(9.6, a.Name+p.t("，有效期至 ")+a.Until.In(p.zone).Format("2006-01-02")))
	p.row(0, label(2.4, "SHA-256 指纹"), value(9.6, huiyin.Fingerprint(a.SHA256)).sized(9))
	p.row(0, label(2.4, "SHA-1 指纹"), value(9.6, huiyin.Fingerprint(a.SHA1)).sized(9))
	first := slices.Clone(huiyin.GuideFirst)
	if a.Bound {
		first = append(first, huiyin.GuideBound)
	}
	p.row(0, label(2.4, "先看这里"), value(9.6, p.t(numbered(first))))
	for _, g := range huiyin.GuideParts {
		text := p.t(numbered(slices.Clone(g.Steps)))
		if len(g.Commands) > 0 {
			text += "\n" + strings.Join(g.Commands, "\n")
		}
		p.row(0, label(2.4, g.Device), value(9.6, text).sized(9.5))
	}
	return p.write(w)
}

// scanned is the address that a telephone most likely reaches: a name with a dot, else an address in numbers.
func scanned(addresses []string) string {
	for _, numbers := range []bool{false, true} {
		for _, a := range addresses {
			u, err := url.Parse(a)
			if err != nil {
				continue
			}
			if _, err := netip.ParseAddr(u.Hostname()); strings.Contains(u.Hostname(), ".") && (err == nil) == numbers {
				return a
			}
		}
	}
	return addresses[0]
}
