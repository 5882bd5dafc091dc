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
		{"unit", &l.Unit}, {"matter", &l.Matter}, {"category", &l.Category}, {"grade", &l.Grade}, {"state", &l.State},
		{"urgency", &l.Urgency}, {"owner", &l.Owner}, {"handler", &l.Handler}, {"due_at", &l.DueAt},
		{"due_kind", &l.DueKind}, {"merged_into", &l.MergedInto}, {"restricted", &l.Restricted},
		{"channel", &l.Channel}, {"department", &l.Department}, {"phone", masked{&l.Phone}}, {"demand", &l.Demand},
		{"closed_at", &l.ClosedAt}, {"outcome", &l.Outcome},
	}
})

// listedPtrs gives what a row of selectListed fills.
func listedPtrs(l *huiyin.Listed) []any { return append(listedTable.ptrs(l), &l.Shut) }

// selectListed names the columns of a list row; of the long texts only the beginning leaves the database.
var selectListed = "c." + strings.NewReplacer("c.matter", "substr(c.matter, 1, 60)", "c.demand", "substr(c.demand, 1, 60)").Replace(strings.Join(listedTable.cols, ", c.")) + notShut

// masked reads a phone and keeps of it what everybody may see (rule P5).
type masked struct{ phone *string }

func (m masked) Scan(src any) error {
	phone, _ := src.(string)
	*m.phone = huiyin.Mask(phone)
	return nil
}

// notShut ends a list row that its reader may open; lists that also show what merely exists ask (rule P8).
const notShut = ", 0"

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
	all      bool     // every site
	sites    []string // answers for, or stands in for who does (rule P6)
	keys     []string // concerned under
	me       string
	stands   []string // in whose place they decide
	ownSites []string // without that
	ownKeys  []string
}

func scopeOf(by huiyin.Actor) scope {
	sc := scope{keys: by.Org.Keys(by.Person), me: by.Account, all: true}
	names := append([]*huiyin.Person{by.Person}, by.Org.StandsFor(by.Person)...)
	company := false
	for _, p := range names {
		company = company || p.Role >= huiyin.Manager
	}
	for _, s := range by.Org.Sites {
		if by.AnswersFor(s.Code) {
			sc.ownSites = append(sc.ownSites, s.Code)
		}
		if slices.ContainsFunc(names, func(p *huiyin.Person) bool { return p.AnswersFor(s.Code) }) {
			sc.sites = append(sc.sites, s.Code)
		} else {
			sc.all = false
		}
	}
	sc.all = sc.all && company
	sc.ownKeys = sc.keys
	for _, p := range names[1:] {
		sc.stands = append(sc.stands, p.Account)
		for _, k := range by.Org.HandedKeys(p) {
			if !slices.Contains(sc.keys, k) {
				sc.keys = append(slices.Clone(sc.keys), k)
			}
		}
	}
	return sc
}

// open keeps a complaint from whom it is about (rule P4), from who sees it only in the place of someone it
// is about (rule P6), and a restricted one from who may not open it (rule P8).
func (sc scope) open() condition { return sc.kept(false) }

// known is open for lists of what exists: restricted complaints of one's sites are among them.
func (sc scope) known() condition { return sc.kept(true) }

func (sc scope) kept(known bool) condition {
	out := sc.out(known)
	return condition{"c.id NOT IN (" + out.sql + ")", out.args}
}

// hidden are the ids that open keeps out.
func (sc scope) hidden() condition { return sc.out(false) }

func (sc scope) out(known bool) condition {
	sql, args := "SELECT complaint FROM accused WHERE account = ?", []any{sc.me}
	concerned := func(keys []string, id string) string {
		return "EXISTS (SELECT 1 FROM concern k WHERE k.complaint = " + id + " AND k.who IN (" + placeholders(len(keys)) + "))"
	}
	if len(sc.sites) > 0 && !known {
		sql += " UNION ALL SELECT r.complaint FROM restricted r WHERE r.site IN (" + placeholders(len(sc.sites)) + ") AND NOT " + concerned(sc.keys, "r.complaint")
		args = append(append(args, anys(sc.sites)...), anys(sc.keys)...)
	}
	if len(sc.stands) > 0 {
		sql += " UNION ALL SELECT a.complaint FROM accused a CROSS JOIN complaint d ON d.id = a.complaint WHERE a.account IN (" + placeholders(len(sc.stands)) + ") AND NOT " + concerned(sc.ownKeys, "d.id")
		args = append(append(args, anys(sc.stands)...), anys(sc.ownKeys)...)
		if len(sc.ownSites) > 0 {
			own := "d.site IN (" + placeholders(len(sc.ownSites)) + ")"
			if !known {
				own += " AND d.restricted = 0"
			}
			sql, args = sql+" AND NOT ("+own+")", append(args, anys(sc.ownSites)...)
		}
	}
	return condition{sql, args}
}

