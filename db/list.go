package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin"
)

var listedCols = columns("id number site received_at name unit matter category grade state urgency owner handler due_at due_kind")

func listedPtrs(l *huiyin.Listed) []any {
	return []any{&l.ID, &l.Number, &l.Site, &l.ReceivedAt, &l.Name, &l.Unit, &l.Matter, &l.Category, &l.Grade, &l.State, &l.Urgency, &l.Owner, &l.Handler, &l.DueAt, &l.DueKind}
}

// selectListed names the columns of a list row; of the matter only its beginning leaves the database.
var selectListed = "c." + strings.Replace(strings.Join(listedCols, ", c."), "c.matter", "substr(c.matter, 1, 60)", 1)

// condition is a piece of WHERE with its arguments.
type condition struct {
	sql  string
	args []any
}

func where(conditions []condition) (string, []any) {
	var parts []string
	var args []any
	for _, c := range conditions {
		parts = append(parts, c.sql)
		args = append(args, c.args...)
	}
	if len(parts) == 0 {
		return "1", nil
	}
	return strings.Join(parts, " AND "), args
}

// scope is what a person may see, in the pieces that queries are built from (rule P3). It is the
// SQL of huiyin.Complaint.Visible.
type scope struct {
	all   bool     // every site
	sites []string // answers for
	keys  []string // concerned under
	me    string
}

func scopeOf(by huiyin.Actor) scope {
	sc := scope{keys: by.Org.Keys(by.Person), me: by.Account, all: true}
	for _, s := range by.Org.Sites {
		if by.AnswersFor(s.Code) {
			sc.sites = append(sc.sites, s.Code)
		} else {
			sc.all = false
		}
	}
	sc.all = sc.all && by.Role >= huiyin.Manager
	return sc
}

// distinct counts what someone is concerned in, once each also when under several keys.
func (sc scope) distinct() string {
	if len(sc.keys) == 1 {
		return "count(*)"
	}
	return "count(DISTINCT k.complaint)"
}

// notAccused keeps a complaint from whom it is about (rule P4).
func (sc scope) notAccused() condition {
	return condition{"c.id NOT IN (SELECT complaint FROM accused WHERE account = ?)", []any{sc.me}}
}

// flat is the whole rule, for queries that another index drives.
func (sc scope) flat() []condition { return append(sc.seen(), sc.notAccused()) }

// seen is the rule but for notAccused.
func (sc scope) seen() []condition {
	if sc.all {
		return nil
	}
	seen := condition{"EXISTS (SELECT 1 FROM concern k WHERE k.complaint = c.id AND k.who IN (" + placeholders(len(sc.keys)) + "))", anys(sc.keys)}
	if len(sc.sites) > 0 {
		seen = condition{"(c.site IN (" + placeholders(len(sc.sites)) + ") OR " + seen.sql + ")", append(anys(sc.sites), seen.args...)}
	}
	return []condition{seen}
}

// filters turns a filter into conditions, apart from its words.
func (s *Store) filters(f huiyin.Filter, now time.Time) []condition {
	var out []condition
	eq := func(col, v string) {
		if v != "" {
			out = append(out, condition{"c." + col + " = ?", []any{v}})
		}
	}
	eq("site", f.Site)
	eq("state", string(f.State))
	eq("grade", string(f.Grade))
	eq("owner", f.Owner)
	eq("channel", string(f.Channel))
	eq("urgency", string(f.Urgency))
	if f.Category != "" {
		codes := []string{f.Category}
		for _, c := range s.Org().Categories {
			if c.Parent == f.Category {
				codes = append(codes, c.Code)
			}
		}
		out = append(out, condition{"c.category IN (" + placeholders(len(codes)) + ")", anys(codes)})
	}
	if !f.From.IsZero() {
		out = append(out, condition{"c.received_at >= ?", []any{f.From.UnixMilli()}})
	}
	if !f.To.IsZero() {
		out = append(out, condition{"c.received_at < ?", []any{f.To.UnixMilli()}})
	}
	if f.Late {
		out = append(out, condition{"c.due_at <= ?", []any{now.UnixMilli()}})
	}
	return out
}

