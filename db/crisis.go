package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/huiyin/crisis"
)

var crises = moduleKind[crisis.Crisis, *crisis.Crisis]{
	table: newTable("crisis", func(v *crisis.Crisis) []column {
		return []column{
			{"id", &v.ID}, {"number", &v.Number}, {"version", &v.Version}, {"site", &v.Site}, {"category", &v.Category},
			{"title", &v.Title}, {"matter", &v.Matter}, {"place", &v.Place}, {"alarm", &v.Alarm}, {"beside", &v.Beside},
			{"state", &v.State}, {"phase", &v.Phase}, {"phase_at", &v.PhaseAt}, {"opened_at", &v.OpenedAt},
			{"opened_by", &v.OpenedBy}, {"force", &v.Force}, {"withdrawn", &v.Withdrawn}, {"first_by", &v.FirstBy},
			{"first_at", &v.FirstAt}, {"none_at", &v.NoneAt}, {"closed_at", &v.ClosedAt}, {"closed_by", &v.ClosedBy},
			{"outcome", &v.Outcome}, {"learned", &v.Learned},
		}
	}),
	prefix: "CR",
	number: func(v *crisis.Crisis, day time.Time, n int) string { return crisis.Number(v.Site, day, n) },
	record: func(v *crisis.Crisis) *huiyin.Record { return &v.Record },
	site:   func(v *crisis.Crisis) string { return v.Site },
	parts: func(v *crisis.Crisis) []part {
		return []part{
			partOf[crisis.Extension]{crisisSiteTable, &v.Sites}, partOf[crisis.Seat]{crisisSeatTable, &v.Seats},
			partOf[crisis.HandOver]{crisisHandOverTable, &v.HandOvers}, partOf[crisis.Part]{crisisPartTable, &v.Team},
			partOf[crisis.HeadCount]{crisisCountTable, &v.Counts},
			partOf[crisis.Statement]{crisisStatementTable, &v.Statements},
			partOf[crisis.Opinion]{crisisOpinionTable, &v.Opinions}, partOf[crisis.Channel]{crisisChannelTable, &v.Channels},
			partOf[crisis.Read]{crisisReadTable, &v.Reads},
		}
	},
	next: (*crisis.Crisis).NextDue,
	after: func(t *tx, v *crisis.Crisis) { // what is in force changes on the open pages of all who speak for the sites
		o := t.s.Org()
		t.notified = append(t.notified, huiyin.Accounts(o.Active(func(p *huiyin.Person) bool {
			return v.Hears(huiyin.Actor{Person: p, Org: o})
		}))...)
	},
}

