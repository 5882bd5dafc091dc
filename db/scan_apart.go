package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiyin/huiyin"
)

// siteOfPaper asks whether a person sees the record that a paper of no complaint belongs to, or may print the paper
// where it has no record, and gives its site (rules F6, P3).
func siteOfPaper(q querier, by huiyin.Actor, code huiyin.PaperCode) (string, error) {
	if code.Paper.OfSite() {
		site, ok := huiyin.SiteOfPaper(by.Org, code)
		if !ok {
			return "", huiyin.NotFound()
		}
		return site, huiyin.MayFilePaper(by, code.Paper)
	}
	switch code.Paper {
	case huiyin.PaperMinutes:
		v, err := meetings.load(q, "number = ?", code.Number)
		if err != nil {
			return "", err
		}
		return v.Site, huiyin.CanOn(by, huiyin.ActionRead, v)
	case huiyin.PaperMonthly:
		v, err := reportOf(q, by.Org, code.Number)
		if err != nil {
			return "", err
		}
		return v.Site, huiyin.CanOn(by, huiyin.ActionRead, v)
	case huiyin.PaperQuarter:
		v, err := quarter(q, code.Number)
		if err != nil {
			return "", err
		}
		return v.Site, huiyin.CanOn(by, huiyin.ActionRead, v)
	case huiyin.PaperPlan:
		v, err := improvementPlans.load(q, "number = ?", code.Number)
		if err != nil {
			return "", err
		}
		return v.Site, huiyin.CanOn(by, huiyin.ActionRead, v)
	case huiyin.PaperDestruction:
		v, err := destructionLists.load(q, "number = ?", code.Number)
		if err != nil {
			return "", err
		}
		return v.Site, huiyin.CanOn(by, huiyin.ActionRead, v)
	case huiyin.PaperArchive:
		v, err := archiveLists.load(q, "number = ?", code.Number)
		if err != nil {
			return "", err
		}
		return v.Site, huiyin.CanOn(by, huiyin.ActionRead, v)
	}
	return "", huiyin.NotFound()
}

// hidden tells whether an error says no more than that somebody may not know of something.
func hidden(err error) bool {
	k := huiyin.KindOf(err)
	return k == huiyin.KindNotFound || k == huiyin.KindForbidden || k == huiyin.KindInvalid
}

// placeHousePaper stores a page of a paper that is about no complaint, and files it where whoever brought it sees its
// record; for anybody else it is unread (rule P3). A paper that has nowhere to go waits as what it is.
func (t *tx) placeHousePaper(by huiyin.Actor, now time.Time, k *huiyin.Scan, code huiyin.PaperCode) (known bool,
	err error) {
	site := ""
	if code.Paper.ComesHome() {
		site, err = siteOfPaper(t, by, code)
		if hidden(err) {
			return false, t.insertScan(k)
		}
		if err != nil {
			return false, err
		}
	}
	k.Says(code)
	if known, err = t.filedBefore(k); err != nil || known {
		return known, err
	}
	if err := t.insertScan(k); err != nil || k.Problem == huiyin.ScanNoHome {
		return false, err
	}
	return false, t.fileApart(by, now, k, code, site)
}

// fileApart files a stored scan that is no complaint's evidence.
func (t *tx) fileApart(by huiyin.Actor, now time.Time, k *huiyin.Scan, code huiyin.PaperCode, site string) error {
	e := k.FileApart(by, now, code, site)
	if err := t.saveScan(k); err != nil {
		return err
	}
	return t.sealScan(e, k)
}

// assignHousePaper files a page from the tray to the record of a number, as a person says.
func (t *tx) assignHousePaper(by huiyin.Actor, now time.Time, k *huiyin.Scan, number string,
	paper huiyin.Paper) error {
	code := huiyin.PaperCode{Number: number, Paper: paper}
	if k.Number == code.Number && k.Paper == code.Paper {
		code = k.Code()
	}
	site, err := siteOfPaper(t, by, code)
	if !huiyin.FitsHousePaper(paper, number) || hidden(err) {
		return huiyin.Invalid("number", "没有这个编号的单据，或者您无权查看。")
	}
	if err != nil {
		return err
	}
	return t.fileApart(by, now, k, code, site)
}

