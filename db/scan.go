package db

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiyin/huiyin"
)

var scanTable = newTable("scan", func(v *huiyin.Scan) []column {
	return []column{
		{"id", &v.ID}, {"upload", &v.Upload}, {"at", &v.At}, {"by", &v.By}, {"name", &v.Name}, {"sheet", &v.Sheet},
		{"sheets", &v.Sheets}, {"source", &v.Source}, {"hash", &v.Hash}, {"type", &v.Type}, {"size", &v.Size},
		{"thumb", &v.Thumb}, {"site", &v.Site}, {"status", &v.Status}, {"problem", &v.Problem}, {"number", &v.Number},
		{"paper", &v.Paper}, {"part", &v.Part}, {"version", &v.Version}, {"page", &v.Page}, {"pages", &v.Pages}, {"complaint", &v.Case},
		{"other", &v.Other}, {"filed_at", &v.FiledAt}, {"filed_by", &v.FiledBy}, {"attachment", &v.Attached},
		{"outdated", &v.Outdated}, {"removed_at", &v.RemovedAt}, {"discarded_at", &v.DiscardedAt},
		{"discarded_by", &v.DiscardedBy}, {"reason", &v.Reason},
	}
})

// ScanFile is a file of scans that has come in and was read.
type ScanFile struct {
	In     *Incoming
	Name   string
	Type   string
	Sheets []ScanSheet
}

// ScanSheet is one page of it: the codes on it, a small picture, and the page alone where it is not the
// whole file.
type ScanSheet struct {
	Codes       []huiyin.PaperCode
	Blank       bool // nothing stands on it
	Thumb, Page *Incoming
	Problem     huiyin.ScanProblem // why it could not be read, "" where it was
}

// pages are the pages of a paper that a picture shows: each of them where they are of one print, else it is one
// page that nobody knows yet.
func (sh ScanSheet) pages() []ScanSheet {
	if len(sh.Codes) < 2 || !huiyin.OnePrint(sh.Codes) {
		return []ScanSheet{sh}
	}
	var out []ScanSheet
	for _, c := range sh.Codes {
		out = append(out, ScanSheet{Codes: []huiyin.PaperCode{c}, Thumb: sh.Thumb, Page: sh.Page})
	}
	return out
}

// ScanUpload is a file of a batch and how many of its pages had been brought before.
type ScanUpload struct {
	ID     int64
	Name   string
	Sheets int
	Again  int
}

// ReceiveBytes is Receive for what was made in memory.
func (s *Store) ReceiveBytes(b []byte) (*Incoming, error) {
	return s.Receive(bytes.NewReader(b), int64(len(b)))
}

// FileScans keeps files of scans and files each page to the complaint whose paper it is; what cannot be
// filed waits in the tray. All of them or none. It gives the number of the batch (rule F6).
func (s *Store) FileScans(ctx context.Context, once Once, by huiyin.Actor, now time.Time,
	files []ScanFile) (batch string, err error) {
	return s.fileScans(ctx, once, by, now, files, nil)
}

// FileStack is FileScans for a stack that was read in the background; who brought it is told.
func (s *Store) FileStack(ctx context.Context, once Once, by huiyin.Actor, now time.Time,
	files []ScanFile) (batch string, err error) {
	return s.fileScans(ctx, once, by, now, files, func(batch string) notified {
		return huiyin.StackFiled(by.Person, batch, now)
	})
}

func (s *Store) fileScans(ctx context.Context, once Once, by huiyin.Actor, now time.Time, files []ScanFile,
	news func(batch string) notified) (batch string, err error) {
	batch, err = s.write(ctx, once, func(t *tx) error {
		var first int64
		if err := t.row("SELECT coalesce(max(id), 0) + 1 FROM scan_upload", nil, &first); err != nil {
			return err
		}
		entry := huiyin.NewEntry(by.Account, huiyin.ActionUploadScan, batchSubject(first), now)
		for _, f := range files {
			filed, tray, again, err := t.fileScans(by, now, first, f)
			if err != nil {
				return fmt.Errorf("file scans: %w", err)
			}
			entry.Detail = append(entry.Detail, huiyin.Note("hash", f.In.Hash),
				huiyin.Note("sheets", fmt.Sprintf("%d/%d/%d", filed, tray, again)))
		}
		t.answer = fmt.Sprint(first)
		if news != nil {
			if err := t.tell(news(t.answer)); err != nil {
				return err
			}
		}
		return t.sealBatch(entry, first)
	})
	if err == nil {
		s.changed.Add(1)
	}
	return batch, err
}