var (
	crisisSiteTable = newTable("crisis_site", func(v *crisis.Extension) []column {
		return []column{{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"site", &v.Site}}
	})
	crisisSeatTable = newTable("crisis_seat", func(v *crisis.Seat) []column {
		return []column{{"id", &v.ID}, {"kind", &v.Kind}, {"holder", &v.Holder}, {"deputy", &v.Deputy}, {"acting", &v.Acting},
			{"since", &v.Since}, {"reason", &v.Reason}}
	})
	crisisHandOverTable = newTable("crisis_hand_over", func(v *crisis.HandOver) []column {
		return []column{{"id", &v.ID}, {"n", &v.N}, {"kind", &v.Kind}, {`"from"`, &v.From}, {`"to"`, &v.To}, {"brief", &v.Brief},
			{"at", &v.At}, {"accepted_at", &v.AcceptedAt}, {"dropped_at", &v.DroppedAt}, {"reminded_at", &v.RemindedAt},
			{"force", &v.Force}, {"people", &v.People}, {"phase", &v.Phase}, {"next_at", &v.PromisedNext}}
	})
	crisisPartTable = newTable("crisis_part", func(v *crisis.Part) []column {
		return []column{{"id", &v.ID}, {"kind", &v.Kind}, {"person", &v.Person}, {"outside", &v.Outside}, {"firm", &v.Firm},
			{"phone", &v.Phone}, {"at", &v.At}, {"by", &v.By}, {"ended_at", &v.EndedAt}, {"reason", &v.Reason}}
	})
	crisisCountTable = newTable("crisis_count", func(v *crisis.HeadCount) []column {
		return []column{{"id", &v.ID}, {"at", &v.At}, {"logged", &v.Logged}, {"by", &v.By}, {"place", &v.Place},
			{"people", &v.People}, {"how", &v.How}}
	})
	crisisStatementTable = newTable("crisis_statement", func(v *crisis.Statement) []column {
		return []column{{"id", &v.ID}, {"n", &v.N}, {"kind", &v.Kind}, {"text", &v.Text}, {"next_at", &v.NextAt},
			{"answers", &v.Answers}, {"status", &v.Status}, {"by", &v.By}, {"at", &v.At}, {"submitted_at", &v.SubmittedAt},
			{"asked", &v.Asked}, {"decided_at", &v.DecidedAt}, {"decided_by", &v.DecidedBy}, {"words", &v.Words},
			{"unheard", &v.Unheard}, {"hash", &v.Hash}, {"template", &v.Template}, {"issued_at", &v.IssuedAt},
			{"issued_by", &v.IssuedBy}, {"word_due", &v.WordDue}, {"unread_at", &v.UnreadAt}, {"ended_at", &v.EndedAt},
			{"ended_by", &v.EndedBy}, {"reason", &v.Reason}}
	})
	crisisOpinionTable = newTable("crisis_opinion", func(v *crisis.Opinion) []column {
		return []column{{"id", &v.ID}, {"n", &v.N}, {"at", &v.At}, {"by", &v.By}, {"agree", &v.Agree}, {"words", &v.Words}}
	})
	crisisChannelTable = newTable("crisis_channel", func(v *crisis.Channel) []column {
		return []column{{"id", &v.ID}, {"n", &v.N}, {"at", &v.At}, {"by", &v.By}, {"channel", &v.Channel}, {"link", &v.Link}}
	})
	crisisReadTable = newTable("crisis_read", func(v *crisis.Read) []column {
		return []column{{"id", &v.ID}, {"n", &v.N}, {"at", &v.At}, {"by", &v.By}}
	})
)

var holdings = moduleKind[crisis.Holding, *crisis.Holding]{
	table: newTable("holding", func(v *crisis.Holding) []column {
		return []column{{"id", &v.ID}, {"number", &v.Number}, {"version", &v.Version}, {"name", &v.Name}, {"text", &v.Text},
			{"at", &v.At}, {"by", &v.By}, {"approved_at", &v.ApprovedAt}, {"approved_by", &v.ApprovedBy},
			{"ended_at", &v.EndedAt}, {"ended_by", &v.EndedBy}}
	}),
	prefix: "SF",
	number: func(_ *crisis.Holding, day time.Time, n int) string { return crisis.HoldingNumber(day, n) },
	record: func(v *crisis.Holding) *huiyin.Record { return &v.Record },
	site:   func(*crisis.Holding) string { return "" },
	parts:  func(*crisis.Holding) []part { return nil },
}

var _ notified = (*crisis.Crisis)(nil) // who is told of a crisis is told

func verifyModules(q querier, sums map[string]string, v *Verdict) error {
	return errors.Join(alarms.verify(q, sums, v), crises.verify(q, sums, v), holdings.verify(q, sums, v), verifyUnits(q, sums, v))
}

// OpenCrisis opens a crisis, from an alarm where one is named, and gives its number (rule R1). Of two at once for one site
// and category the second is told of the first.
func (s *Store) OpenCrisis(ctx context.Context, once Once, by huiyin.Actor, now time.Time, f crisis.Opening,
	alarm string) (string, error) {
	return s.write(ctx, once, func(t *tx) (err error) {
		t.answer, err = t.openCrisis(by, now, f, alarm)
		return err
	})
}