// few tells whether a filter asks for a state that few complaints are in at a time, so that looking at
// each costs least, whoever asks.
func few(f huiyin.Filter) bool { return f.State != "" && f.State.Open() }

const pageRows = 50

// Complaints lists what a person may see and asks for, 50 a page, with the number of all found.
func (s *Store) Complaints(ctx context.Context, by huiyin.Actor, now time.Time, f huiyin.Filter) (huiyin.Page, error) {
	query, args, err := s.listQuery(by, now, f)
	if err != nil {
		return huiyin.Page{}, err
	}
	rows, err := s.listed(ctx, query, args, pageRows+1)
	if err != nil {
		return huiyin.Page{}, fmt.Errorf("list complaints: %w", err)
	}
	total, err := s.count(ctx, by, now, f)
	if err != nil {
		return huiyin.Page{}, fmt.Errorf("count complaints: %w", err)
	}
	p := huiyin.Page{Rows: rows, Total: total}
	if len(rows) > pageRows {
		p.Rows = rows[:pageRows]
		p.Next = cursorOf(f, p.Rows[pageRows-1])
	}
	return p, nil
}

func (s *Store) listed(ctx context.Context, query string, args []any, most int) ([]huiyin.Listed, error) {
	var out []huiyin.Listed
	err := reader{ctx, s}.query(query, args, func(rows *sql.Rows) error {
		out = make([]huiyin.Listed, 0, most)
		var l huiyin.Listed
		into := targets(listedPtrs(&l))
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				return err
			}
			out = append(out, l)
		}
		return nil
	})
	return out, err
}

// cursorOf names the place after a row: by what the list is sorted, and the id.
func cursorOf(f huiyin.Filter, l huiyin.Listed) string {
	switch {
	case f.Q != "":
		return "~" + strconv.FormatInt(l.ID, 10)
	case f.Sort == "due":
		return strconv.FormatInt(l.DueAt.UnixMilli(), 10) + "~" + strconv.FormatInt(l.ID, 10)
	}
	return strconv.FormatInt(l.ReceivedAt.UnixMilli(), 10) + "~" + strconv.FormatInt(l.ID, 10)
}

// mostPages bounds how far page numbers reach; further on only what a page gave as Next does.
const mostPages = 20

// place reads Filter.Page: rows to skip, or the cursor.
func place(page string) (skip int, at, id int64, err error) {
	wrong := huiyin.Invalid("page", "没有这一页。")
	if page == "" {
		return 0, 0, 0, nil
	}
	before, after, cursor := strings.Cut(page, "~")
	if !cursor {
		n, err := strconv.Atoi(page)
		if err != nil || n < 1 || n > mostPages {
			return 0, 0, 0, wrong
		}
		return (n - 1) * pageRows, 0, 0, nil
	}
	if before != "" {
		if at, err = strconv.ParseInt(before, 10, 64); err != nil {
			return 0, 0, 0, wrong
		}
	}
	if id, err = strconv.ParseInt(after, 10, 64); err != nil || id < 1 {
		return 0, 0, 0, wrong
	}
	return 0, at, id, nil
}