func (t *tx) fileScans(by huiyin.Actor, now time.Time, batch int64, f ScanFile) (filed, tray, again int, err error) {
	if err := t.keep(f.In); err != nil {
		return 0, 0, 0, err
	}
	var upload int64
	if err := t.row("INSERT INTO scan_upload (batch, at, by, name, hash, type, size, sheets, again) VALUES (?, ?, "+
		"?, ?, ?, ?, ?, ?, 0) RETURNING id",
		[]any{batch, now.UnixMilli(), by.Account, f.Name, f.In.Hash, f.Type, f.In.Size, len(f.Sheets)},
		&upload); err != nil {
		return 0, 0, 0, err
	}
	for i, sh := range f.Sheets {
		k := huiyin.Scan{
			Upload: upload, At: now, By: by.Account, Name: f.Name, Sheet: i + 1, Sheets: len(f.Sheets),
			Source: f.In.Hash, Hash: f.In.Hash, Type: f.Type, Size: f.In.Size,
			Site: by.Site, Status: huiyin.ScanTray, Problem: huiyin.ScanUnread,
		}
		known, err := t.broughtBefore(by, &k)
		if err != nil {
			return 0, 0, 0, err
		}
		if err != nil {
			return 0, 0, 0, err
		}
		if known {
			again++
			continue
		}
		for _, one := range sh.pages() {
			k := k
			known, err := t.placeScan(by, now, &k, one)
			switch {
			case err != nil:
				return 0, 0, 0, err
			case known:
				again++
			case k.Status == huiyin.ScanFiled:
				filed++
			case k.Status == huiyin.ScanGone: // the blank back of a form
			default:
				tray++
			}
		}
	}
	_, err = t.exec("UPDATE scan_upload SET again = ? WHERE id = ?", again, upload)
	return filed, tray, again, err
}

// liveScan is a scan that still stands: in the tray or discarded from it, or filed and not withdrawn since.
const liveScan = "(k.status IN ('tray', 'discarded') OR k.attachment = 0 OR EXISTS (SELECT 1 FROM attachment a " +
	"WHERE a.id = k.attachment AND a.withdrawn_at IS NULL))"

// broughtBefore tells whether the same person has brought the same page before.
func (t *tx) broughtBefore(by huiyin.Actor, k *huiyin.Scan) (known bool, err error) {
	err = t.row("SELECT EXISTS (SELECT 1 FROM scan k WHERE k.source = ? AND k.sheet = ? AND k.by = ? AND "+
		"k.removed_at IS NULL AND "+liveScan+")", []any{k.Source, k.Sheet, by.Account}, &known)
	return known, err
}

