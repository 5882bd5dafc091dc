package web

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/print"
)

// evidencePackageRoutes put the evidence of a case together for somebody outside (rule J4).
func (s *Server) evidencePackageRoutes() []route {
	return []route{
		s.onCase("evidence-packages", huiyin.ActionPackEvidence, s.packEvidence),
		{get, "/complaints/:number/evidence-packages/:file", huiyin.ActionPackEvidence, s.evidencePackage, nil, bulky},
	}
}

func (s *Server) packEvidence(c echo.Context) error {
	type form struct {
		Purpose  string `form:"purpose"`
		Receiver string `form:"receiver"`
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f form) error {
		return k.PackEvidence(by, now, f.Purpose, f.Receiver)
	})
}

// evidencePackage writes a package that was asked for, from the record as it is now.
func (s *Server) evidencePackage(c echo.Context) error {
	var n int
	if _, err := fmt.Sscanf(c.Param("file"), "%d.zip", &n); err != nil || c.Param("file") != fmt.Sprintf("%d.zip", n) {
		return huiyin.NotFound()
	}
	k, err := s.store.Complaint(c.Request().Context(), actor(c), c.Param("number"))
	if err != nil {
		return err
	}
	if err := k.MayFetchEvidence(actor(c), n); err != nil {
		return err
	}
	p, err := s.evidenceOf(c, k, n)
	if err != nil {
		return err
	}
	if err := p.Check(); err != nil { // what is missing is said before anything is sent
		return err
	}
	once, err := s.once(c)
	if err != nil {
		return err
	}
	manifest := p.Manifest()
	if _, err := s.store.ChangeComplaint(c.Request().Context(), once, k.Number, 0, func(k *huiyin.Complaint) error {
		return k.FetchEvidence(actor(c), s.Now(), n, huiyin.Digest(string(manifest)))
	}); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+print.EvidencePackageName(k, n)+`"`)
	h.Set("Content-Type", "application/zip")
	return p.Write(c.Response(), manifest)
}

// evidenceOf gathers what a package holds.
func (s *Server) evidenceOf(c echo.Context, k *huiyin.Complaint, n int) (p *print.EvidencePackage, err error) {
	ctx, by := c.Request().Context(), actor(c)
	p = &print.EvidencePackage{C: k, Org: by.Org, Package: k.EvidencePackage(n), At: s.Now(),
		Open: func(hash string, size int64) (io.ReadCloser, error) { return s.store.OpenFile(hash, size) }}
	if p.Entries, err = s.store.Evidence(ctx, k.Number); err != nil {
		return nil, err
	}
	anchors, err := s.store.Anchors()
	if err != nil {
		return nil, err
	}
	if p.Anchors, err = db.AnchorLines(anchors...); err != nil {
		return nil, err
	}
	if p.Stamps, err = s.stampsOf(ctx, p.Entries, anchors); err != nil {
		return nil, err
	}
	for _, a := range anchors {
		if a.Drift != "" {
			p.System.Drift = a.Drift
		}
		if a.Cause == "backup" {
			p.System.Backup = a.At
		}
	}
	p.System.Version = cmp.Or(s.Version, builtFrom())
	stamp, err := s.stampOf(c, k, string(huiyin.PaperDossierOut), huiyin.PrintChoice{})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = s.dossierOf(ctx, &b, by.Org, k, stamp, true)
	p.Dossier = b.Bytes()
	return p, err
}

// stampsOf are the trusted timestamps of the case's entries, and of the anchors by which they are proven (rule J4).
func (s *Server) stampsOf(ctx context.Context, entries []huiyin.ProvenEntry, anchors []db.Anchor) ([]print.Stamped,
	error) {
	var hashes []string
	roots, lines := map[string]bool{}, map[string][]byte{}
	for _, e := range entries {
		hashes, roots[e.Tree.Root] = append(hashes, e.Hash), true
	}
	for _, a := range anchors {
		if !slices.ContainsFunc(a.Trees, func(t db.Tree) bool { return roots[t.Root] }) {
			continue
		}
		line, err := db.AnchorLines(a)
		if err != nil {
			return nil, err
		}
		hash := huiyin.Digest(string(line))
		hashes, lines[hash] = append(hashes, hash), line
	}
	found, err := s.store.Timestamps(ctx, hashes...)
	out := make([]print.Stamped, len(found))
	for i, v := range found {
		out[i] = print.Stamped{Timestamp: v, Line: lines[v.Hash]}
	}
	return out, err
}
