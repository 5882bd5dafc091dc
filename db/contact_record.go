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

	"huiyin/huiyin"
)

// contactRecordColumns are the columns that inquiries and praise share.
func contactRecordColumns(s *huiyin.ContactRecord) []column {
	return []column{
		{"id", &s.ID}, {"number", &s.Number}, {"version", &s.Version}, {"site", &s.Site}, {"channel", &s.Channel},
		{"received_at", &s.ReceivedAt}, {"name", &s.Name}, {"phone", &s.Phone}, {"unit", &s.Unit},
		{"matter", &s.Matter},
		{"recorded_by", &s.RecordedBy}, {"state", &s.State}, {"origin", &s.Origin}, {"turned_into", &s.Into},
		{"accused", &s.Accused}, {"anonymised_at", &s.AnonymisedAt},
	}
}

// contactKind tells how one sort of slips lies in the database. Its texts are indexed in the table NAME_texts.
type contactKind[T any, P interface {
	*T
	versioned
	Numbered(number string)
}] struct {
	table[T]
	prefix string
	number func(site string, received time.Time, n int) string
	slip   func(*T) *huiyin.ContactRecord
	parts  func(*T) []part
	texts  func(*T) []string // what one finds it by, besides what all slips have
	// next is when the clock has to look at it again; nil where it never does.
	next func(*T) time.Time
	// lists tells whether the lists that are made of it say what it says; nil where there are none.
	lists func(querier, *T) (bool, error)
}

var (
	inquiries = contactKind[huiyin.Inquiry, *huiyin.Inquiry]{
		table: newTable("inquiry", func(v *huiyin.Inquiry) []column {
			return append(contactRecordColumns(&v.ContactRecord), []column{
				{"handler", &v.Handler}, {"half", &v.Half}, {"near", &v.Near}, {"due", &v.Due},
				{"working", &v.Working}, {"status", &v.Status}, {"told", &v.Told}, {"way", &v.Way},
				{"answer", &v.Answer}, {"answered_at", &v.AnsweredAt}, {"answered_by", &v.AnsweredBy},
				{"why_inquiry", &v.Why},
			}...)
		}),
		prefix: "ZX", number: huiyin.InquiryNumber,
		slip: func(v *huiyin.Inquiry) *huiyin.ContactRecord { return &v.ContactRecord },
		parts: func(v *huiyin.Inquiry) []part {
			return []part{partOf[huiyin.Contact]{inquiryContactTable, &v.Contacts}}
		},
		texts: func(v *huiyin.Inquiry) []string {
			out := []string{v.Answer}
			for _, k := range v.Contacts {
				out = append(out, k.Said)
			}
			return out
		},
		next: (*huiyin.Inquiry).NextDue,
	}
	praises = contactKind[huiyin.Praise, *huiyin.Praise]{
		table: newTable("praise", func(v *huiyin.Praise) []column {
			return append(contactRecordColumns(&v.ContactRecord), []column{
				{"persons", &v.Persons}, {"unconfirmed", &v.Unconfirmed}, {"confirmed_at", &v.ConfirmedAt},
				{"confirmed_by", &v.ConfirmedBy}, {"confirm_way", &v.ConfirmWay}, {"confirmed", &v.Confirmed},
			}...)
		}),
		prefix: "BY", number: huiyin.PraiseNumber,
		slip: func(v *huiyin.Praise) *huiyin.ContactRecord { return &v.ContactRecord },
		parts: func(v *huiyin.Praise) []part {
			return []part{partOf[huiyin.Gift]{praiseGiftTable, &v.Presents},
				partOf[huiyin.Commendation]{commendationTable, &v.Commendations}}
		},
		texts: func(v *huiyin.Praise) []string {
			var out []string
			for _, c := range v.Commendations {
				out = append(out, c.Words)
			}
			return out
		},
		lists: wellPraised,
	}
)

var (
	giftTable           = newTable("present", giftColumns)
	praiseGiftTable     = newTable("praise_present", giftColumns)
	inquiryContactTable = newTable("inquiry_contact", contactTable.pairs)
	commendationTable   = newTable("praise_commendation", func(v *huiyin.Commendation) []column {
		return []column{{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"person", &v.Person}, {"words", &v.Words}}
	})
)

func giftColumns(v *huiyin.Gift) []column {
	return []column{
		{"id", &v.ID}, {"n", &v.N}, {"proposal", &v.Proposal}, {"at", &v.At}, {"by", &v.By}, {"what", &v.What},
		{"value", &v.Value}, {"status", &v.Status}, {"decided_at", &v.DecidedAt}, {"decided_by", &v.DecidedBy},
		{"words", &v.Words}, {"given_at", &v.GivenAt}, {"given_by", &v.GivenBy}, {"receipt", &v.Receipt},
		{"attachment", &v.Attachment}, {"reason", &v.Reason},
	}
}

// ownerOf names the column by which a part belongs to its record: a part's table carries the name of an
// inquiry or praise before an underscore.
func ownerOf(table string) string {
	if owner, _, _ := strings.Cut(table, "_"); owner == inquiries.name || owner == praises.name {
		return owner
	}
	if owner := ownerOfModule(table); owner != "" {
		return owner
	}
	if ofDocument(table) {
		return documentTable.name
	}
	return complaintTable.name
}