// placeScan stores a page and files it where its code says. It is known when it lies there already.
func (t *tx) placeScan(by huiyin.Actor, now time.Time, k *huiyin.Scan, sh ScanSheet) (known bool, err error) {
	for _, in := range []*Incoming{sh.Thumb, sh.Page} {
		if in == nil {
			continue
		}
		if err := t.keep(in); err != nil {
			return false, err
		}
	}
	if sh.Thumb != nil {
		k.Thumb = sh.Thumb.Hash
	}
	if sh.Problem != "" {
		k.Problem = sh.Problem
	}
	if sh.Page != nil {
		k.Hash, k.Size = sh.Page.Hash, sh.Page.Size
	}
	one := len(sh.Codes) == 1
	if len(sh.Codes) > 1 {
		k.Problem = huiyin.ScanSeveral
	}
	if one && sh.Codes[0].Paper.OfHouse() {
		return t.placeHousePaper(by, now, k, sh.Codes[0])
	}
	var c *huiyin.Complaint
	for _, named := range sh.Codes { // which they name, so that nobody sees the page who may not see those
		found, err := load(t, "number = ?", named.Number)
		if huiyin.KindOf(err) == huiyin.KindNotFound {
			continue
		}
		if err != nil {
			return false, err
		}
		switch {
		case k.Case == 0:
			k.Case, k.Site, c = found.ID, found.Site, found
		case found.ID != k.Case:
			k.Other = found.ID
		}
	}
	if one && c != nil && c.SeesPaper(by, sh.Codes[0]) {
		k.Says(sh.Codes[0])
		if c.Visible(by) {
			if known, err := t.filedBefore(k); err != nil || known {
				return known, err
			}
		}
	}
	if err := t.insertScan(k); err != nil {
		return false, err
	}
	if sh.Blank && len(sh.Codes) == 0 && k.PutBlankAside(by, now) {
		if err := t.saveScan(k); err != nil {
			return false, err
		}
		return false, t.sealScan(discarded(by, now, k), k)
	}
	if k.Number == "" || !c.Visible(by) || k.Problem == huiyin.ScanNoHome {
		return false, nil
	}
	if k.Paper == huiyin.PaperConsequence {
		return false, t.fileApart(by, now, k, sh.Codes[0], c.Site)
	}
	err = t.fileScan(by, now, k, sh.Codes[0])
	switch huiyin.KindOf(err) { // what fell due first may have taken it out of their sight, too
	case huiyin.KindForbidden, huiyin.KindConflict, huiyin.KindInvalid, huiyin.KindNotFound:
		k.Status, k.Problem = huiyin.ScanTray, huiyin.ScanRefused
		err = t.saveScan(k)
	}
	return false, err
}

// filedBefore tells whether the page that a scan says to be lies filed already, whoever brought it.
func (t *tx) filedBefore(k *huiyin.Scan) (known bool, err error) {
	err = t.row("SELECT EXISTS (SELECT 1 FROM scan k WHERE k.source = ? AND k.sheet = ? AND k.number = ? AND "+
		"k.page = ? AND k.status = 'filed' AND k.removed_at IS NULL AND "+liveScan+")",
		[]any{k.Source, k.Sheet, k.Number, k.Page}, &known)
	return known, err
}

func (t *tx) insertScan(k *huiyin.Scan) error {
	return t.row(insertSQL("scan", scanTable.cols[1:], 1)+" RETURNING id", scanTable.values(k)[1:], &k.ID)
}

func (t *tx) saveScan(k *huiyin.Scan) error {
	v := scanTable.values(k)
	_, err := t.exec(updateSQL("scan", scanTable.cols[1:], "id"), append(v[1:], v[0])...)
	return err
}

// fileScan attaches a stored scan to its complaint.
func (t *tx) fileScan(by huiyin.Actor, now time.Time, k *huiyin.Scan, code huiyin.PaperCode) error {
	since, err := t.journalSince(code)
	if err != nil {
		return err
	}
	var c *huiyin.Complaint
	err = t.change(code.Number, 0, func(v *huiyin.Complaint) error {
		c = v
		return c.FileScan(by, now, k, code, since)
	})
	if err != nil {
		return err
	}
	a := c.Attachments[len(c.Attachments)-1]
	k.Status, k.Problem, k.Case, k.Other, k.Site = huiyin.ScanFiled, "", c.ID, 0, c.Site
	k.Says(code)
	k.FiledAt, k.FiledBy, k.Attached, k.Outdated = now, by.Account, a.ID, a.Outdated
	return t.saveScan(k)
}

// journalSince reads what has happened to a complaint since one of its papers was printed.
func (t *tx) journalSince(code huiyin.PaperCode) (out []huiyin.Entry, err error) {
	if code.Version == 0 {
		return nil, nil
	}
	return t.since(code.Number, code.Version)
}

