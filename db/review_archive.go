package db

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"huiyin/huiyin"
)

var (
	archiveLineTable = newTable("archive_line", func(v *huiyin.ArchiveLine) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"number", &v.Number}, {"series", &v.Series}, {"seq", &v.Seq},
			{"file_number", &v.FileNumber}, {"grade", &v.Grade}, {"restricted", &v.Restricted},
			{"closed_at", &v.ClosedAt}, {"years", &v.Years}, {"originals", &v.Originals}, {"files", &v.Files},
		}
	})
	archiveLists = docKind[huiyin.ArchiveList, *huiyin.ArchiveList]{
		kind: huiyin.DocArchive,
		own: newTable("archive_list", func(v *huiyin.ArchiveList) []column {
			return []column{
				{"year", &v.Year}, {"barred", &v.Barred}, {"site_by", &v.FirstBy}, {"site_at", &v.FirstAt},
				{"keeper_by", &v.KeeperBy}, {"keeper_at", &v.KeeperAt},
			}
		}),
		doc: func(v *huiyin.ArchiveList) *huiyin.Document { return &v.Document },
		parts: func(v *huiyin.ArchiveList) []part {
			return []part{partOf[huiyin.ArchiveLine]{archiveLineTable, &v.Lines}}
		},
	}
)

// unfiled are the complaints of a site that are archived and on no list. What came from an older register lies in an
// older archive, and what was merged lies with the one it was merged into. Whoever asks does not learn of what they
// are accused in (rule P4).
func unfiled(site, from, to string) string {
	return "FROM complaint c INDEXED BY complaint_for_archive WHERE c.state = 'archived' AND c.file_number = '' AND " +
		"c.imported = '' AND c.merged_into = '' AND c.site = " + site + " AND c.closed_at >= " + from + " AND c.closed_at < " + to +
		" AND NOT EXISTS (SELECT 1 FROM accused a WHERE a.account = ? AND a.complaint = c.id)"
}

// ArchiveWaiting tells for each site of which year something waits to be listed, the earliest, and how much, of what
// was closed within a time (rule W10).
func (s *Store) ArchiveWaiting(ctx context.Context, by huiyin.Actor, since, before time.Time) ([]huiyin.ArchiveWaiting, error) {
	type span struct {
		Site     string
		From, To int64
		closedAt time.Time
	}
	o, sites := s.Org(), []string{}
	for _, site := range o.Sites {
		sites = append(sites, site.Code)
	}
	var spans []span
	if err := s.ask(ctx, subqueryOf("SELECT j.value, (SELECT min(c.closed_at) "+unfiled("j.value", "?", "?")+") AS first FROM "+
		"json_each(?) j WHERE first IS NOT NULL", []any{since.UnixMilli(), before.UnixMilli(), by.Account, jsonList(sites)},
		func(v *span) []any { return []any{&v.Site, &v.closedAt} }, &spans)); err != nil || len(spans) == 0 {
		return nil, err
	}
	for i := range spans {
		from, to := huiyin.ArchiveYear(o, spans[i].closedAt.In(o.Zone).Year())
		spans[i].From, spans[i].To = from.UnixMilli(), min(to.UnixMilli(), before.UnixMilli())
	}
	counted, err := json.Marshal(spans)
	if err != nil {
		return nil, fmt.Errorf("spans to archive: %w", err)
	}
	var out []huiyin.ArchiveWaiting
	err = s.ask(ctx, subqueryOf("SELECT j.value ->> 'Site', (SELECT count(*) FROM (SELECT 1 "+unfiled("j.value ->> 'Site'",
		"j.value ->> 'From'", "j.value ->> 'To'")+" LIMIT ?)) FROM json_each(?) j ORDER BY j.key",
		[]any{by.Account, huiyin.MostArchived + 1, string(counted)},
		func(v *huiyin.ArchiveWaiting) []any { return []any{&v.Site, &v.Count} }, &out))
	for i := range out {
		out[i].Year = spans[i].closedAt.In(o.Zone).Year()
	}
	return out, err
}

// drawArchives lets the clock list what was closed in the year before, a list of each site at a time, so that nobody waits
// for it (rule W10).
func (s *Store) drawArchives(ctx context.Context, now time.Time) error {
	by := huiyin.System(s.Org())
	since, before, due := huiyin.ArchiveDue(by.Org, now)
	if !due {
		return nil
	}
	waiting, err := s.ArchiveWaiting(ctx, by, since, before)
	for _, w := range waiting {
		if err == nil {
			_, err = s.DrawArchiveList(ctx, Once{}, by, now, w.Site, since, before)
		}
	}
	return err
}

