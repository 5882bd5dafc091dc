package web

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/print"
	"huiyin/views/settings"
	"huiyin/web/certificate"
)

// certificateRoutes hand out the company's own authority, before anybody can log in. They exist only where
// the portal's certificate comes with one.
func (s *Server) certificateRoutes() []route {
	if root(s.chain()) == nil {
		return nil
	}
	return []route{
		{get, "/certificate", huiyin.Public, s.certificate, nil, 0},
		{get, "/certificate/" + huiyin.AuthorityFile, huiyin.Public, s.authorityFile, nil, 0},
		{get, "/certificate/guide.pdf", huiyin.Public, s.certificateGuide, nil, heavy},
	}
}

// chain is the portal's certificate and who vouches for it, nil without TLS.
func (s *Server) chain() []*x509.Certificate {
	if s.Certificate == nil {
		return nil
	}
	return s.Certificate()
}

// root is the authority that comes with a certificate: the last of the chain, where it vouches for itself.
func root(chain []*x509.Certificate) *x509.Certificate {
	if len(chain) < 2 {
		return nil
	}
	last := chain[len(chain)-1]
	if !last.IsCA || last.CheckSignatureFrom(last) != nil {
		return nil
	}
	return last
}

// certificateLeft is how long the portal's certificate still holds; ok is false without TLS.
func (s *Server) certificateLeft() (left time.Duration, ok bool) {
	chain := s.chain()
	if len(chain) == 0 {
		return 0, false
	}
	return chain[0].NotAfter.Sub(s.Wall()), true
}

// authority reads the chain for an answer; not found where no authority comes with it.
func (s *Server) authority(c echo.Context) (*x509.Certificate, huiyin.Authority, error) {
	chain := s.chain()
	ca := root(chain)
	if ca == nil {
		return nil, huiyin.Authority{}, huiyin.NotFound()
	}
	return ca, certificate.Authority(chain, (&url.URL{Host: c.Request().Host}).Port()), nil
}

// certificate says how PCs and phones come to trust the portal.
func (s *Server) certificate(c echo.Context) error {
	_, a, err := s.authority(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK,
		settings.CertificatePage(settings.Certificate{Page: s.page(c, "证书安装说明"), Authority: a}))
}

// authorityFile hands out the authority's certificate, never a key.
func (s *Server) authorityFile(c echo.Context) error {
	ca, _, err := s.authority(c)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+huiyin.AuthorityFile+`"`)
	return c.Blob(http.StatusOK, "application/x-x509-ca-cert",
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Raw}))
}

// certificateGuide prints the same for those whose PC is not yet connected. It is no paper of a complaint, and nobody
// need be logged in.
func (s *Server) certificateGuide(c echo.Context) error {
	_, a, err := s.authority(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := print.Guide(&b, print.Stamp{At: s.Now(), By: s.page(c, "").PersonName}, a, s.store.Org()); err != nil {
		return err
	}
	return s.pdf(c, "证书安装说明.pdf", b.Bytes())
}