// since reads what was done to a complaint after a version.
func (t *tx) since(number string, version int64) (out []huiyin.Entry, err error) {
	err = t.query("SELECT "+joined(journalTable.cols)+" FROM journal WHERE subject = ? AND version > ? ORDER BY id",
		[]any{number, version}, func(rows *sql.Rows) error {
			return scanEntries(rows, func(e huiyin.Entry) error { out = append(out, e); return nil })
		})
	return out, err
}

// AssignScan files a page from the tray to where a person says.
func (s *Store) AssignScan(ctx context.Context, once Once, by huiyin.Actor, now time.Time, id int64, number string,
	paper huiyin.Paper) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		k, _, err := oneScan(t, by, id)
		if err != nil {
			return err
		}
		if k.Status == huiyin.ScanFiled {
			return huiyin.Conflict("这一页已经归入投诉。")
		}
		if paper.OfHouse() {
			return t.assignHousePaper(by, now, k, number, paper)
		}
		c, err := load(t, "number = ?", number)
		if err == nil && !c.Visible(by) {
			err = huiyin.NotFound()
		}
		if huiyin.KindOf(err) == huiyin.KindNotFound {
			return huiyin.Every(huiyin.Invalid("number", "没有找到这件投诉，或者您无权查看。"), paper.Chosen())
		}
		if err != nil {
			return err
		}
		code := huiyin.PaperCode{Number: c.Number, Paper: paper}
		if k.Number == code.Number && k.Paper == code.Paper {
			code = k.Code()
		}
		if err := t.fileScan(by, now, k, code); err != nil {
			return err
		}
		e := huiyin.NewEntry(by.Account, huiyin.ActionFileScan, fmt.Sprintf("scan:%d", k.ID), now,
			huiyin.Note("hash", k.Hash))
		return t.sealScan(e, k)
	})
	if err == nil {
		s.changed.Add(1)
	}
	return err
}

// DiscardScan puts a page of the tray aside; it stays listed, and can still be filed.
func (s *Store) DiscardScan(ctx context.Context, once Once, by huiyin.Actor, now time.Time, id int64,
	reason string) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		k, _, err := oneScan(t, by, id)
		if err != nil {
			return err
		}
		if err := k.Discard(by, now, reason); err != nil {
			return err
		}
		if err := t.saveScan(k); err != nil {
			return fmt.Errorf("discard scan: %w", err)
		}
		return t.sealScan(discarded(by, now, k), k)
	})
	return err
}

// discarded is the journal's entry of a page that was put aside.
func discarded(by huiyin.Actor, now time.Time, k *huiyin.Scan) huiyin.Entry {
	return huiyin.NewEntry(by.Account, huiyin.ActionDiscardScan, fmt.Sprintf("scan:%d", k.ID), now,
		huiyin.Note("hash", k.Hash), huiyin.Note("reason", k.Reason))
}

// seenScans is huiyin.Scan.Seen as a condition on scan k; a test proves them equal. named is true where
// the person sees every complaint that the scan is filed to or that its codes name.
func seenScans(by huiyin.Actor) (seen, named condition) {
	cond, args := where(scopeOf(by).flat())
	named = condition{"NOT EXISTS (SELECT 1 FROM complaint c WHERE c.id IN (k.complaint, k.other) AND NOT (" + cond +
		"))", args}
	sites := sitesOf(by)
	tray := condition{"k.by = ?", []any{by.Account}}
	if len(sites) > 0 {
		tray = condition{"(k.by = ? OR k.site IN (" + placeholders(len(sites)) + ") AND " + named.sql + ")",
			append(append([]any{by.Account}, anys(sites)...), named.args...)}
	}
	return condition{
		"(k.status IN ('tray', 'discarded') AND " + tray.sql +
			" OR k.status = 'filed' AND (k.by = ? OR k.filed_by = ?) AND " + named.sql + ")",
		append(append(append([]any{}, tray.args...), by.Account, by.Account), named.args...),
	}, named
}

