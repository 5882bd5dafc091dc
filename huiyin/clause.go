package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Clause is one version of a clause of the company's rules, on which a consequence for staff rests (rules A3, B3). It
// is never edited: a new version takes its place from its first day on.
type Clause struct {
	Key       string // code and version: 3.2@1
	Code      string // as the rules number it: 3.2
	Version   int
	Text      string
	From      string // first day in force: 2026-03-01
	Until     string // last day in force, "" while it is
	Discussed string // 民主讨论
	Announced string // 公示
	Allows    []string
	BlackCard string // what a black card is, where the clause has one
}

// ClauseReading is the word of a person that they have read a version of a clause.
type ClauseReading struct {
	Key     string // clause and account
	Clause  string
	Account string
	At      time.Time
}

func readingKey(clause, account string) string { return clause + " " + account }

const clausesSubject = "clauses"

// Clause finds a version of a clause, nil when there is none.
func (o *Org) Clause(key string) *Clause {
	if i := slices.IndexFunc(o.Clauses, func(k Clause) bool { return k.Key == key }); i >= 0 {
		return &o.Clauses[i]
	}
	return nil
}

// Holds tells whether the version was in force on a day.
func (k *Clause) Holds(day string) bool { return k.From <= day && (k.Until == "" || day <= k.Until) }

// Allow tells whether the clause allows all of these consequences.
func (k *Clause) Allow(kinds ...string) bool {
	return !slices.ContainsFunc(kinds, func(s string) bool { return !slices.Contains(k.Allows, s) })
}

// ReadAt is when a person confirmed that they had read a version of a clause, zero where they have not.
func (o *Org) ReadAt(clause, account string) time.Time {
	i := slices.IndexFunc(o.Readings, func(r ClauseReading) bool { return r.Clause == clause && r.Account == account })
	if i < 0 {
		return time.Time{}
	}
	return o.Readings[i].At
}

// ClausesFor lists the clauses on which a consequence for an act may rest: in force on its day, and read by the person
// before it (rule A3).
func (o *Org) ClausesFor(account string, act time.Time) []Clause {
	day := act.In(o.Zone).Format(time.DateOnly)
	return slices.DeleteFunc(slices.Clone(o.Clauses), func(k Clause) bool {
		at := o.ReadAt(k.Key, account)
		return !k.Holds(day) || at.IsZero() || !at.Before(act)
	})
}

// ToRead lists the clauses that a person has not confirmed to have read: those in force on a day or later.
func (o *Org) ToRead(account, day string) []Clause {
	return slices.DeleteFunc(slices.Clone(o.Clauses), func(k Clause) bool {
		return k.Until != "" && k.Until < day || !o.ReadAt(k.Key, account).IsZero()
	})
}

// ClauseForm is a clause as it is typed.
type ClauseForm struct {
	Code, Text, From, Discussed, Announced, BlackCard string
	Allows                                            []string
}

// PutClause adds a clause, or the next version of one, which ends the one before on the day before its own first
// (rule A3).
func (o *Org) PutClause(by Actor, now time.Time, f ClauseForm) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	trimmed(&f.Code, &f.Text, &f.From, &f.Discussed, &f.Announced, &f.BlackCard)
	if err := Every(when(!clauseCode.MatchString(f.Code), "code", "请填写条款编号，如 3.2，最多 20 个字。"),
		needed("text", f.Text, longText),
		noFine("text", f.Text),
		dayIn("discussed", f.Discussed, "请写明民主讨论的日期。"),
		dayIn("announced", f.Announced, "请写明公示的日期。"),
		dayIn("from", f.From, "请写明从哪天起施行。")); err != nil {
		return err
	}
	today := now.In(o.Zone).Format(time.DateOnly)
	if err := Every(when(f.Discussed > today, "discussed", "民主讨论须已经开过。"),
		when(f.Announced < f.Discussed, "announced", "公示须在民主讨论之后。"),
		when(f.From < f.Announced, "from", "施行不能早于公示。")); err != nil {
		return err
	}
	allows, err := kindsInOrder("allows", f.Allows)
	if err != nil {
		return err
	}
	if black := slices.Contains(allows, string(BlackCard)); black {
		if err := Every(needed("black_card", f.BlackCard, longText), noFine("black_card", f.BlackCard)); err != nil {
			return err
		}
	} else if f.BlackCard != "" {
		return Invalid("black_card", "条款没有黑牌，不须写明什么是黑牌。")
	}
	k := Clause{Code: f.Code, Version: 1, Text: f.Text, From: f.From, Discussed: f.Discussed, Announced: f.Announced,
		Allows: allows, BlackCard: f.BlackCard}
	var detail []Change
	clauses := slices.Clone(o.Clauses)
	for i := range clauses {
		old := &clauses[i]
		if old.Code != f.Code {
			continue
		}
		if old.From >= f.From {
			return Invalid("from", "新版本须晚于前一版本的施行日 %s。", old.From)
		}
		k.Version = max(k.Version, old.Version+1)
		if before := dayBefore(f.From); old.Until == "" || old.Until > before {
			old.Until = before
		}
	}
	k.Key = k.Code + "@" + strconv.Itoa(k.Version)
	o.Clauses = append(clauses, k)
	detail = append(detail, Note("clause", k.Key), Note("clause_text", k.Text), Note("from", k.From),
		Note("discussed", k.Discussed), Note("announced", k.Announced), Note("allows", strings.Join(allows, " ")))
	if k.BlackCard != "" {
		detail = append(detail, Note("black_card", k.BlackCard))
	}
	o.note(by, now, clausesSubject, detail)
	return nil
}

