package db

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
)

// listedTable is what a list shows of a complaint.
var listedTable = newTable("complaint", func(l *huiyin.Listed) []column {
	return []column{
		{"id", &l.ID}, {"number", &l.Number}, {"site", &l.Site}, {"received_at", &l.ReceivedAt}, {"name", &l.Name},
		{"unit", &l.Unit}, {"matter", maskedText{&l.Matter}}, {"category", &l.Category}, {"grade", &l.Grade},
		{"state", &l.State},
		{"urgency", &l.Urgency}, {"owner", &l.Owner}, {"handler", &l.Handler}, {"due_at", &l.DueAt},
		{"due_kind", &l.DueKind}, {"merged_into", &l.MergedInto}, {"restricted", &l.Restricted},
		{"channel", &l.Channel}, {"department", &l.Department}, {"phone", masked{&l.Phone}},
		{"demand", maskedText{&l.Demand}},
		{"closed_at", &l.ClosedAt}, {"outcome", &l.Outcome},
	}
})

// listedPtrs gives what a row of selectListed fills.
func listedPtrs(l *huiyin.Listed) []any { return listedTable.ptrs(l, &l.Shut) }

// selectListed names the columns of a list row; of the long texts only the beginning leaves the database.
var selectListed = "c." + strings.NewReplacer("c.matter", "substr(c.matter, 1, 60)", "c.demand",
	"substr(c.demand, 1, 60)").Replace(strings.Join(listedTable.cols, ", c.")) + notShut

// masked reads a phone and keeps of it what everybody may see (rule P5).
type masked struct{ phone *string }

func (m masked) Scan(src any) error {
	phone, _ := src.(string)
	*m.phone = huiyin.Mask(phone)
	return nil
}

// maskedText reads the beginning of a free text, with the numbers in it masked likewise (rule P5).
type maskedText struct{ text *string }

func (m maskedText) Scan(src any) error {
	text, _ := src.(string)
	*m.text = huiyin.MaskBeginning(text)
	return nil
}

// notShut ends a list row that its reader may open; lists that also show what merely exists ask (rule P8).
const notShut = ", 0"

// filters turns a filter into conditions, apart from its words.
func (s *Store) filters(sc scope, f huiyin.Filter, now time.Time) []condition {
	var out []condition
	eq := func(col, v string) {
		if v != "" {
			out = append(out, condition{"c." + col + " = ?", []any{v}})
		}
	}
	if f.Moved { // rule K11
		out = append(out, condition{"c.id IN (SELECT t.complaint FROM transfer t)", nil})
		if f.Site != "" {
			out = append(out, condition{"(c.site = ? OR c.id IN (SELECT t.complaint FROM transfer t " +
				"WHERE t.from_site = ?))", []any{f.Site, f.Site}})
		}
	} else if !leaves(f.Figure) {
		eq("site", f.Site)
	}
	eq("state", string(f.State))
	eq("grade", string(f.Grade))
	eq("owner", f.Owner)
	eq("channel", string(f.Channel))
	eq("urgency", string(f.Urgency))
	if f.Category != "" {
		codes := s.withChildren(f.Category)
		out = append(out, condition{"c.category IN (" + placeholders(len(codes)) + ")", anys(codes)})
	}
	if !f.From.IsZero() {
		out = append(out, condition{"c.received_at >= ?", []any{f.From.UnixMilli()}})
	}
	if !f.To.IsZero() {
		out = append(out, condition{"c.received_at < ?", []any{f.To.UnixMilli()}})
	}
	if f.Figure != "" {
		cond, args := where(s.counted(sc, f))
		out = append(out, condition{"c.id IN (SELECT f.complaint FROM fact f WHERE " + cond + ")", args})
	}
	if f.Open {
		out = append(out, condition{openAlone, nil})
	}
	if f.Late {
		out = append(out, condition{"c.due_at <= ?", []any{now.UnixMilli()}})
	}
	return out
}