// listQuery builds a list. Newest first, each source of what a person may see — a site, a key they are
// concerned under — is one stream that an index gives in order, and SQLite merges the streams; so a
// page costs its rows, not the table's.
func (s *Store) listQuery(by huiyin.Actor, now time.Time, f huiyin.Filter) (string, []any, error) {
	skip, at, id, err := place(f.Page)
	if err != nil {
		return "", nil, err
	}
	sc, filters := scopeOf(by), s.filters(f, now)
	limit := []any{pageRows + 1, skip}
	if f.Q != "" {
		match, ok := matchQuery(f.Q)
		if !ok {
			return "SELECT " + selectListed + " FROM complaint c WHERE c.id < 0 LIMIT ? OFFSET ?", limit, nil
		}
		if id != 0 {
			filters = append(filters, condition{"x.rowid < ?", []any{id}})
		}
		cond, args := where(append(append([]condition{{"x.t MATCH ?", []any{match}}}, sc.flat()...), filters...))
		return "SELECT " + selectListed + " FROM texts x CROSS JOIN complaint c ON c.id = x.rowid WHERE " + cond + " ORDER BY x.rowid DESC LIMIT ? OFFSET ?", append(args, limit...), nil
	}
	if f.Sort == "due" || f.Late {
		order := "c.due_at, c.id"
		filters = append(filters, condition{"c.due_at IS NOT NULL", nil})
		switch {
		case f.Sort != "due":
			order = "c.received_at DESC, c.id DESC"
			if id != 0 {
				filters = append(filters, condition{"(c.received_at, c.id) < (?, ?)", []any{at, id}})
			}
		case id != 0:
			filters = append(filters, condition{"(c.due_at, c.id) > (?, ?)", []any{at, id}})
		}
		cond, args := where(append(sc.flat(), filters...))
		return "SELECT " + selectListed + " FROM complaint c INDEXED BY complaint_by_due WHERE " + cond + " ORDER BY " + order + " LIMIT ? OFFSET ?", append(args, limit...), nil
	}
	if id != 0 {
		filters = append(filters, condition{"(c.received_at, c.id) < (?, ?)", []any{at, id}})
	}
	if few(f) {
		cond, args := where(append(sc.flat(), filters...))
		return "SELECT " + selectListed + " FROM complaint c INDEXED BY complaint_by_state WHERE " + cond + " ORDER BY c.received_at DESC, c.id DESC LIMIT ? OFFSET ?", append(args, limit...), nil
	}
	filters = append(filters, sc.notAccused())
	const order = " ORDER BY 2 DESC, 1 DESC LIMIT ? OFFSET ?"
	var streams []string
	var args []any
	if sc.all {
		cond, a := where(filters)
		streams, args = append(streams, "SELECT c.id, c.received_at FROM complaint c WHERE "+cond), append(args, a...)
		sc.sites, sc.keys = nil, nil
	}
	for _, site := range sc.sites {
		if f.Site != "" && f.Site != site {
			continue
		}
		cond, a := where(append([]condition{{"c.site = ?", []any{site}}}, filters...))
		streams, args = append(streams, "SELECT c.id, c.received_at FROM complaint c WHERE "+cond), append(args, a...)
	}
	for _, key := range sc.keys {
		own := []condition{{"k.who = ?", []any{key}}}
		if id != 0 {
			own = append(own, condition{"(k.received_at, k.complaint) < (?, ?)", []any{at, id}})
		}
		cond, a := where(append(own, filters...))
		streams, args = append(streams, "SELECT k.complaint AS id, k.received_at FROM concern k CROSS JOIN complaint c ON c.id = k.complaint WHERE "+cond), append(args, a...)
	}
	return "SELECT " + selectListed + " FROM (" + strings.Join(streams, " UNION ") + order + ") p CROSS JOIN complaint c ON c.id = p.id ORDER BY p.received_at DESC, p.id DESC",
		append(args, limit...), nil
}

// mostCounts bounds the counts kept between two changes.
const mostCounts = 2000

// mostKey is the longest question, in bytes, whose count is kept: what is typed may be long.
const mostKey = 4000