// EndClause ends a clause on a day that has not passed; what was done while it was in force stays under it.
func (o *Org) EndClause(by Actor, now time.Time, key, until string) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	k := o.Clause(key)
	if err := Every(when(k == nil, "clause", "请选择列表中的一项。"),
		dayIn("until", until, "请写明到哪天为止。")); err != nil {
		return err
	}
	switch today := now.In(o.Zone).Format(time.DateOnly); {
	case until < today:
		return Invalid("until", "不能早于今天：已经适用过的条款不追溯废止。")
	case until < k.From:
		return Invalid("until", "不能早于施行日 %s。", k.From)
	case k.Until != "" && until > k.Until:
		return Invalid("until", "这一版本到 %s 为止，不能延后。", k.Until)
	}
	clauses := slices.Clone(o.Clauses)
	was := k.Until
	for i := range clauses {
		if clauses[i].Key == key {
			clauses[i].Until = until
		}
	}
	o.Clauses = clauses
	o.note(by, now, clausesSubject, append([]Change{Note("clause", key)}, changes("until", was, until)...))
	return nil
}

// ReadClause writes down that a person has read a version of a clause (rules A3, B3).
func (o *Org) ReadClause(by Actor, now time.Time, key string) error {
	if err := by.may(ActionReadClause, nil); err != nil {
		return err
	}
	k := o.Clause(key)
	switch {
	case k == nil:
		return Invalid("clause", "请选择列表中的一项。")
	case !o.ReadAt(key, by.Account).IsZero():
		return Conflict("您已经确认阅读过这一条款。")
	case k.Until != "" && k.Until < now.In(o.Zone).Format(time.DateOnly):
		return Conflict("这一版本已不再施行，请阅读现行版本。")
	}
	o.Readings = append(slices.Clone(o.Readings),
		ClauseReading{Key: readingKey(key, by.Account), Clause: key, Account: by.Account, At: now})
	o.log(by, ActionReadClause, clausesSubject, now, Note("clause", key))
	return nil
}

// kindsInOrder puts consequences of a form into the order of the list, each once; none is refused.
func kindsInOrder(field string, list []string) ([]string, error) {
	if slices.ContainsFunc(list, func(s string) bool { return !sanctionKinds.has(SanctionKind(s)) }) {
		return nil, Invalid(field, "请选择列表中的一项。")
	}
	var out []string
	for _, s := range SanctionKinds() {
		if slices.Contains(list, string(s)) {
			out = append(out, string(s))
		}
	}
	if len(out) == 0 {
		return nil, Invalid(field, "请选择处罚。")
	}
	return out, nil
}

// dayIn refuses what is no day of the calendar.
func dayIn(field, day, missing string) error {
	if day == "" {
		return Invalid(field, "%s", missing)
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil || t.Year() < 1990 || t.Year() > 2200 {
		return Invalid(field, "日期须写成 2025-03-01 的样子。")
	}
	return nil
}

func dayBefore(day string) string {
	t, _ := time.Parse(time.DateOnly, day)
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}

// noFine refuses a text of a consequence that takes money from a person, or ends their work: no fine and no deduction
// from wages stands anywhere, and a dismissal is only referred (rule A3).
func noFine(field, text string) error {
	plain := wageSigns.Replace(strings.ToLower(strings.Join(strings.FieldsFunc(text, isGap), "")))
	switch {
	case fineOutright.MatchString(plain), fineTaken.MatchString(plain), fineReversed.MatchString(plain),
		fineSum.MatchString(plain):
		return Invalid(field, "处罚不能写罚款或扣减工资、奖金、绩效等：本系统不作任何经济处罚。")
	case dismissed.MatchString(plain):
		return Invalid(field, "不能写开除、辞退：解除劳动合同只能提交人力资源办理。")
	}
	return nil
}

// isGap: a sign that is put between the signs of a word to get it past a check.
func isGap(r rune) bool {
	return r == ' ' || r == '\t' || r == '\u3000' || r == '\u00a0' || r == '·' || r == '*' || r == '-' || r == '_' ||
		r == '\u200b'
}