// seesApart tells whether a person sees a filed scan that is no complaint's evidence.
func seesApart(q querier, by huiyin.Actor, k *huiyin.Scan) (bool, error) {
	switch {
	case k.Paper.OfSite():
		return k.SeenAtSite(by), nil
	case k.Paper.OfHouse():
		_, err := siteOfPaper(q, by, k.Code())
		if hidden(err) {
			return false, nil
		}
		return err == nil, err
	}
	c, err := load(q, "id = ?", k.Case)
	if huiyin.KindOf(err) == huiyin.KindNotFound {
		return false, nil
	}
	return err == nil && c.Visible(by) && c.SeesPaper(by, k.Code()), err
}

// apartScan reads one of them as a person may see it who did not bring it.
func (s *Store) apartScan(q querier, by huiyin.Actor, id int64) (*huiyin.Scan, error) {
	k := &huiyin.Scan{}
	err := q.row("SELECT "+strings.Join(scanTable.cols, ", ")+" FROM scan WHERE id = ? AND removed_at IS NULL AND "+
		"status = 'filed' AND attachment = 0", []any{id}, scanTable.targets(k)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, huiyin.NotFound()
	}
	if err != nil {
		return nil, err
	}
	sees, err := seesApart(q, by, k)
	if err == nil && !sees {
		err = huiyin.NotFound()
	}
	if err != nil {
		return nil, err
	}
	return k, nil
}

// SignedPapers lists the pages that came home of what has a number and is no complaint's evidence, as a person may
// see them, the newest first (rule F6).
func (s *Store) SignedPapers(ctx context.Context, by huiyin.Actor, number string) (out []huiyin.Scan, err error) {
	var all []huiyin.Scan
	q := reader{ctx, s}
	err = q.query("SELECT "+strings.Join(scanTable.cols, ", ")+" FROM scan WHERE number = ? AND status = 'filed' AND "+
		"attachment = 0 AND removed_at IS NULL ORDER BY id DESC LIMIT ?", []any{number, MostScans},
		func(rows *sql.Rows) error {
			for rows.Next() {
				var k huiyin.Scan
				if err := rows.Scan(scanTable.targets(&k)...); err != nil {
					return err
				}
				all = append(all, k)
			}
			return nil
		})
	for i := range all {
		sees, e := seesApart(q, by, &all[i])
		if err = errors.Join(err, e); sees {
			out = append(out, all[i])
		}
	}
	if err != nil {
		return nil, fmt.Errorf("list the signed papers of %s: %w", number, err)
	}
	return out, nil
}

// scansBefore finds where the pages of a batch lie that had been brought before: one's own, and what is filed to a
// complaint that one sees.
func (s *Store) scansBefore(ctx context.Context, by huiyin.Actor, batch int64, out *Scans) error {
	seen, know := seenScans(by)
	args := append([]any{batch, by.Account, batch}, seen.args...)
	return reader{ctx, s}.query("SELECT k."+strings.Join(scanTable.cols, ", k.")+" FROM scan_upload u CROSS JOIN scan k ON "+
		"k.source = u.hash JOIN scan_upload v ON v.id = k.upload WHERE u.batch = ? AND u.by = ? AND u.again > 0 AND "+
		"v.batch <> ? AND k.removed_at IS NULL AND k.status IN ('tray', 'filed') AND "+liveScan+" AND ("+seen.sql+
		" OR k.status = 'filed' AND k.complaint > 0 AND k.attachment > 0 AND "+know.sql+") AND "+know.sql+
		" ORDER BY k.id LIMIT ?", append(append(append(args, know.args...), know.args...), MostScans),
		func(rows *sql.Rows) error {
			for rows.Next() {
				var k huiyin.Scan
				if err := rows.Scan(scanTable.targets(&k)...); err != nil {
					return err
				}
				out.Before = append(out.Before, k)
			}
			return nil
		})
}