// count tells how many complaints a person may see and asks for.
func (s *Store) count(ctx context.Context, by huiyin.Actor, now time.Time, f huiyin.Filter) (int, error) {
	generation := s.changed.Load()
	if f.Late {
		// The same are late until the next date passes, so the last one passed stands for now.
		err := reader{ctx, s}.row("SELECT due_at FROM complaint WHERE due_at <= ? ORDER BY due_at DESC LIMIT 1", []any{now.UnixMilli()}, nullTime{&now})
		if errors.Is(err, sql.ErrNoRows) {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
	}
	sc := scopeOf(by)
	filters := append(s.filters(f, now), sc.notAccused())
	var queries []condition
	switch {
	case f.Q != "":
		match, ok := matchQuery(f.Q)
		if !ok {
			return 0, nil
		}
		cond, args := where(append(append([]condition{{"x.t MATCH ?", []any{match}}}, sc.seen()...), filters...))
		queries = []condition{{"SELECT count(*) FROM texts x CROSS JOIN complaint c ON c.id = x.rowid WHERE " + cond, args}}
	case f.Sort == "due" || f.Late:
		cond, args := where(append(append(sc.seen(), filters...), condition{"c.due_at IS NOT NULL", nil}))
		queries = []condition{{"SELECT count(*) FROM complaint c INDEXED BY complaint_by_due WHERE " + cond, args}}
	case few(f):
		cond, args := where(append(sc.seen(), filters...))
		queries = []condition{{"SELECT count(*) FROM complaint c INDEXED BY complaint_by_state WHERE " + cond, args}}
	case sc.all && len(filters) > 1:
		cond, args := where(filters)
		queries = []condition{{"SELECT count(*) FROM complaint c WHERE " + cond, args}}
	case len(filters) == 1: // notAccused alone
		return s.countAll(ctx, sc, generation)
	default:
		outside := filters
		if len(sc.sites) > 0 {
			in := condition{"c.site IN (" + placeholders(len(sc.sites)) + ")", anys(sc.sites)}
			cond, args := where(append([]condition{in}, filters...))
			queries = append(queries, condition{"SELECT count(*) FROM complaint c WHERE " + cond, args})
			outside = append(slices.Clone(filters), condition{"k.site NOT IN (" + placeholders(len(sc.sites)) + ")", in.args})
		}
		cond, args := where(append([]condition{{"k.who IN (" + placeholders(len(sc.keys)) + ")", anys(sc.keys)}}, outside...))
		queries = append(queries, condition{"SELECT " + sc.distinct() + " FROM concern k CROSS JOIN complaint c ON c.id = k.complaint WHERE " + cond, args})
	}
	total := 0
	for _, q := range queries {
		n, err := s.countOnce(ctx, q, generation)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// countAll tells how many complaints a person may see: those of their sites, from the days' counters,
// which have no gaps, without those about them, and those elsewhere that concern them.
func (s *Store) countAll(ctx context.Context, sc scope, generation int64) (int, error) {
	sites := placeholders(len(sc.sites))
	of, about, elsewhere := 0, 0, 0
	var errs [3]error
	if len(sc.sites) > 0 {
		of, errs[0] = s.countOnce(ctx, condition{"SELECT coalesce(sum(last), 0) FROM counter WHERE site IN (" + sites + ")", anys(sc.sites)}, generation)
		about, errs[1] = s.countOnce(ctx, condition{"SELECT count(*) FROM accused a CROSS JOIN complaint c ON c.id = a.complaint WHERE a.account = ? AND c.site IN (" + sites + ")", append([]any{sc.me}, anys(sc.sites)...)}, generation)
	}
	if !sc.all {
		elsewhere, errs[2] = s.countOnce(ctx, condition{"SELECT " + sc.distinct() + " FROM concern k WHERE k.who IN (" + placeholders(len(sc.keys)) + ") AND k.site NOT IN (" + sites + ") AND k.complaint NOT IN (SELECT complaint FROM accused WHERE account = ?)",
			append(append(anys(sc.keys), anys(sc.sites)...), sc.me)}, generation)
	}
	return of - about + elsewhere, errors.Join(errs[:]...)
}

// countOnce counts, and keeps the number until a complaint changes.
func (s *Store) countOnce(ctx context.Context, q condition, generation int64) (int, error) {
	key := fmt.Sprint(q.sql, q.args)
	s.mu.Lock()
	if s.at < generation || len(s.counts) >= mostCounts {
		clear(s.counts)
		s.at = generation
	}
	n, ok := s.counts[key]
	ok = ok && s.at == generation
	s.mu.Unlock()
	if ok {
		return n, nil
	}
	if err := (reader{ctx, s}).row(q.sql, q.args, &n); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at == generation && len(key) <= mostKey {
		s.counts[key] = n
	}
	return n, nil
}

// LateCount is how many complaints a person sees that are late (desk and side bar).
func (s *Store) LateCount(ctx context.Context, by huiyin.Actor, now time.Time) (int, error) {
	return s.count(ctx, by, now, huiyin.Filter{Late: true})
}

// Open lists the open complaints that a person owns or handles, the earliest date first.
func (s *Store) Open(ctx context.Context, by huiyin.Actor, most int) ([]huiyin.Listed, error) {
	sc := scopeOf(by)
	stream := func(col string) string {
		return "SELECT c.id, c.due_at FROM complaint c WHERE c." + col + " = ? AND c.state NOT IN ('closed', 'archived') AND " + sc.notAccused().sql
	}
	query := "SELECT " + selectListed + " FROM (" + stream("owner") + " UNION " + stream("handler") + ") p CROSS JOIN complaint c ON c.id = p.id ORDER BY p.due_at IS NULL, p.due_at, p.id LIMIT ?"
	return s.listed(ctx, query, []any{sc.me, sc.me, sc.me, sc.me, most}, most)
}

// Tasks lists the tasks and measures that a person has to do, the earliest first.
func (s *Store) Tasks(ctx context.Context, by huiyin.Actor, most int) ([]huiyin.DueTask, error) {
	var out []huiyin.DueTask
	err := reader{ctx, s}.query(`SELECT p.id, c.number, p.what, p.due, p.measure FROM (
			SELECT id, complaint, what, due, 0 AS measure FROM task WHERE who = ? AND ended_at IS NULL
			UNION ALL SELECT id, complaint, what, due, 1 FROM measure WHERE person = ? AND done_at IS NULL
		) p CROSS JOIN complaint c ON c.id = p.complaint WHERE c.state <> 'archived' AND c.id NOT IN (SELECT complaint FROM accused WHERE account = ?)
		ORDER BY p.due, p.id LIMIT ?`, []any{by.Account, by.Account, by.Account, most}, func(rows *sql.Rows) error {
		for rows.Next() {
			var t huiyin.DueTask
			if err := rows.Scan(targets([]any{&t.ID, &t.Number, &t.What, &t.Due, &t.Measure})...); err != nil {
				return err
			}
			out = append(out, t)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list tasks: %w", err)
	}
	return out, nil
}

// stepCols are the columns of a step in an approvals query.
var stepCols = "s." + strings.Join(stepTable.cols, ", s.")

// Waiting lists the steps on which a person may now give their word, the longest waiting first (rule
// C8). The conditions are those of huiyin.Complaint.OpenStep; a test proves them equal.
func (s *Store) Waiting(ctx context.Context, by huiyin.Actor, most int) ([]huiyin.Waiting, error) {
	from := waitingFor(by)
	query := "SELECT " + selectListed + ", " + waitingCols + ", " + stepCols + from.sql + " ORDER BY s.opened_at, s.complaint LIMIT ?"
	return s.waiting(ctx, query, append(from.args, most))
}

// waitingFor is the FROM and WHERE of the steps that wait for a person's word.
func waitingFor(by huiyin.Actor) condition {
	asked := []condition{{"(s.account <> '' AND c.owner = ?)", []any{by.Account}}}
	if by.GeneralManager && by.Role == huiyin.VP {
		asked = append(asked, condition{"s.general = 1", nil})
	}
	if f := functionOf(by); f != "" {
		asked = append(asked, condition{"s.function = ?", []any{f}})
	}
	if sc := scopeOf(by); len(sc.sites) > 0 {
		own := condition{"(s.role = ? AND c.site IN (" + placeholders(len(sc.sites)) + ")", append([]any{int(by.Role)}, anys(sc.sites)...)}
		if limit := by.Org.Figures.Money(huiyin.VPLimit); by.GeneralManager && by.Role == huiyin.VP && limit > 0 {
			own = condition{own.sql + " AND p.sum <= ?", append(own.args, int64(limit))} // spared for the step above
		}
		asked = append(asked, condition{own.sql + ")", own.args})
	}
	var or []string
	var args []any
	for _, a := range asked {
		or, args = append(or, a.sql), append(args, a.args...)
	}
	return condition{` FROM proposal p CROSS JOIN complaint c ON c.id = p.complaint
		CROSS JOIN step s ON s.complaint = p.complaint AND s.proposal = p.n AND s.chain = p.chain AND s.stage = p.stage
		WHERE p.status = 'pending' AND c.state = 'approving' AND s.decision = '' AND s.opened_at IS NOT NULL
		AND (` + strings.Join(or, " OR ") + `) AND p.by <> ? AND c.id NOT IN (SELECT complaint FROM accused WHERE account = ?)
		AND NOT EXISTS (SELECT 1 FROM step d WHERE d.complaint = s.complaint AND d.proposal = s.proposal AND d.chain = s.chain AND d.by = ?)`,
		append(args, by.Account, by.Account, by.Account)}
}

// DecidedCount is on how many steps a person gave their word that they may still see.
func (s *Store) DecidedCount(ctx context.Context, by huiyin.Actor) (int, error) {
	generation := s.changed.Load()
	cond, args := where(scopeOf(by).flat())
	return s.countOnce(ctx, condition{"SELECT count(*) FROM step s CROSS JOIN complaint c ON c.id = s.complaint WHERE s.by = ? AND s.by <> '' AND " + cond,
		append([]any{by.Account}, args...)}, generation)
}

// Decided lists the steps on which a person gave their word, the newest first (rule C8).
func (s *Store) Decided(ctx context.Context, by huiyin.Actor, most int) ([]huiyin.Waiting, error) {
	sc := scopeOf(by)
	cond, args := where(sc.flat())
	query := "SELECT " + selectListed + ", " + waitingCols + ", " + stepCols + ` FROM step s CROSS JOIN complaint c ON c.id = s.complaint
		CROSS JOIN proposal p ON p.complaint = s.complaint AND p.n = s.proposal
		WHERE s.by = ? AND s.by <> '' AND ` + cond + " ORDER BY s.at DESC LIMIT ?"
	return s.waiting(ctx, query, append(append([]any{by.Account}, args...), most))
}

const waitingCols = "p.n, p.text, p.ground, p.remedies, p.amount, p.gift, p.sum, p.by"

func (s *Store) waiting(ctx context.Context, query string, args []any) ([]huiyin.Waiting, error) {
	var out []huiyin.Waiting
	err := reader{ctx, s}.query(query, args, func(rows *sql.Rows) error {
		for rows.Next() {
			var w huiyin.Waiting
			ptrs := append(listedPtrs(&w.Listed), &w.Proposal, &w.Text, &w.Ground, &w.Remedies, &w.Amount, &w.Gift, &w.Sum, &w.By)
			if err := rows.Scan(targets(append(ptrs, stepTable.ptrs(&w.Step)...))...); err != nil {
				return err
			}
			out = append(out, w)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list approvals: %w", err)
	}
	return out, nil
}

// WaitingCount is how many steps wait for a person's word (side bar).
func (s *Store) WaitingCount(ctx context.Context, by huiyin.Actor) (int, error) {
	generation := s.changed.Load()
	from := waitingFor(by)
	return s.countOnce(ctx, condition{"SELECT count(*)" + from.sql, from.args}, generation)
}

func functionOf(by huiyin.Actor) string {
	if d := by.Org.Department(by.Department); d != nil {
		return string(d.Function)
	}
	return ""
}

// Related lists the other complaints of a customer, by phone or unit, that the reader may see, newest first.
func (s *Store) Related(ctx context.Context, by huiyin.Actor, number, phone, unit string, most int) ([]huiyin.Listed, error) {
	var streams []string // in the order of their index, as in listQuery: the most they read is what is asked for
	var args []any
	cond, a := where(append(scopeOf(by).flat(), condition{"c.number <> ?", []any{number}}))
	stream := func(col, value string) {
		if value != "" {
			streams = append(streams, "SELECT c.id, c.received_at FROM complaint c WHERE c."+col+" = ? AND c."+col+" <> '' AND "+cond)
			args = append(append(args, value), a...)
		}
	}
	stream("phone", phone)
	stream("unit", unit)
	if streams == nil {
		return nil, nil
	}
	query := "SELECT " + selectListed + " FROM (" + strings.Join(streams, " UNION ") + " ORDER BY 2 DESC, 1 DESC LIMIT ?) p CROSS JOIN complaint c ON c.id = p.id ORDER BY p.received_at DESC, p.id DESC"
	return s.listed(ctx, query, append(args, most), most)
}

func joined(cols []string) string { return strings.Join(cols, ", ") }

func anys[T any](in []T) []any {
	out := make([]any, len(in))
	for i, v := range in {
		out[i] = v
	}
	return out
}

// Whole loads the complaints of a filter whole, in the order of receipt, as a person may see them.
func (s *Store) Whole(ctx context.Context, by huiyin.Actor, now time.Time, f huiyin.Filter) ([]*huiyin.Complaint, error) {
	cond, args := where(append(scopeOf(by).flat(), s.filters(f, now)...))
	var out []*huiyin.Complaint
	err := s.freeze(ctx, func(q querier) error {
		ids, err := all[int64](q, "SELECT c.id FROM complaint c WHERE "+cond+" ORDER BY c.received_at, c.id", args...)
		if err != nil {
			return err
		}
		out = make([]*huiyin.Complaint, len(ids))
		for i, id := range ids {
			if out[i], err = load(q, "id = ?", id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list complaints: %w", err)
	}
	return out, nil
}

// Hearings lists the open matters that were put to a person as the one complained about, and whether
// they have stated their view; nothing else of the complaint leaves the store (rule P4).
func (s *Store) Hearings(ctx context.Context, by huiyin.Actor) ([]huiyin.Hearing, error) {
	var out []huiyin.Hearing
	err := reader{ctx, s}.query(`SELECT c.number, c.wording FROM accused a CROSS JOIN complaint c ON c.id = a.complaint
		WHERE a.account = ? AND c.wording <> '' AND c.state NOT IN ('closed', 'archived')
		AND NOT EXISTS (SELECT 1 FROM statement s WHERE s.complaint = c.id AND s.by = ?) ORDER BY c.id DESC LIMIT 20`,
		[]any{by.Account, by.Account}, func(rows *sql.Rows) error {
			for rows.Next() {
				h := huiyin.Hearing{Open: true}
				if err := rows.Scan(&h.Number, &h.Wording); err != nil {
					return err
				}
				out = append(out, h)
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("list hearings: %w", err)
	}
	return out, nil
}

// Hearing reads one matter as the person complained about may see it (rule P4).
func (s *Store) Hearing(ctx context.Context, by huiyin.Actor, number string) (huiyin.Hearing, error) {
	c, err := s.read(ctx, "number = ?", number)
	if err != nil {
		return huiyin.Hearing{}, err
	}
	if err := huiyin.Can(by, huiyin.MakeState, c); err != nil {
		return huiyin.Hearing{}, err
	}
	h := huiyin.Hearing{Number: c.Number, Wording: c.Wording, Open: c.Offers(by, huiyin.MakeState)}
	for _, st := range c.Statements {
		if st.By == by.Account {
			h.Statements = append(h.Statements, st)
		}
	}
	if h.Wording == "" && len(h.Statements) == 0 { // nobody has put anything to them yet: they need not learn of it
		return huiyin.Hearing{}, huiyin.NotFound()
	}
	return h, nil
}