func (t *tx) openCrisis(by huiyin.Actor, now time.Time, f crisis.Opening, alarm string) (string, error) {
	numbers, err := all[string](t, "SELECT r.number FROM crisis r WHERE r.state = ?1 AND (r.site = ?2 OR EXISTS "+
		"(SELECT 1 FROM crisis_site x WHERE x.crisis = r.id AND x.site = ?2)) ORDER BY r.id", string(crisis.Open), f.Site)
	if err != nil {
		return "", err
	}
	var open []*crisis.Crisis
	for _, n := range numbers {
		c, err := crises.load(t, "number = ?", n)
		if err != nil {
			return "", err
		}
		open = append(open, c)
	}
	if alarm == "" {
		c, err := crisis.OpenCrisis(by, now, f, nil, open)
		if err != nil {
			return "", err
		}
		err = crises.insert(t, c, now)
		return c.Number, err
	}
	var c *crisis.Crisis
	err = change(t, alarms.records(), alarm, 0, func(a *crisis.Alarm) error {
		if err := huiyin.MayOn(by, huiyin.ActionRead, a); err != nil {
			return err
		}
		if c, err = crisis.OpenCrisis(by, now, f, a, open); err != nil {
			return err
		}
		err := crises.insert(t, c, now)
		a.Crisis = c.Number
		return err
	})
	if err != nil {
		return "", err
	}
	return c.Number, nil
}

// JoinAlarm counts an alarm's people in an open crisis of its site; the alarm ends by it (rule R15).
func (s *Store) JoinAlarm(ctx context.Context, once Once, by huiyin.Actor, now time.Time, alarm, number string) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		return change(t, alarms.records(), alarm, 0, func(a *crisis.Alarm) error {
			if err := huiyin.ReadyOn(by, huiyin.ActionJoinAlarm, a); err != nil {
				return err
			}
			err := change(t, crises.records(), number, 0, func(c *crisis.Crisis) error { return c.Join(by, now, a) })
			if huiyin.KindOf(err) == huiyin.KindNotFound {
				return huiyin.Invalid("crisis", "请选择列表中的一项。")
			}
			return err
		})
	})
	return err
}

// OpenCrisis is Store.OpenCrisis.
func (b *Batch) OpenCrisis(by huiyin.Actor, now time.Time, f crisis.Opening, alarm string) (string, error) {
	return b.t.openCrisis(by, now, f, alarm)
}

// ChangeCrisis is Store.ChangeCrisis.
func (b *Batch) ChangeCrisis(number string, fn func(*crisis.Crisis) error) error {
	return change(b.t, crises.records(), number, 0, fn)
}

// ChangeCrisis loads a crisis, lets fn change it, and stores it with its journal, all or nothing.
func (s *Store) ChangeCrisis(ctx context.Context, once Once, number string, fn func(*crisis.Crisis) error) error {
	_, err := s.write(ctx, once, func(t *tx) error { return change(t, crises.records(), number, 0, fn) })
	return err
}

// HoldStatement issues a holding statement in a crisis (rule R3); template is its number.
func (s *Store) HoldStatement(ctx context.Context, once Once, number, template string,
	fn func(*crisis.Crisis, *crisis.Holding) error) error {
	_, err := s.write(ctx, once, func(t *tx) error { return t.holdStatement(number, template, fn) })
	return err
}

func (t *tx) holdStatement(number, template string, fn func(*crisis.Crisis, *crisis.Holding) error) error {
	h, err := holdings.load(t, "number = ?", template)
	if err != nil && huiyin.KindOf(err) != huiyin.KindNotFound { // the rule refuses one that is not there
		return err
	}
	return change(t, crises.records(), number, 0, func(c *crisis.Crisis) error { return fn(c, h) })
}