// flat is the whole rule, for queries that another index drives.
func (sc scope) flat() []condition { return append(sc.seen(), sc.open()) }

// seen is the rule but for open.
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
func (s *Store) filters(sc scope, f huiyin.Filter, now time.Time) []condition {
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
func (s *Store) Suggestions(ctx context.Context, by huiyin.Actor, now time.Time, typed string, most int) ([]huiyin.Listed, error) {
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
		match, ok := matchQuery(f.Q)
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
		return "SELECT " + selectListed + " FROM texts x CROSS JOIN complaint c ON c.id = x.rowid WHERE " + cond + " ORDER BY " + order + " LIMIT ? OFFSET ?", append(args, limit...), nil
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
	if index := few(f); index != "" && f.State != "" {
		cond, args := where(slices.Concat(sc.flat(), filters, received("c", "id", huiyin.Filter{}, at, id)))
		return "SELECT " + selectListed + " FROM complaint c INDEXED BY " + index + " WHERE " + cond + " ORDER BY c.received_at DESC, c.id DESC LIMIT ? OFFSET ?", append(args, limit...), nil
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
	return "SELECT " + listed + " FROM (" + strings.Join(queries, " UNION ") + " ORDER BY 2 DESC, 1 DESC LIMIT ? OFFSET ?) p CROSS JOIN complaint c ON c.id = p.id ORDER BY p.received_at DESC, p.id DESC",
		append(args, limit...), nil
}

// mostCounts bounds the counts kept between two changes.
const mostCounts = 2000

// mostKey is the longest question, in bytes, whose count is kept: what is typed may be long.
const mostKey = 4000

// count tells how many complaints a person may see and asks for.
func (s *Store) count(ctx context.Context, by huiyin.Actor, now time.Time, f huiyin.Filter) (total int, more bool, err error) {
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
		match, ok := matchQuery(f.Q)
		if !ok {
			return 0, false, nil
		}
		if f.Sort == "due" {
			flat = append(flat, condition{"c.due_at IS NOT NULL", nil})
		}
		match = s.matchSeen(match, sc, f)
		cond, args := where(append([]condition{{"x.t MATCH ?", []any{match}}}, flat...))
		query = condition{"SELECT count(*) FROM (SELECT 1 FROM texts x CROSS JOIN complaint c ON c.id = x.rowid WHERE " + cond + " LIMIT ?)", append(args, mostHits+1)}
	case f.Sort == "due" || f.Late:
		cond, args := where(append(flat, condition{"c.due_at IS NOT NULL", nil}))
		query = condition{"SELECT count(*) FROM complaint c INDEXED BY complaint_by_due WHERE " + cond, args}
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
		streams = append(streams, "SELECT c.id, c.due_at FROM complaint c WHERE c."+col+" = ? AND "+openAlone+" AND "+keep.sql)
		args = append(append(args, account), keep.args...)
	}
	stream("owner", sc.me)
	stream("handler", sc.me)
	for _, account := range sc.stands {
		stream("owner", account)
	}
	return legOf("SELECT "+selectListed+" FROM ("+strings.Join(streams, " UNION ")+") p CROSS JOIN complaint c ON c.id = p.id ORDER BY p.due_at IS NULL, p.due_at, p.id LIMIT ?", append(args, most), listedPtrs, into)
}

// Tasks lists the tasks and measures that a person has to do, the earliest first.
func (s *Store) Tasks(ctx context.Context, by huiyin.Actor, most int) (out []huiyin.DueTask, err error) {
	return out, s.ask(ctx, tasks(by, most, &out))
}

func tasks(by huiyin.Actor, most int, into *[]huiyin.DueTask) subquery {
	cond, args := where(scopeOf(by).flat())
	return legOf(`SELECT p.id, c.number, p.what, p.due, p.measure FROM (
			SELECT id, complaint, what, due, 0 AS measure FROM task WHERE who = ? AND ended_at IS NULL
			UNION ALL SELECT id, complaint, what, due, 1 FROM measure WHERE person = ? AND done_at IS NULL
		) p CROSS JOIN complaint c ON c.id = p.complaint WHERE c.state <> 'archived' AND `+cond+`
		ORDER BY p.due, p.id LIMIT ?`, append(append([]any{by.Account, by.Account}, args...), most),
		func(t *huiyin.DueTask) []any { return []any{&t.ID, &t.Number, &t.What, &t.Due, &t.Measure} }, into)
}

// stepCols are the columns of a step in an approvals query.
var stepCols = "s." + strings.Join(stepTable.cols, ", s.")

// Waiting lists the steps on which a person may now give their word, in their own name or in that of
// someone they stand in for, the longest waiting first (rules C8, P6). The conditions are those of
// huiyin.Complaint.StepFor; a test proves them equal.
func (s *Store) Waiting(ctx context.Context, by huiyin.Actor, most int) (out []huiyin.Waiting, err error) {
	return out, s.ask(ctx, waiting(by, most, &out))
}

func waiting(by huiyin.Actor, most int, into *[]huiyin.Waiting) subquery {
	from, name := waitingFor(by)
	query := "SELECT " + selectListed + ", " + waitingCols + ", " + name.sql + ", " + stepCols + from.sql + " ORDER BY s.opened_at, s.complaint LIMIT ?"
	return legOf(query, append(append(name.args, from.args...), most), waitingPtrs, into)
}

// asked is which open steps ask a person in their own name.
func asked(o *huiyin.Org, p *huiyin.Person) condition {
	asked := []condition{{"(s.account <> '' AND c.owner = ?)", []any{p.Account}}}
	if p.GeneralManager && p.Role == huiyin.VP {
		asked = append(asked, condition{"s.general = 1", nil})
	}
	if d := o.Department(p.Department); d != nil {
		asked = append(asked, condition{"s.function = ?", []any{string(d.Function)}})
	}
	var sites []string
	for _, site := range o.Sites {
		if p.AnswersFor(site.Code) {
			sites = append(sites, site.Code)
		}
	}
	if len(sites) > 0 {
		own := condition{"(s.role = ? AND c.site IN (" + placeholders(len(sites)) + ")", append([]any{int(p.Role)}, anys(sites)...)}
		if limit := o.Parameters.Money(huiyin.VPLimit); p.GeneralManager && p.Role == huiyin.VP && limit > 0 {
			own = condition{own.sql + " AND p.sum <= ?", append(own.args, int64(limit))} // spared for the step above
		}
		asked = append(asked, condition{own.sql + ")", own.args})
	}
	var or []string
	var args []any
	for _, a := range asked {
		or, args = append(or, a.sql), append(args, a.args...)
	}
	return condition{"((" + strings.Join(or, " OR ") + ") AND (c.restricted = 0 OR EXISTS (SELECT 1 FROM concern k WHERE k.complaint = c.id AND k.who = ?)))", append(args, p.Account)}
}

// free is who has not had their word on the proposal of a step: not by proposing it, nor in its chain,
// nor through a delegate (rules C4, P6).
func free(account string) condition {
	return condition{`p.by <> ? AND NOT EXISTS (SELECT 1 FROM step d WHERE d.complaint = s.complaint AND d.proposal = s.proposal AND d.chain = s.chain AND ? IN (d.by, d.for))`,
		[]any{account, account}}
}

// waitingFor is the FROM and WHERE of the steps that wait for a person's word, and in whose name it would
// be, ” for their own.
func waitingFor(by huiyin.Actor) (from, name condition) {
	own := asked(by.Org, by.Person)
	or, name := own, condition{"''", nil}
	for i, p := range by.Org.StandsFor(by.Person) {
		for_, not := asked(by.Org, p), free(p.Account)
		place := condition{for_.sql + " AND " + not.sql + " AND (c.restricted = 0 OR c.owner = ?) AND NOT EXISTS (SELECT 1 FROM accused a WHERE a.account = ? AND a.complaint = c.id)",
			append(append(slices.Clone(for_.args), not.args...), p.Account, p.Account)}
		or = condition{or.sql + " OR " + place.sql, append(slices.Clone(or.args), place.args...)}
		if i == 0 {
			name = condition{"CASE WHEN " + own.sql + " THEN ''", slices.Clone(own.args)}
		}
		name = condition{name.sql + " WHEN " + place.sql + " THEN ?", append(append(name.args, place.args...), p.Account)}
	}
	if len(name.args) > 0 {
		name.sql += " END"
	}
	sc := scopeOf(by)
	seen, not := sc.open(), free(by.Account)
	if sc.stands != nil { // a step asks who sees it, but not who would decide in another's place
		cond, args := where(sc.flat())
		seen = condition{cond, args}
	}
	return condition{` FROM proposal p CROSS JOIN complaint c ON c.id = p.complaint
		CROSS JOIN step s ON s.complaint = p.complaint AND s.proposal = p.n AND s.chain = p.chain AND s.stage = p.stage
		WHERE p.status = 'pending' AND c.state = 'approving' AND s.decision = '' AND s.opened_at IS NOT NULL
		AND (` + or.sql + `) AND ` + not.sql + " AND " + seen.sql,
		append(append(or.args, not.args...), seen.args...)}, name
}

// DecidedCount is on how many steps a person gave their word that they may still see.
func (s *Store) DecidedCount(ctx context.Context, by huiyin.Actor) (int, error) {
	generation := s.changed.Load()
	cond, args := where(scopeOf(by).flat())
	return s.countOnce(ctx, condition{"SELECT count(*) FROM step s CROSS JOIN complaint c ON c.id = s.complaint WHERE s.by = ? AND s.by <> '' AND " + cond,
		append([]any{by.Account}, args...)}, generation)
}

// Decided lists the steps on which a person gave their word, the newest first (rule C8).
func (s *Store) Decided(ctx context.Context, by huiyin.Actor, most int) (out []huiyin.Waiting, err error) {
	sc := scopeOf(by)
	cond, args := where(sc.flat())
	query := "SELECT " + selectListed + ", " + waitingCols + ", s.for, " + stepCols + ` FROM step s CROSS JOIN complaint c ON c.id = s.complaint
		CROSS JOIN proposal p ON p.complaint = s.complaint AND p.n = s.proposal
		WHERE s.by = ? AND s.by <> '' AND ` + cond + " ORDER BY s.at DESC LIMIT ?"
	return out, s.ask(ctx, legOf(query, append(append([]any{by.Account}, args...), most), waitingPtrs, &out))
}

const waitingCols = "p.n, p.text, p.ground, p.remedies, p.amount, p.gift, p.sum, p.by"

func waitingPtrs(w *huiyin.Waiting) []any {
	ptrs := append(listedPtrs(&w.Listed), &w.Proposal, &w.Text, &w.Ground, &w.Remedies, &w.Amount, &w.Gift, &w.Sum, &w.By, &w.For)
	return append(ptrs, stepTable.ptrs(&w.Step)...)
}

func waitingCount(by huiyin.Actor) condition {
	from, _ := waitingFor(by)
	return condition{"SELECT count(*)" + from.sql, from.args}
}

// WaitingCount is how many steps wait for a person's word (side bar).
func (s *Store) WaitingCount(ctx context.Context, by huiyin.Actor) (int, error) {
	return s.counting(ctx).once(waitingCount(by))
}

// relatedQuery reads the other complaints of a customer, by phone or unit, that the reader may see,
// newest first; it is "" where neither is known.
func relatedQuery(by huiyin.Actor, number, phone, unit string, most int) (string, []any) {
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
		return "", nil
	}
	return "SELECT " + repeatCols + " FROM (" + strings.Join(streams, " UNION ") + " ORDER BY 2 DESC, 1 DESC LIMIT ?) p CROSS JOIN complaint c ON c.id = p.id ORDER BY p.received_at DESC, p.id DESC", append(args, most)
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
	cond, args := where(append(scopeOf(by).flat(), s.filters(scopeOf(by), f, now)...))
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
func (s *Store) Hearings(ctx context.Context, by huiyin.Actor) (out []huiyin.StatementRequest, err error) {
	return out, s.ask(ctx, hearings(by, &out))
}

func hearings(by huiyin.Actor, into *[]huiyin.StatementRequest) subquery {
	return legOf(`SELECT c.number, c.wording, 1 FROM accused a CROSS JOIN complaint c ON c.id = a.complaint
		WHERE a.account = ? AND c.wording <> '' AND c.state NOT IN ('closed', 'archived') AND c.merged_into = ''
		AND NOT EXISTS (SELECT 1 FROM statement s WHERE s.complaint = c.id AND s.by = ?) ORDER BY c.id DESC LIMIT 20`,
		[]any{by.Account, by.Account}, func(h *huiyin.StatementRequest) []any { return []any{&h.Number, &h.Wording, &h.Open} }, into)
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