// sitesOf are the sites that a person answers for, "" among them where that is also what belongs to none.
func sitesOf(by huiyin.Actor) (out []string) {
	for _, s := range by.Org.Sites {
		if by.AnswersFor(s.Code) {
			out = append(out, s.Code)
		}
	}
	if by.AnswersFor("") {
		out = append(out, "")
	}
	return out
}

// oneScan reads a scan as a person may see it, and whether they see what it names.
func oneScan(q querier, by huiyin.Actor, id int64) (k *huiyin.Scan, named bool, err error) {
	seen, know := seenScans(by)
	k = &huiyin.Scan{}
	args := append(append(append([]any{}, know.args...), id), seen.args...)
	err = q.row("SELECT k."+strings.Join(scanTable.cols, ", k.")+", "+know.sql+
		" FROM scan k WHERE k.id = ? AND k.removed_at IS NULL AND "+seen.sql, args,
		append(scanTable.targets(k), &named)...)
	if errors.Is(err, sql.ErrNoRows) {
		err = huiyin.NotFound()
	}
	return k, named, err
}

// Scan finds one scan as a person may see it.
func (s *Store) Scan(ctx context.Context, by huiyin.Actor, id int64) (*huiyin.Scan, error) {
	k, _, err := oneScan(reader{ctx, s}, by, id)
	if huiyin.KindOf(err) == huiyin.KindNotFound {
		return s.apartScan(reader{ctx, s}, by, id)
	}
	if err != nil {
		return nil, err
	}
	return k, nil
}

// Scans are what a person sees of the scans: what waits in the tray and what was filed last, of one batch
// where one is asked for. What a code says is left out where its complaint may not be seen.
type Scans struct {
	Tray, Filed, Discarded []huiyin.Scan
	Before                 []huiyin.Scan // where pages of this batch lie that had been brought before
	Uploads                []ScanUpload
	Since                  map[int64][]huiyin.Entry // what outdated a filed one, the newest first
}

// MostScans is how many of the tray, and how many filed ones, are listed.
const MostScans = 50

// Scans lists them, the newest first.
func (s *Store) Scans(ctx context.Context, by huiyin.Actor, batch int64) (out Scans, err error) {
	seen, know := seenScans(by)
	cols := "SELECT k." + strings.Join(scanTable.cols, ", k.") + ", " + know.sql + " FROM "
	list := func(from string, args []any, into *[]huiyin.Scan) error {
		all := append(append(append([]any{}, know.args...), args...), seen.args...)
		return reader{ctx, s}.query(cols+from+" AND k.removed_at IS NULL AND "+seen.sql+" ORDER BY k.id DESC LIMIT ?",
			append(all, MostScans), func(rows *sql.Rows) error {
				for rows.Next() {
					var k huiyin.Scan
					var named bool
					if err := rows.Scan(append(scanTable.targets(&k), &named)...); err != nil {
						return err
					}
					if !named { // rules P3, P4, P8
						k.Says(huiyin.PaperCode{})
						k.Case, k.Other = 0, 0
						if k.Problem == huiyin.ScanRefused || k.Problem == huiyin.ScanNoHome {
							k.Problem = huiyin.ScanUnread
						}
					}
					*into = append(*into, k)
				}
				return nil
			})
	}
	// Each stream on its own index; UNION leaves out what is found twice.
	sites := sitesOf(by)
	waiting := func(status string) (from string, args []any) {
		from, args = "(SELECT id FROM scan WHERE by = ? AND status = '"+status+"'", []any{by.Account}
		if len(sites) > 0 {
			from += " UNION SELECT id FROM scan WHERE status = '" + status + "' AND site IN (" +
				placeholders(len(sites)) + ")"
			args = append(args, anys(sites)...)
		}
		return from + ") p CROSS JOIN scan k ON k.id = p.id WHERE k.status = '" + status + "'", args
	}
	if batch > 0 {
		const within = "scan_upload u CROSS JOIN scan k ON k.upload = u.id WHERE u.batch = ? AND u.by = ? AND " +
			"k.status = "
		in := []any{batch, by.Account}
		err = errors.Join(list(within+"'tray'", in, &out.Tray), list(within+"'filed'", in, &out.Filed),
			list(within+"'discarded'", in, &out.Discarded))
		if err == nil {
			err = s.scansBefore(ctx, by, batch, &out)
		}
	} else {
		const filed = "(SELECT id FROM scan WHERE by = ? AND status = 'filed' UNION SELECT id FROM scan WHERE " +
			"filed_by = ? AND filed_by <> '') p CROSS JOIN scan k ON k.id = p.id WHERE k.status = 'filed'"
		tray, args := waiting("tray")
		gone, args2 := waiting("discarded")
		err = errors.Join(list(tray, args, &out.Tray), list(filed, []any{by.Account, by.Account}, &out.Filed),
			list(gone, args2, &out.Discarded))
	}
	if err == nil && batch > 0 {
		err = reader{ctx,
			s}.query("SELECT id, name, sheets, again FROM scan_upload WHERE batch = ? AND by = ? ORDER BY id",
			[]any{batch, by.Account}, func(rows *sql.Rows) error {
				for rows.Next() {
					var u ScanUpload
					if err := rows.Scan(&u.ID, &u.Name, &u.Sheets, &u.Again); err != nil {
						return err
					}
					out.Uploads = append(out.Uploads, u)
				}
				return nil
			})
	}
	if err == nil {
		out.Since, err = s.changesSince(ctx, out.Filed)
	}
	if err != nil {
		return Scans{}, fmt.Errorf("list scans: %w", err)
	}
	return out, nil
}

