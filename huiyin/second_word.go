package huiyin

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SecondWordMatter is what of an account waits for a second person's word (rule P10).
type SecondWordMatter string

// What waits: the whole form of an account, a password that another gives, a second factor that another takes away.
const (
	OnPlace    SecondWordMatter = "place"
	OnPassword SecondWordMatter = "password"
	OnFactor   SecondWordMatter = "second_factor"
)

var secondWordsOn = words[SecondWordMatter]{
	{OnPlace, "职务和权限"}, {OnPassword, "重设密码"}, {OnFactor, "关闭两步验证"},
}

// Label is its name on pages.
func (w SecondWordMatter) Label() string { return secondWordsOn.label(w) }

// The states of what waits.
const (
	WordAsked     State = "word_asked"
	WordGiven     State = "word_given"
	WordRefused   State = "word_refused"
	WordWithdrawn State = "word_withdrawn"
	WordLapsed    State = "word_lapsed"
)

// secondWordLasts is how long it can be given: as long as a password that another gave opens the portal.
const secondWordLasts = 14 * 24 * time.Hour

// SecondWord is a change of an account that another administrator or a VP has yet to confirm (rule P10).
type SecondWord struct {
	ID      int64
	On      SecondWordMatter
	Account string
	By      string // who asked, "" for the domain
	Group   string // of the domain, which asks at a log-in, "" where an administrator did
	SetBy   string // who set that up
	At      time.Time
	Was     string // the account as it was when this was asked, "" for one to be added
	Wanted  string // as it is to be
	Hash    string // of the password that comes with it, while it waits
	State   State
	EndedAt time.Time
	EndedBy string
	Reason  string
}

// keptPerson is a person as it is kept beside what waits: the role by its code.
type keptPerson struct {
	Person
	Role string
}

func keepPerson(p *Person) string {
	b, _ := json.Marshal(keptPerson{*p, p.Role.Code()}) // texts, numbers and flags: never fails
	return string(b)
}

func personKept(text string) Person {
	var k keptPerson
	if json.Unmarshal([]byte(text), &k) != nil {
		return Person{}
	}
	k.Person.Role, _ = ParseRole(k.Role)
	return k.Person
}

// Asked is the account as it is to be, and Changes what differs then.
func (w *SecondWord) Asked() Person { return personKept(w.Wanted) }

// Changes says what is to become different, field by field.
func (w *SecondWord) Changes() []Change {
	if w.On != OnPlace {
		return nil
	}
	old, p := personKept(w.Was), w.Asked()
	return personChanges(&old, &p)
}

func (w *SecondWord) subject() string { return "account:" + w.Account }

// Status is its state at an instant: what waits lapses with its time, or when whoever asked is no administrator any more.
func (w *SecondWord) Status(o *Org, now time.Time) State {
	if w.State != WordAsked {
		return w.State
	}
	by := o.Person(w.By)
	if now.Sub(w.At) > secondWordLasts || w.Group == "" && (by == nil || by.Disabled || !by.Admin) {
		return WordLapsed
	}
	return WordAsked
}

// takesSecondWord tells whether an account is one whose password and second factor nobody changes alone: a manager's
// or above, and an administrator's, who could otherwise be used to confirm (rule P10).
func takesSecondWord(p *Person) bool { return p.Role >= Manager || p.Admin }

// byMachine tells whether somebody's word is enough whatever they change: the installer's on the machine, and that of the
// domain, which is asked only what no group may say alone.
func byMachine(by Actor) bool { return by.Account == "" }

// alone tells whether a change of an account takes no second word: on the machine, and while a house is founded, that is
// for the first beside the only administrator who could ever confirm anything. People are never deleted, so that nobody
// comes back to this state (rule P10).
func (o *Org) alone(by Actor, account string) bool {
	return byMachine(by) || account != by.Account && !slices.ContainsFunc(o.People, func(p Person) bool {
		return takesSecondWord(&p) && p.Account != by.Account
	})
}

// SecondWordsAsked are those that wait, the newest first, about one account or, with "", all.
func (o *Org) SecondWordsAsked(account string, now time.Time) []*SecondWord {
	var out []*SecondWord
	for i := range slices.Backward(o.SecondWords) {
		if w := &o.SecondWords[i]; w.Status(o, now) == WordAsked && (account == "" || w.Account == account) {
			out = append(out, w)
		}
	}
	return out
}

// Confirmers are those who may give their word: other administrators and VPs, never whom it concerns, nor who set up
// the domain that asks (rule P10).
func (o *Org) Confirmers(w *SecondWord) []*Person {
	return o.Active(func(p *Person) bool {
		return (p.Admin || p.Role == VP) && p.Account != w.By && p.Account != w.Account && !w.setBy(p.Account)
	})
}

func (w *SecondWord) setBy(account string) bool {
	return slices.Contains(strings.Fields(w.SetBy), account)
}

// OpenedByDomain tells whether an account is there because a second word was given on what the domain said.
func (o *Org) OpenedByDomain(account string) bool {
	return slices.ContainsFunc(o.SecondWords, func(w SecondWord) bool {
		return w.Account == account && w.Group != "" && w.Was == "" && w.State == WordGiven
	})
}