// load reads one slip whole. Unknown is huiyin.NotFound.
func (k contactKind[T, P]) load(q querier, where string, key any) (*T, error) {
	v := new(T)
	err := q.row("SELECT "+joined(k.cols)+" FROM "+k.name+" WHERE "+where, []any{key}, k.targets(v)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, huiyin.NotFound()
	}
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", k.name, err)
	}
	for _, p := range k.parts(v) {
		if err := q.query(p.query(), []any{k.slip(v).ID}, p.scan); err != nil {
			return nil, fmt.Errorf("load %s %s: %w", k.name, k.slip(v).Number, err)
		}
	}
	P(v).Loaded()
	return v, nil
}

// fingerprint is the sum of a slip as it is stored (rule J2).
func (k contactKind[T, P]) fingerprint(v *T) string {
	h := newSum()
	sumRow(h, k.name, k.cols[1:], k.values(v)[1:])
	for _, p := range k.parts(v) {
		p.sum(h)
	}
	return hexSum(h)
}

// document is everything one may find a slip by.
func (k contactKind[T, P]) document(v *T) string {
	s := k.slip(v)
	var b strings.Builder
	phoneTokens(&b, s.Phone)
	joinedTokens(&b, s.Number)
	b.WriteString(unitTokens(s.Unit))
	for _, text := range append([]string{s.Number, s.Name, s.Unit, s.Matter, strings.Join(initials(s.Name), " ")},
		k.texts(v)...) {
		tokens(&b, text)
	}
	return b.String()
}

// clocked are the columns beside the record's own.
func (k contactKind[T, P]) clocked(v *T) ([]string, []any) {
	if k.next == nil {
		return nil, nil
	}
	next := k.next(v)
	return []string{"next_due"}, values([]any{&next})
}

// serial counts the numbers of a prefix by site and day, from 1.
func (t *tx) serial(prefix, site string, day time.Time) (n int, err error) {
	err = t.row("INSERT INTO slip_counter (prefix, site, day, last) VALUES (?, ?, ?, 1) ON CONFLICT (prefix, "+
		"site, day) DO UPDATE SET last = last + 1 RETURNING last", []any{prefix, site, day.Format("20060102")}, &n)
	if err != nil {
		return 0, fmt.Errorf("number: %w", err)
	}
	return n, nil
}

// insert numbers a new slip and stores it.
func (k contactKind[T, P]) insert(t *tx, v *T) error {
	s := k.slip(v)
	local := s.ReceivedAt.In(t.s.Org().Zone)
	n, err := t.serial(k.prefix, s.Site, local)
	if err != nil {
		return err
	}
	P(v).Numbered(k.number(s.Site, local, n))
	if err := t.row("SELECT coalesce(max(id), 0) + 1 FROM "+k.name, nil, &s.ID); err != nil {
		return err
	}
	more, args := k.clocked(v)
	if _, err := t.exec(insertSQL(k.name, append(append([]string{}, k.cols...), more...), 1),
		append(k.values(v), args...)...); err != nil {
		return fmt.Errorf("insert %s: %w", k.name, err)
	}
	if err := t.fileContact(k.name, s); err != nil {
		return fmt.Errorf("file %s: %w", k.name, err)
	}
	if err := k.saveParts(t, v, contactImage{}); err != nil {
		return err
	}
	return k.records().seal(t, v)
}

// saveParts stores what belongs to a slip besides its row: parts and search text.
func (k contactKind[T, P]) saveParts(t *tx, v *T, before contactImage) error {
	if err := t.saveParts(k.slip(v).ID, k.parts(v), before.parts); err != nil {
		return err
	}
	return t.indexIn(k.name+"_texts", k.slip(v).ID, k.document(v), before.document)
}

// contactImage is a slip as it lies in the database.
type contactImage struct {
	row      []any
	parts    [][][]any
	document string
}

// records is the kind for the frame of a change; its key is a number or an id.
func (k contactKind[T, P]) records() kind[P, contactImage] {
	return kind[P, contactImage]{
		name: k.name,
		load: func(t *tx, key any) (P, error) { return k.load(t, by(key), key) },
		image: func(v P) contactImage {
			return contactImage{row: k.values(v), parts: partsImage(k.parts(v)), document: k.document(v)}
		},
		save: func(t *tx, v P, before contactImage) error {
			more, args := k.clocked(v)
			now := k.values(v)
			query := updateSQL(k.name, append(slices.Clone(k.cols[1:]), more...), "id")
			if _, err := t.exec(query, append(append(now[1:], args...), now[0])...); err != nil {
				return fmt.Errorf("update %s: %w", k.name, err)
			}
			return k.saveParts(t, v, before)
		},
		sum: func(v P) string { return k.fingerprint(v) },
	}
}