// few gives the index of what few complaints are at a time, so that looking at each costs least, whoever
// asks: those in an open state, or all open ones. It is "" for a filter that asks for neither.
func few(f huiyin.Filter) string {
	switch {
	case f.State != "" && f.State.Open():
		return "complaint_by_state"
	case f.State == "" && f.Open:
		return "complaint_open_lately"
	}
	return ""
}

const pageRows = 50

// Complaints lists what a person may see and asks for, 50 a page, with the number of all found.
func (s *Store) Complaints(ctx context.Context, by huiyin.Actor, now time.Time, f huiyin.Filter) (huiyin.Page, error) {
	c := s.counting(ctx)
	query, args, err := c.listQuery(by, now, f)
	if err != nil {
		return huiyin.Page{}, err
	}
	rows, err := s.listed(ctx, query, args, pageRows+1)
	if err != nil {
		return huiyin.Page{}, fmt.Errorf("list complaints: %w", err)
	}
	var total int
	var more bool
	if err := c.together(func() (err error) { total, more, err = c.complaints(by, now, f); return err }); err != nil {
		return huiyin.Page{}, fmt.Errorf("count complaints: %w", err)
	}
	p := huiyin.Page{Rows: rows, Total: max(total, min(len(rows), pageRows)), More: more}
	if len(rows) > pageRows {
		p.Rows = rows[:pageRows]
		p.Next = cursorOf(f, p.Rows[pageRows-1])
	}
	if f.Q != "" {
		if err := excerpts(reader{ctx, s}, p.Rows, f.Q); err != nil {
			return huiyin.Page{}, err
		}
	}
	p.Close()
	return p, nil
}

// Suggestions are the newest few complaints that a person may see and that have what was typed.
func (s *Store) Suggestions(ctx context.Context, by huiyin.Actor, now time.Time, typed string,
	most int) ([]huiyin.Listed, error) {
	query, args, err := s.counting(ctx).listQuery(by, now, huiyin.Filter{Q: typed})
	if err != nil || typed == "" {
		return nil, err
	}
	args[len(args)-2] = most
	rows, err := s.listed(ctx, query, args, most)
	if err != nil {
		return nil, fmt.Errorf("suggest complaints: %w", err)
	}
	return rows, nil
}

// mostHits is how far the hits of a search are counted; of more it is said that there are more.
const mostHits = 1000

func (s *Store) listed(ctx context.Context, query string, args []any, most int) ([]huiyin.Listed, error) {
	return listed(reader{ctx, s}, query, args, most)
}