// Crisis reads a crisis as a person may see it; what they may not is not found (rule R1). To whom a seat is offered sees
// it too.
func (s *Store) Crisis(ctx context.Context, by huiyin.Actor, number string) (*crisis.Crisis, error) {
	c, err := s.crisis(ctx, number)
	if err == nil && c.Offered(by.Account) == 0 {
		err = huiyin.MayOn(by, huiyin.ActionRead, c)
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

func (s *Store) crisis(ctx context.Context, number string) (c *crisis.Crisis, err error) {
	err = s.snapshot(ctx, func(q querier) error {
		c, err = crises.load(q, "number = ?", number)
		return err
	})
	return c, err
}

// StatementToPrint reads a crisis for the print of what is in force, which the people of its sites may have (rule R3).
func (s *Store) StatementToPrint(ctx context.Context, by huiyin.Actor, number string) (*crisis.Crisis, error) {
	c, err := s.crisis(ctx, number)
	if err == nil && !c.Hears(by) && !c.Visible(by) {
		err = huiyin.NotFound()
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// namedIn is the SQL of who is named in a crisis, under the alias r.
func namedIn(account string) condition {
	return condition{"(EXISTS (SELECT 1 FROM crisis_seat x WHERE x.crisis = r.id AND ? IN (x.holder, x.deputy, x.acting)) OR " +
		"EXISTS (SELECT 1 FROM crisis_part x WHERE x.crisis = r.id AND x.person = ? AND x.ended_at IS NULL))",
		[]any{account, account}}
}

func ofSites(sites []string) condition {
	return condition{"(r.site IN (" + placeholders(len(sites)) + ") OR EXISTS (SELECT 1 FROM crisis_site x WHERE x.crisis = r.id " +
		"AND x.site IN (" + placeholders(len(sites)) + ")))", append(anys(sites), anys(sites)...)}
}

// anyOf joins two conditions by OR.
func anyOf(a, b condition) condition {
	return condition{"(" + a.sql + " OR " + b.sql + ")", append(append([]any{}, a.args...), b.args...)}
}

// seenCrises is the SQL of Crisis.Visible, under the alias r.
func seenCrises(by huiyin.Actor) condition {
	named := namedIn(by.Account)
	if sites := scopeOf(by).ownSites; by.Role >= huiyin.Manager && len(sites) > 0 {
		return anyOf(named, ofSites(sites))
	}
	return named
}

// mostCrisisRows is how many crises one page lists.
const mostCrisisRows = 100

// Crises lists the crises that a person reads, open ones first, the newest on top (rule R1).
func (s *Store) Crises(ctx context.Context, by huiyin.Actor, f crisis.Filter) (out []crisis.Listed, err error) {
	all := []condition{seenCrises(by)}
	if f.Site != "" {
		all = append(all, ofSites([]string{f.Site}))
	}
	if f.State != "" {
		all = append(all, condition{"r.state = ?", []any{string(f.State)}})
	}
	if f.Phase != "" {
		all = append(all, condition{"r.phase = ?", []any{string(f.Phase)}})
	}
	if q := strings.TrimSpace(f.Q); q != "" {
		all = append(all, condition{"(instr(r.title, ?) > 0 OR instr(r.matter, ?) > 0 OR r.number = ?)", []any{q, q, q}})
	}
	cond, args := where(all)
	err = reader{ctx, s}.query("SELECT r.number, r.site, r.title, r.matter, r.state, r.phase, r.opened_at, r.first_by, r.first_at, "+
		"(SELECT x.next_at FROM crisis_statement x WHERE x.crisis = r.id AND x.n = r.force), "+
		"coalesce((SELECT x.people FROM crisis_count x WHERE x.crisis = r.id ORDER BY x.at DESC, x.id DESC LIMIT 1), 0) "+
		"FROM crisis r WHERE "+cond+" ORDER BY r.state = 'open' DESC, r.opened_at DESC, r.id DESC LIMIT ?",
		append(args, mostCrisisRows), func(rows *sql.Rows) error {
			for rows.Next() {
				var c crisis.Listed
				if err := rows.Scan(&c.Number, &c.Site, &c.Title, &c.Matter, &c.State, &c.Phase, nullTime{&c.OpenedAt},
					nullTime{&c.FirstBy}, nullTime{&c.FirstAt}, nullTime{&c.NextAt}, &c.People); err != nil {
					return err
				}
				out = append(out, c)
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("list crises: %w", err)
	}
	return out, nil
}

// InForce is a statement as it stands on the pages of the people of its sites, or that it was withdrawn.
type InForce struct {
	Number   string
	Site     string
	N        int // 0 where it was withdrawn
	Kind     crisis.StatementKind
	Text     string
	IssuedAt time.Time
	NextAt   time.Time
	Answers  string
	Read     bool // the person has said that they know
	Front    bool // the person is one of the front staff, who say so
}

// Code is a word about it that changes when its strip does.
func (f *InForce) Code() string { return fmt.Sprintf("%s.%d.%t", f.Number, f.N, f.Read) }

// hearing is the SQL of Crisis.Hears for what is said or was taken back, under the alias r.
func hearing(by huiyin.Actor) condition {
	hears := anyOf(namedIn(by.Account), ofSites(append([]string{by.Site}, by.Sites...)))
	return condition{"r.state = ? AND (r.force > 0 OR r.withdrawn = 1) AND " + hears.sql,
		append([]any{string(crisis.Open)}, hears.args...)}
}

func spokenCount(by huiyin.Actor) condition {
	h := hearing(by)
	return condition{"SELECT count(*) FROM (SELECT 1 FROM crisis r WHERE " + h.sql + " LIMIT ?)", append(h.args, mostSpoken)}
}

// mostSpoken is how many statements stand on a page at once.
const mostSpoken = 5

// StatementsInForce reads what a person is to say now, the newest first (rule R3).
func (s *Store) StatementsInForce(ctx context.Context, by huiyin.Actor) (out []InForce, err error) {
	h := hearing(by)
	err = reader{ctx, s}.query("SELECT r.number, r.site, r.force, coalesce(s.kind, ''), coalesce(s.text, ''), s.issued_at, "+
		"s.next_at, coalesce(s.answers, ''), EXISTS (SELECT 1 FROM crisis_read x WHERE x.crisis = r.id AND x.n = r.force AND "+
		"x.by = ?), (SELECT json_group_array(x.site) FROM crisis_site x WHERE x.crisis = r.id) FROM crisis r LEFT JOIN "+
		"crisis_statement s ON s.crisis = r.id AND s.n = r.force WHERE "+h.sql+" ORDER BY r.id DESC LIMIT ?",
		append(append([]any{by.Account}, h.args...), mostSpoken), func(rows *sql.Rows) error {
			for rows.Next() {
				var f InForce
				var further string
				if err := rows.Scan(&f.Number, &f.Site, &f.N, &f.Kind, &f.Text, nullTime{&f.IssuedAt}, nullTime{&f.NextAt}, &f.Answers,
					&f.Read, &further); err != nil {
					return err
				}
				f.Front = by.Role < huiyin.Manager && (by.Site == f.Site || strings.Contains(further, `"`+by.Site+`"`))
				out = append(out, f)
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("statements in force: %w", err)
	}
	return out, nil
}

// Holdings lists the holding statements, the usable first (rule R3).
func (s *Store) Holdings(ctx context.Context) (out []*crisis.Holding, err error) {
	err = reader{ctx, s}.query("SELECT "+joined(holdings.cols)+" FROM holding ORDER BY ended_at IS NOT NULL, id DESC", nil,
		func(rows *sql.Rows) error {
			for rows.Next() {
				h := &crisis.Holding{}
				if err := rows.Scan(holdings.targets(h)...); err != nil {
					return err
				}
				h.Loaded()
				out = append(out, h)
			}
			return nil
		})
	return out, err
}

// WriteHolding stores a new holding statement (rule R3).
func (s *Store) WriteHolding(ctx context.Context, once Once, by huiyin.Actor, now time.Time, name, text string) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		_, err := t.writeHolding(by, now, name, text)
		return err
	})
	return err
}

func (t *tx) writeHolding(by huiyin.Actor, now time.Time, name, text string) (number string, err error) {
	h, err := crisis.WriteHolding(by, now, name, text)
	if err != nil {
		return "", err
	}
	err = holdings.insert(t, h, now)
	return h.Number, err
}

// WriteHolding is Store.WriteHolding.
func (b *Batch) WriteHolding(by huiyin.Actor, now time.Time, name, text string) (string, error) {
	return b.t.writeHolding(by, now, name, text)
}

// ChangeHolding loads a holding statement, lets fn change it, and stores it with its journal.
func (s *Store) ChangeHolding(ctx context.Context, once Once, number string, fn func(*crisis.Holding) error) error {
	_, err := s.write(ctx, once, func(t *tx) error { return change(t, holdings.records(), number, 0, fn) })
	return err
}

// ChangeHolding is Store.ChangeHolding.
func (b *Batch) ChangeHolding(number string, fn func(*crisis.Holding) error) error {
	return change(b.t, holdings.records(), number, 0, fn)
}

// HoldStatement is Store.HoldStatement.
func (b *Batch) HoldStatement(number, template string, fn func(*crisis.Crisis, *crisis.Holding) error) error {
	return b.t.holdStatement(number, template, fn)
}