// emptyScans removes what the scans of an anonymised complaint show and say (rule B1).
func (t *tx) emptyScans(c *huiyin.Complaint) error {
	for _, col := range []string{"hash", "thumb", "source"} {
		if _, err := t.exec("INSERT OR IGNORE INTO doomed (hash) SELECT "+col+
			" FROM scan WHERE complaint = ? AND complaint > 0 AND "+col+" <> ''", c.ID); err != nil {
			return err
		}
	}
	if _, err := t.exec("UPDATE scan_upload SET name = '' WHERE id IN (SELECT upload FROM scan WHERE complaint = "+
		"? AND complaint > 0)", c.ID); err != nil {
		return err
	}
	if _, err := t.exec("UPDATE scan SET name = '', reason = '', removed_at = ? WHERE complaint = ? AND complaint > 0",
		c.AnonymisedAt.UnixMilli(), c.ID); err != nil {
		return err
	}
	batches, err := all[int64](t, "SELECT DISTINCT u.batch FROM scan k CROSS JOIN scan_upload u ON u.id = k.upload WHERE "+
		"k.complaint = ? AND k.complaint > 0 ORDER BY u.batch", c.ID)
	for _, batch := range batches {
		e := huiyin.NewEntry("", huiyin.ActionAnonymise, batchSubject(batch), c.AnonymisedAt)
		err = errors.Join(err, t.sealBatch(e, batch))
	}
	return err
}

// verifyScans reads the contents of all scans.
func (s *Store) verifyScans(q querier, v *Verdict) error {
	var list []huiyin.Scan
	err := q.query("SELECT id, hash, thumb FROM scan WHERE removed_at IS NULL ORDER BY id", nil,
		func(rows *sql.Rows) error {
			for rows.Next() {
				var k huiyin.Scan
				if err := rows.Scan(&k.ID, &k.Hash, &k.Thumb); err != nil {
					return err
				}
				list = append(list, k)
			}
			return nil
		})
	for _, k := range list {
		for _, hash := range []string{k.Hash, k.Thumb} {
			if hash == "" {
				continue
			}
			v.Files++
			if err := s.checkFile(hash); err != nil {
				v.wrong("scan %d: %v", k.ID, err)
			}
		}
	}
	return err
}