// SecondWordsFor are those that wait for a person's word (rule P10).
func (o *Org) SecondWordsFor(account string, now time.Time) []*SecondWord {
	return slices.DeleteFunc(o.SecondWordsAsked("", now), func(w *SecondWord) bool {
		return !slices.ContainsFunc(o.Confirmers(w), func(p *Person) bool { return p.Account == account })
	})
}

// askSecondWord has a change wait. One of a kind waits for an account at a time.
func (o *Org) askSecondWord(by Actor, now time.Time, w SecondWord) error {
	for _, other := range o.SecondWordsAsked(w.Account, now) {
		if other.On == w.On {
			return Conflict("这个账号的“%s”已有一项变更等待确认，请先撤回那一项。", w.On.Label())
		}
	}
	w.By, w.At, w.State = by.Account, now, WordAsked
	for i := range o.SecondWords {
		w.ID = max(w.ID, o.SecondWords[i].ID)
	}
	w.ID++
	if p := o.Person(w.Account); p != nil {
		w.Was = keepPerson(p)
	}
	o.SecondWords = append(slices.Clone(o.SecondWords), w)
	o.asked = append(o.asked, w.ID)
	o.log(by, ActionAskSecondWord, w.subject(), now, append(w.noted(), w.Changes()...)...)
	told := accounts(o.Confirmers(&w))
	if p := o.Person(w.Account); p != nil && w.Account != by.Account {
		told = append(told, w.Account)
	}
	o.tellOf(NoticeWordAsked, &w, now, told...)
	return nil
}

// noted says in the journal which it is.
func (w *SecondWord) noted() []Change {
	return []Change{Note("second_word", strconv.FormatInt(w.ID, 10)), Note("second_word_on", string(w.On))}
}

func (o *Org) tellOf(kind NoticeKind, w *SecondWord, now time.Time, accounts ...string) {
	slices.Sort(accounts)
	for _, who := range slices.Compact(accounts) {
		o.warnings = append(o.warnings, Notice{Account: who, Kind: kind, Number: w.Account, At: now})
	}
}

// Withhold keeps the hash of a password beside the change that waits since this very change of the company, and tells
// whether there is one: then it is not the account's yet.
func (o *Org) Withhold(account, hash string) bool {
	for _, id := range o.asked {
		if w := o.secondWord(id); w != nil && w.Account == account && w.On != OnFactor {
			w.Hash = hash
			return true
		}
	}
	return false
}

func (o *Org) secondWord(id int64) *SecondWord {
	i := slices.IndexFunc(o.SecondWords, func(w SecondWord) bool { return w.ID == id })
	if i < 0 || id == 0 {
		return nil
	}
	o.SecondWords = slices.Clone(o.SecondWords) // never changed in place
	return &o.SecondWords[i]
}

// SecondWordOn is whose account a second word is about, "" for none.
func (o *Org) SecondWordOn(id int64) string {
	for i := range o.SecondWords {
		if o.SecondWords[i].ID == id {
			return o.SecondWords[i].Account
		}
	}
	return ""
}

// end closes what waited; the hash goes.
func (w *SecondWord) end(to State, by Actor, now time.Time, reason string) {
	w.State, w.EndedAt, w.EndedBy, w.Reason, w.Hash = to, now, by.Account, reason, ""
}

// Release is a password that was confirmed.
type Release struct {
	Account, Hash string
	Given         time.Time
}

// SecondWordDecision is somebody's word: the reason where they refuse, what is open as for PutPerson, and the machine's
// time, from which a password that comes with it counts.
type SecondWordDecision struct {
	Decision Decision
	Reason   string
	Open     []string
	Wall     time.Time
}

// Releases are the passwords that became valid since the loading, and FactorsDropped the accounts whose second factor
// is taken away: the store carries both out.
func (o *Org) Releases() []Release { return o.releases }

// FactorsDropped is told with Releases.
func (o *Org) FactorsDropped() []string { return o.dropped }

// MayConfirm tells why a person may not give their word, nil when they may (rule P10).
func (o *Org) MayConfirm(by Actor, w *SecondWord, now time.Time) error {
	if err := by.may(ActionGiveSecondWord, nil); err != nil {
		return err
	}
	switch {
	case w.Status(o, now) != WordAsked:
		return Conflict("这项变更已经处理，或已失效。")
	case byMachine(by):
		return nil
	case by.Account == w.By:
		return Forbidden("自己提出的变更，由另一位管理员或副总经理确认。")
	case by.Account == w.Account:
		return Forbidden("涉及本人的变更，由另一位管理员或副总经理确认。")
	case w.setBy(by.Account):
		return Forbidden("域账号登录由您设置，这项变更由另一位管理员或副总经理确认。")
	}
	return nil
}