// cursorOf names the place after a row: by what the list is sorted, and the id.
func cursorOf(f huiyin.Filter, l huiyin.Listed) string {
	switch {
	case f.Q != "" && f.Sort != "due":
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
func (c *counting) listQuery(by huiyin.Actor, now time.Time, f huiyin.Filter) (string, []any, error) {
	s := c.s
	skip, at, id, err := place(f.Page)
	if err != nil {
		return "", nil, err
	}
	sc := scopeOf(by)
	filters := s.filters(sc, f, now)
	limit := []any{pageRows + 1, skip}
	if f.Q != "" {
		match, ok := s.matchNamed(f.Q)
		if !ok {
			return "SELECT " + selectListed + " FROM complaint c WHERE c.id < 0 LIMIT ? OFFSET ?", limit, nil
		}
		order := "x.rowid DESC"
		switch {
		case f.Sort == "due":
			order = "c.due_at, c.id"
			filters = append(filters, condition{"c.due_at IS NOT NULL", nil})
			if id != 0 {
				filters = append(filters, condition{"(c.due_at, c.id) > (?, ?)", []any{at, id}})
			}
		case id != 0:
			filters = append(filters, condition{"x.rowid < ?", []any{id}})
		}
		match = s.matchSeen(match, sc, f)
		cond, args := where(append(append([]condition{{"x.t MATCH ?", []any{match}}}, sc.flat()...), filters...))
		return "SELECT " + selectListed + " FROM texts x CROSS JOIN complaint c ON c.id = x.rowid WHERE " + cond +
			" ORDER BY " + order + " LIMIT ? OFFSET ?", append(args, limit...), nil
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
		return "SELECT " + selectListed + " FROM complaint c INDEXED BY complaint_by_due WHERE " + cond + " ORDER BY " +
			order + " LIMIT ? OFFSET ?", append(args, limit...), nil
	}
	if f.Moved && f.Figure == "" {
		cond, args := where(slices.Concat(sc.flat(), filters, received("c", "id", huiyin.Filter{}, at, id)))
		return "SELECT " + selectListed + " FROM complaint c WHERE " + cond +
			" ORDER BY c.received_at DESC, c.id DESC LIMIT ? OFFSET ?", append(args, limit...), nil
	}
	if index := few(f); index != "" && f.State != "" {
		cond, args := where(slices.Concat(sc.flat(), filters, received("c", "id", huiyin.Filter{}, at, id)))
		return "SELECT " + selectListed + " FROM complaint c INDEXED BY " + index + " WHERE " + cond +
			" ORDER BY c.received_at DESC, c.id DESC LIMIT ? OFFSET ?", append(args, limit...), nil
	}
	if f.Figure != "" {
		query, args := s.figureList(sc, f, now, at, id)
		return query, append(args, limit...), nil
	}
	listed, args := selectListed, []any(nil)
	keep := sc.open()
	if f.Plain() { // what merely exists is listed too, and marked
		listed, args, keep = strings.TrimSuffix(selectListed, notShut)+", NOT ("+keep.sql+")", keep.args, sc.known()
	}
	streams, err := c.sources(by, sc, f, now, at, id, keep)
	if err != nil {
		return "", nil, err
	}
	if len(streams) == 0 {
		return "SELECT " + selectListed + " FROM complaint c WHERE c.id < 0 LIMIT ? OFFSET ?", limit, nil
	}
	queries := make([]string, len(streams))
	for i, q := range streams {
		queries[i], args = q.sql, append(args, q.args...)
	}
	return "SELECT " + listed + " FROM (" + strings.Join(queries, " UNION ") +
			" ORDER BY 2 DESC, 1 DESC LIMIT ? OFFSET ?) p CROSS JOIN complaint c ON c.id = p.id ORDER BY " +
			"p.received_at DESC, p.id DESC",
		append(args, limit...), nil
}

// mostCounts bounds the counts kept between two changes.
const mostCounts = 2000

// mostKey is the longest question, in bytes, whose count is kept: what is typed may be long.
const mostKey = 4000

// count tells how many complaints a person may see and asks for.
func (s *Store) count(ctx context.Context, by huiyin.Actor, now time.Time, f huiyin.Filter) (total int, more bool,
	err error) {
	return s.counting(ctx).complaints(by, now, f)
}

// complaints is Store.count.
func (c *counting) complaints(by huiyin.Actor, now time.Time, f huiyin.Filter) (total int, more bool, err error) {
	s := c.s
	if f.Late {
		if now, err = c.asOf(now); err != nil {
			return 0, false, err
		}
	}
	sc := scopeOf(by)
	flat := slices.Concat(sc.seen(), s.filters(sc, f, now), []condition{sc.open()})
	var query condition
	switch {
	case f.Q != "":
		match, ok := s.matchNamed(f.Q)
		if !ok {
			return 0, false, nil
		}
		if f.Sort == "due" {
			flat = append(flat, condition{"c.due_at IS NOT NULL", nil})
		}
		match = s.matchSeen(match, sc, f)
		cond, args := where(append([]condition{{"x.t MATCH ?", []any{match}}}, flat...))
		query = condition{"SELECT count(*) FROM (SELECT 1 FROM texts x CROSS JOIN complaint c ON c.id = x.rowid " +
			"WHERE " + cond + " LIMIT ?)", append(args, mostHits+1)}
	case f.Sort == "due" || f.Late:
		cond, args := where(append(flat, condition{"c.due_at IS NOT NULL", nil}))
		query = condition{"SELECT count(*) FROM complaint c INDEXED BY complaint_by_due WHERE " + cond, args}
	case f.Moved && f.Figure == "":
		cond, args := where(flat)
		query = condition{"SELECT count(*) FROM complaint c WHERE " + cond, args}
	case few(f) != "":
		cond, args := where(flat)
		query = condition{"SELECT count(*) FROM complaint c INDEXED BY " + few(f) + " WHERE " + cond, args}
	case f.Figure != "":
		query = s.figureCount(sc, f, now)
	default:
		return c.streams(by, now, f)
	}
	total, err = c.once(query)
	if f.Q != "" && total > mostHits {
		return mostHits, true, err
	}
	return total, false, err
}

// countOnce counts, and keeps the number until a complaint changes.
func (s *Store) countOnce(ctx context.Context, q condition, _ int64) (int, error) {
	return s.counting(ctx).once(q)
}

// LateCount is how many complaints a person sees that are late (desk and side bar).
func (s *Store) LateCount(ctx context.Context, by huiyin.Actor, now time.Time) (int, error) {
	n, _, err := s.count(ctx, by, now, huiyin.Filter{Late: true})
	return n, err
}

// Open lists the open complaints that a person owns or handles, or that someone owns in whose place they
// decide (rule P6), the earliest date first.
func (s *Store) Open(ctx context.Context, by huiyin.Actor, most int) (out []huiyin.Listed, err error) {
	return out, s.ask(ctx, openOnes(by, most, &out))
}

func openOnes(by huiyin.Actor, most int, into *[]huiyin.Listed) subquery {
	sc := scopeOf(by)
	keep := sc.open()
	var streams []string
	var args []any
	stream := func(col, account string) {
		streams = append(streams, "SELECT c.id, c.due_at FROM complaint c WHERE c."+col+" = ? AND "+openAlone+" AND "+
			keep.sql)
		args = append(append(args, account), keep.args...)
	}
	stream("owner", sc.me)
	stream("handler", sc.me)
	for _, account := range sc.stands {
		stream("owner", account)
	}
	return subqueryOf("SELECT "+selectListed+" FROM ("+strings.Join(streams, " UNION ")+
		") p CROSS JOIN complaint c ON c.id = p.id ORDER BY p.due_at IS NULL, p.due_at, p.id LIMIT ?",
		append(args, most), listedPtrs, into)
}

// Tasks lists the tasks and measures that a person has to do, the earliest first.
func (s *Store) Tasks(ctx context.Context, by huiyin.Actor, most int) (out []huiyin.DueTask, err error) {
	return out, s.ask(ctx, tasks(by, most, &out))
}

func tasks(by huiyin.Actor, most int, into *[]huiyin.DueTask) subquery {
	cond, args := where(scopeOf(by).flat())
	return subqueryOf(`SELECT p.id, c.number, p.what, p.due, p.measure FROM (
			SELECT id, complaint, what, due, 0 AS measure FROM task WHERE who = ? AND ended_at IS NULL
			UNION ALL SELECT id, complaint, what, due, 1 FROM measure WHERE person = ? AND done_at IS NULL
		) p CROSS JOIN complaint c ON c.id = p.complaint WHERE c.state <> 'archived' AND `+cond+`
		ORDER BY p.due, p.id LIMIT ?`, append(append([]any{by.Account, by.Account}, args...), most),
		func(t *huiyin.DueTask) []any { return []any{&t.ID, &t.Number, &t.What, &t.Due, &t.Measure} }, into)
}

// relatedQuery reads the other complaints of a customer, by phone or unit, that the reader may see,
// newest first; it is "" where neither is known.
func relatedQuery(by huiyin.Actor, ask Question) (string, []any) {
	var streams []string // in the order of their index, as in listQuery: the most they read is what is asked for
	var args []any
	cond, a := where(append(scopeOf(by).flat(), condition{"c.number <> ?", []any{ask.Number}}))
	if len(by.Org.KeysOfPhone(ask.Phone)) > 0 {
		streams = append(streams, "SELECT c.id, c.received_at FROM customer_key k CROSS JOIN complaint c ON c.file = "+
			"k.file AND c.file > 0 WHERE k.key IN ("+placeholders(mostKeys)+") AND "+cond)
		args = append(append(args, keysOfPhone(by.Org, ask.Phone)...), a...)
	}
	if room := huiyin.UnitRoom(ask.Unit); room != "" {
		streams = append(streams, "SELECT c.id, c.received_at FROM complaint c WHERE c.site = ? AND c.unit_key = ? AND "+
			"c.unit_key <> '' AND "+cond)
		args = append(append(args, ask.Site, room), a...)
	}
	if streams == nil {
		return "", nil
	}
	return "SELECT " + repeatCols + " FROM (" + strings.Join(streams, " UNION ") +
		" ORDER BY 2 DESC, 1 DESC LIMIT ?) p CROSS JOIN complaint c ON c.id = p.id ORDER BY p.received_at DESC, " +
		"p.id DESC", append(args, 4*ask.Most)
}

// Whole loads the complaints of a filter whole, in the order of receipt, as a person may see them.
func (s *Store) Whole(ctx context.Context, by huiyin.Actor, now time.Time, f huiyin.Filter) ([]*huiyin.Complaint,
	error) {
	cond, args := where(append(scopeOf(by).flat(), s.filters(scopeOf(by), f, now)...))
	var out []*huiyin.Complaint
	err := s.snapshot(ctx, func(q querier) error {
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

// Hearings lists the open matters that were put to a person as the one complained about, and those on which they
// have stated their view, which they keep a way to; nothing else of the complaint leaves the store (rule P4).
func (s *Store) Hearings(ctx context.Context, by huiyin.Actor) (out []huiyin.StatementRequest, err error) {
	return out, s.ask(ctx, hearings(by, &out))
}

func hearings(by huiyin.Actor, into *[]huiyin.StatementRequest) subquery {
	return subqueryOf(`SELECT c.number, c.wording, c.state NOT IN ('closed', 'archived'),
		EXISTS (SELECT 1 FROM statement s WHERE s.complaint = c.id AND s.by = ?) AS stated
		FROM accused a CROSS JOIN complaint c ON c.id = a.complaint
		WHERE a.account = ? AND c.wording <> '' AND (c.hearing_at IS NULL OR c.hearing_told = 1)
		AND (c.state NOT IN ('closed', 'archived') AND c.merged_into = '' OR stated) ORDER BY stated, c.id DESC LIMIT 20`,
		[]any{by.Account, by.Account},
		func(h *huiyin.StatementRequest) []any { return []any{&h.Number, &h.Wording, &h.Open, &h.Stated} }, into)
}

// Hearing reads one matter as the person complained about may see it (rule P4).
func (s *Store) Hearing(ctx context.Context, by huiyin.Actor, number string) (huiyin.StatementRequest, error) {
	c, err := s.read(ctx, "number = ?", number)
	if err != nil {
		return huiyin.StatementRequest{}, err
	}
	if err := huiyin.Can(by, huiyin.ActionGiveStatement, c); err != nil {
		return huiyin.StatementRequest{}, err
	}
	h := huiyin.StatementRequest{Number: c.Number, Wording: c.Wording, Open: c.Offers(by, huiyin.ActionGiveStatement)}
	for _, st := range c.Statements {
		if st.By == by.Account {
			h.Statements = append(h.Statements, st)
		}
	}
	if h.Wording == "" && len(h.Statements) == 0 { // nobody has put anything to them yet: they need not learn of it
		return huiyin.StatementRequest{}, huiyin.NotFound()
	}
	return h, nil
}