// verify compares every slip with what the journal last sealed (rule J2).
func (k contactKind[T, P]) verify(q querier, o *huiyin.Org, sums map[string]string, v *Verdict) error {
	ids, err := all[int64](q, "SELECT id FROM "+k.name+" ORDER BY id")
	if err != nil {
		return err
	}
	for _, id := range ids {
		r, err := k.load(q, "id = ?", id)
		if err != nil {
			return err
		}
		number := k.slip(r).Number
		if sums[number] != k.fingerprint(r) {
			v.wrong("%s %s differs from what the journal last sealed", k.name, number)
		}
		delete(sums, number)
		fits, err := inFile(q, k.name, id, k.slip(r).CustomerKeys(o))
		var waits bool
		if err := q.row("SELECT EXISTS (SELECT 1 FROM unindexed_slip WHERE kind = ? AND id = ?)", []any{k.name, id},
			&waits); err != nil {
			return err
		}
		if err := v.filed(k.name+" "+number, fits || waits, err); err != nil {
			return err
		}
		if k.lists != nil {
			if fits, err := k.lists(q, r); err != nil {
				return err
			} else if !fits {
				v.wrong("%s %s is listed under other people or dates than its own", k.name, number)
			}
		}
		if k.next != nil {
			var next time.Time
			if err := q.row("SELECT next_due FROM "+k.name+" WHERE id = ?", []any{id}, nullTime{&next}); err != nil {
				return err
			}
			if !next.Equal(k.next(r)) {
				v.wrong("%s %s is filed under another date than its own", k.name, number)
			}
		}
	}
	return nil
}

// seen is what a person may see of slips under the alias r (rules P3, P4); own are the conditions under
// which it is theirs. It is the SQL of Visible.
func seenContactRecords(by huiyin.Actor, own ...condition) []condition {
	sites := scopeOf(by).ownSites // a delegate decides complaints (rule P6)
	notAccused := condition{"instr(r.accused, ?) = 0", []any{`"` + by.Account + `"`}}
	if by.Role >= huiyin.Manager && len(sites) == len(by.Org.Sites) {
		return []condition{notAccused}
	}
	own = append(own, condition{"r.recorded_by = ?", []any{by.Account}})
	if len(sites) > 0 {
		own = append(own, condition{"r.site IN (" + placeholders(len(sites)) + ")", anys(sites)})
	}
	var or []string
	var args []any
	for _, o := range own {
		or, args = append(or, o.sql), append(args, o.args...)
	}
	return []condition{{"(" + strings.Join(or, " OR ") + ")", args}, notAccused}
}

func seenInquiries(by huiyin.Actor) []condition {
	return seenContactRecords(by, condition{"r.handler = ?", []any{by.Account}})
}

func seenPraises(by huiyin.Actor) []condition {
	return seenContactRecords(by, condition{"EXISTS (SELECT 1 FROM praised d WHERE d.praise = r.id AND d.account = ?)",
		[]any{by.Account}})
}

// page lists what a person may see and asks for, newest first, with the number of all found.
func (k contactKind[T, P]) page(ctx context.Context, s *Store, seen []condition,
	f huiyin.ContactRecordFilter) (rows []T, total int, next string, err error) {
	conds := seen
	eq := func(col, v string) {
		if v != "" {
			conds = append(conds, condition{"r." + col + " = ?", []any{v}})
		}
	}
	eq("site", f.Site)
	eq("state", string(f.State))
	from := k.name + " r"
	if f.Q != "" {
		match, ok := matchQuery(f.Q)
		if !ok {
			return nil, 0, "", nil
		}
		from = k.name + "_texts x CROSS JOIN " + from + " ON r.id = x.rowid"
		conds = append([]condition{{"x.t MATCH ?", []any{match}}}, conds...)
	}
	cond, args := where(conds)
	q := reader{ctx, s}
	if err := q.row("SELECT count(*) FROM "+from+" WHERE "+cond, args, &total); err != nil {
		return nil, 0, "", fmt.Errorf("count %s: %w", k.name, err)
	}
	if f.Page != "" {
		before, after, ok := strings.Cut(f.Page, "~")
		at, err1 := strconv.ParseInt(before, 10, 64)
		id, err2 := strconv.ParseInt(after, 10, 64)
		if !ok || err1 != nil || err2 != nil {
			return nil, 0, "", huiyin.Invalid("page", "没有这一页。")
		}
		cond, args = cond+" AND (r.received_at, r.id) < (?, ?)", append(args, at, id)
	}
	err = q.query("SELECT r."+strings.Join(k.cols, ", r.")+" FROM "+from+" WHERE "+cond+
		" ORDER BY r.received_at DESC, r.id DESC LIMIT ?", append(args, pageRows+1), func(found *sql.Rows) error {
		for found.Next() {
			var v T
			if err := found.Scan(k.targets(&v)...); err != nil {
				return err
			}
			rows = append(rows, v)
		}
		return nil
	})
	if err != nil {
		return nil, 0, "", fmt.Errorf("list %s: %w", k.name, err)
	}
	if len(rows) > pageRows {
		rows = rows[:pageRows]
		last := k.slip(&rows[pageRows-1])
		next = strconv.FormatInt(last.ReceivedAt.UnixMilli(), 10) + "~" + strconv.FormatInt(last.ID, 10)
	}
	return rows, total, next, nil
}