// GiveSecondWord confirms a change, which then takes place, or refuses it with a reason (rule P10).
func (o *Org) GiveSecondWord(by Actor, now time.Time, id int64, d SecondWordDecision) error {
	w := o.secondWord(id)
	if w == nil {
		return Every(by.may(ActionGiveSecondWord, nil), NotFound())
	}
	if err := o.MayConfirm(by, w, now); err != nil {
		return err
	}
	trimmed(&d.Reason)
	to, ok := map[Decision]State{Approve: WordGiven, Refuse: WordRefused}[d.Decision]
	if err := Every(when(!ok, "decision", "请选择确认或不同意。"),
		within("reason", d.Reason, 1000),
		when(d.Decision == Refuse && d.Reason == "", "reason", "不同意的，请写明原因。")); err != nil {
		return err
	}
	asked := *w
	w.end(to, by, now, d.Reason)
	detail := append(w.noted(), Note("decision", string(d.Decision)), Note("asked_by_account", asked.By))
	if d.Reason != "" {
		detail = append(detail, Note("reason", d.Reason))
	}
	o.log(by, ActionGiveSecondWord, w.subject(), now, detail...)
	if asked.Group == "" {
		o.tellOf(NoticeWordDecided, &asked, now, asked.By)
	}
	if d.Decision == Refuse {
		return nil
	}
	return o.carryOut(by, now, &asked, d)
}

// carryOut does what was asked.
func (o *Org) carryOut(by Actor, now time.Time, w *SecondWord, d SecondWordDecision) error {
	old, p := personKept(w.Was), o.Person(w.Account)
	if w.Was != "" && (p == nil || keepPerson(p) != w.Was) {
		return Conflict("这个账号之后已有改动，这项变更不再适用。")
	}
	if w.Hash != "" {
		o.releases = append(o.releases, Release{w.Account, w.Hash, d.Wall})
	}
	switch w.On {
	case OnPlace:
		was := old.Account
		want, err := o.checkedPerson(Actor{Person: &Person{Account: w.By, Admin: true}, Org: o}, was, w.Asked(), d.Open)
		if err != nil {
			return err
		}
		o.place(by, now, &old, want)
	case OnPassword:
		if p.Domain {
			return Conflict("此人用域账号登录，没有回音的密码。")
		}
		o.passwordSet(by, now, w.Account)
	case OnFactor:
		o.factorDropped(by, now, w.Account)
	}
	return nil
}

// WithdrawSecondWord takes back what one has asked (rule P10).
func (o *Org) WithdrawSecondWord(by Actor, now time.Time, id int64) error {
	if err := by.may(ActionWithdrawSecondWord, nil); err != nil {
		return err
	}
	w := o.secondWord(id)
	switch {
	case w == nil:
		return NotFound()
	case w.By != by.Account:
		return Forbidden("变更由提出的人撤回。")
	case w.Status(o, now) != WordAsked:
		return Conflict("这项变更已经处理，或已失效。")
	}
	w.end(WordWithdrawn, by, now, "")
	o.log(by, ActionWithdrawSecondWord, w.subject(), now, w.noted()...)
	return nil
}

// lapse ends what waits about an account that is changed otherwise.
func (o *Org) lapse(by Actor, now time.Time, account string) []Change {
	var out []Change
	for _, w := range o.SecondWords {
		if w.State == WordAsked && w.Account == account {
			o.secondWord(w.ID).end(WordLapsed, by, now, "")
			out = append(out, Note("second_word_lapsed", strconv.FormatInt(w.ID, 10)))
		}
	}
	return out
}

// personChanges says what differs between an account before and after, as the journal notes it.
func personChanges(old, p *Person) []Change {
	return changes(
		"name", old.Name, p.Name, "role", old.Role.Code(), p.Role.Code(), "admin", flag(old.Admin), flag(p.Admin),
		"site", old.Site, p.Site, "department", old.Department, p.Department, "sites", strings.Join(old.Sites, " "),
		strings.Join(p.Sites, " "),
		"all_sites", flag(old.AllSites), flag(p.AllSites), "general_manager", flag(old.GeneralManager),
		flag(p.GeneralManager),
		"disabled", flag(old.Disabled), flag(p.Disabled), "domain", flag(old.Domain), flag(p.Domain), "order",
		number(old.Order), number(p.Order))
}

// DropFactor takes somebody's second factor away, who has lost telephone and recovery codes; for whoever could
// change others' rights, only with a second word (rule P10).
func (o *Org) DropFactor(by Actor, now time.Time, account string) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	p := o.Person(account)
	if p == nil {
		return NotFound()
	}
	if takesSecondWord(p) && !byMachine(by) {
		return o.askSecondWord(by, now, SecondWord{On: OnFactor, Account: account})
	}
	o.factorDropped(by, now, account)
	return nil
}

func (o *Org) factorDropped(by Actor, now time.Time, account string) {
	o.dropped = append(o.dropped, account)
	o.log(by, ActionSetSecondFactor, "account:"+account, now, Note("second_factor", "off"))
	if account != by.Account {
		o.warnings = append(o.warnings, o.Warn(NoticeSecondDropped, account, now, false)...)
	}
}

func (o *Org) passwordSet(by Actor, now time.Time, account string) {
	o.log(by, ActionSetPassword, "account:"+account, now)
	o.warnings = append(o.warnings, o.Warn(NoticePasswordReset, account, now, false)...)
}