// DrawArchiveList draws up the list of the earliest year of which something waits at a site, of what was closed within
// a time, and gives its number; each complaint gets its archive number, all or nothing (rule W10).
func (s *Store) DrawArchiveList(ctx context.Context, once Once, by huiyin.Actor, now time.Time, site string,
	since, before time.Time) (number string, err error) {
	return s.write(ctx, once, func(t *tx) error {
		o := s.Org()
		day := now.In(o.Zone)
		n, err := t.beginning(documentTable.name, huiyin.ArchivePrefix(day))
		if err != nil {
			return err
		}
		var first time.Time
		if err := t.row("SELECT (SELECT min(c.closed_at) "+unfiled("?", "?", "?")+")", []any{site, since.UnixMilli(), before.UnixMilli(),
			by.Account}, nullTime{&first}); err != nil {
			return err
		}
		year := first.In(o.Zone).Year()
		v, err := huiyin.NewArchiveList(by, now, huiyin.ArchiveNumber(day, n+1), site, year)
		if err != nil {
			return err
		}
		from, to := huiyin.ArchiveYear(o, year)
		numbers, err := all[string](t, "SELECT c.number "+unfiled("?", "?", "?")+" ORDER BY c.closed_at, c.id LIMIT ?", site,
			from.UnixMilli(), min(to.UnixMilli(), before.UnixMilli()), by.Account, huiyin.MostArchived)
		if err != nil {
			return err
		}
		last := map[string]int{}
		for _, one := range numbers {
			if err := t.change(one, 0, func(c *huiyin.Complaint) error {
				series := huiyin.ArchiveSeries(o, c)
				if _, asked := last[series]; !asked {
					had := 0
					if err := t.row("SELECT coalesce(max(seq), 0) FROM archive_line WHERE series = ?", []any{series},
						&had); err != nil {
						return err
					}
					last[series] = had
				}
				err := v.File(by, now, c, last[series])
				last[series]++
				return err
			}); err != nil {
				return err
			}
		}
		if err := v.Draw(by, now); err != nil {
			return err
		}
		t.answer = v.Number
		return archiveLists.insert(t, v)
	})
}

// ChangeArchiveList lets fn sign a list and stores it with its journal, all or nothing.
func (s *Store) ChangeArchiveList(ctx context.Context, once Once, number string, version int64,
	fn func(*huiyin.ArchiveList) error) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		return change(t, archiveLists.records(), number, version, fn)
	})
	return err
}

// ArchiveList reads a list as a person may see it.
func (s *Store) ArchiveList(ctx context.Context, by huiyin.Actor, number string) (*huiyin.ArchiveList, error) {
	v, err := archiveLists.load(reader{ctx, s}, "number = ?", number)
	if err == nil {
		err = huiyin.CanOn(by, huiyin.ActionRead, v)
	}
	if err != nil {
		return nil, err
	}
	return v, nil
}

// ArchiveLists are the newest lists that a person may see, among the newest most of all.
func (s *Store) ArchiveLists(ctx context.Context, by huiyin.Actor, most int) (out []huiyin.ArchiveRow, err error) {
	if err := huiyin.Can(by, huiyin.ActionSignArchive, nil); err != nil {
		return nil, err
	}
	var rows []huiyin.ArchiveRow
	err = s.ask(ctx, subqueryOf("SELECT d.number, d.site, d.at, d.state, "+"l."+strings.Join(archiveLists.own.cols, ", l.")+
		", (SELECT count(*) FROM archive_line x WHERE x.document = d.id) FROM document d INDEXED BY document_by_period "+
		"JOIN archive_list l ON l.document = d.id WHERE d.kind = 'archive' ORDER BY d.period DESC, d.id DESC LIMIT ?",
		[]any{most}, func(r *huiyin.ArchiveRow) []any {
			return append(append([]any{&r.Number, &r.Site, &r.At, &r.State}, archiveLists.own.targets(&r.ArchiveList)...), &r.Listed)
		}, &rows))
	for _, r := range rows {
		if r.Visible(by) {
			out = append(out, r)
		}
	}
	return out, err
}

// archivesOnDesk are the lists that may wait for a person's signature, without their lines.
func archivesOnDesk(by huiyin.Actor, into *[]huiyin.ArchiveList) []subquery {
	if huiyin.Can(by, huiyin.ActionSignArchive, nil) != nil {
		return nil
	}
	return []subquery{subqueryOf("SELECT d.number, d.site, d.period, d.at, d.state, "+"l."+strings.Join(archiveLists.own.cols, ", l.")+
		" FROM document d INDEXED BY document_by_state JOIN archive_list l ON l.document = d.id WHERE d.kind = 'archive' "+
		"AND d.state = ? ORDER BY d.id LIMIT 50", []any{huiyin.DocListed}, func(v *huiyin.ArchiveList) []any {
		return append([]any{&v.Number, &v.Site, &v.Period, &v.At, &v.State}, archiveLists.own.targets(v)...)
	}, into)}
}

// toHandOver are those of the lists that a person can sign, as duties.
func toHandOver(by huiyin.Actor, lists []huiyin.ArchiveList) (out []huiyin.Duty) {
	for i := range lists {
		if l := &lists[i]; l.Offers(by, huiyin.ActionSignArchive) {
			out = append(out, huiyin.Duty{Kind: huiyin.DocArchive, Number: l.Number, Site: l.Site, Period: l.Period, State: l.State,
				Due: l.StandsUntil(by.Org)})
		}
	}
	return out
}
