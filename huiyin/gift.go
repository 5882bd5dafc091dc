package huiyin

import (
	"regexp"
	"strings"
	"time"
)

// Gift is a gift 礼品 on its way to a customer: one that was agreed in a proposal, an emergency gesture
// 应急慰问 (rule C9), or one of thanks for praise (rule B2).
type Gift struct {
	ID         int64
	N          int // counts from 1 inside its case
	Proposal   int // that it was agreed in, 0 for the others
	At         time.Time
	By         string // asked for it
	What       string
	Value      Money
	Status     GiftStatus
	DecidedAt  time.Time
	DecidedBy  string
	Words      string
	GivenAt    time.Time
	GivenBy    string
	Receipt    string
	Attachment int64  // the photo or the receipt
	Reason     string // why it was not given in the end
}

// GiftStatus is where a gift stands.
type GiftStatus string

// The statuses. Asked, approved and given gifts stand (rule C2).
const (
	GiftAsked    GiftStatus = "asked"
	GiftApproved GiftStatus = "approved"
	GiftRefused  GiftStatus = "refused"
	GiftGiven    GiftStatus = "given"
	GiftDropped  GiftStatus = "dropped"
)

var giftStatuses = words[GiftStatus]{{GiftAsked, "待审批"}, {GiftApproved, "待送出"}, {GiftRefused, "未同意"},
	{GiftGiven, "已送出"}, {GiftDropped, "未送出"}}

// Label is the status's name on pages.
func (s GiftStatus) Label() string { return giftStatuses.label(s) }

// Giving is what is noted when a gift is given, or why it is not given in the end.
type Giving struct {
	What       string // what was given, where that was left open
	At         time.Time
	Receipt    string
	Attachment int64
	Dropped    string
}

// cashLike finds words for money in the form of a gift, in each language of the interface; plainCash those
// that only a compensation may be paid by.
var (
	cashLike  = regexp.MustCompile(`[红紅]包|利是|[购購]物[卡券]|[储儲]值[卡券]|[礼禮]品[卡券]|代金券|提[货貨]券|消[费費][卡券]|加油卡|油卡|充值卡|[预預]付卡|\b(?:red (?:packet|envelope)s?|gift ?cards?|vouchers?|prepaid cards?)\b`)
	plainCash = regexp.MustCompile(`[现現]金|[转轉][账帳賬]|[汇匯]款|打款|[钞鈔]票|\b(?:cash|wire|bank transfers?|remittances?)\b`)
	notCash   = strings.NewReplacer("非现金", "", "不折现", "", "不得折现", "", "非現金", "", "不含现金", "", "不含現金", "", "不给现金", "",
		"不給現金", "")
)

// refuseCash refuses words for a gift that is cash (rule C9); where the same text tells of a compensation
// too, money may be named as such.
func refuseCash(field, text string, compensated bool) error {
	text = notCash.Replace(strings.ToLower(text))
	if cashLike.MatchString(text) || !compensated && plainCash.MatchString(text) {
		return Invalid(field, "礼品不能是现金、红包、转账、购物卡一类。要给钱的，请按经济补偿提出。")
	}
	return nil
}

const notYourGift = "这件礼品不由您审批：须是本项目主管以上、权限足够的其他人。"

// covers tells whether a person's authority covers a sum (rule C2).
func covers(by Actor, s CountedSum) bool {
	f, sum := by.Org.Parameters, s.Sum
	switch {
	case s.Unpriced && by.Role < VP:
		return false
	case by.Role == Supervisor:
		return sum <= f.Money(SupervisorLimit)
	case by.Role == Manager:
		return sum <= f.Money(ManagerLimit)
	}
	return by.Role == VP && (by.GeneralManager || !general(by.Org, sum))
}

// lowest are the active people of the lowest role in which someone fits.
func lowest(o *Org, fits func(Actor) bool) []string {
	for _, role := range Roles() {
		if found := o.Active(func(p *Person) bool { return p.Role == role && fits(Actor{Person: p, Org: o}) }); len(found) > 0 {
			return accounts(found)
		}
	}
	return nil
}

func newGift(by Actor, now time.Time, n int, what string, value Money) (Gift, error) {
	g := Gift{N: n, At: now, By: by.Account, What: strings.TrimSpace(what), Value: value, Status: GiftAsked}
	if err := Every(needed("what", what, 1000),
		refuseCash("what", what, false),
		refuseBargain("what", what),
		when(value <= 0, "value", "请填写礼品的价值。")); err != nil {
		return g, err
	}
	return g, nil
}

func presentOf(list []Gift, n int) *Gift {
	if n < 1 || n > len(list) {
		return nil
	}
	return &list[n-1]
}

// standing sums the gifts beside those of proposals, but for gift n.
func standing(list []Gift, n int) Money {
	var sum Money
	for _, g := range list {
		if g.N != n && g.counts() {
			sum += g.Value
		}
	}
	return sum
}

// counts tells whether a gift stands beside those of proposals (rule C2).
func (g *Gift) counts() bool {
	return g.Proposal == 0 && g.Status != GiftRefused && g.Status != GiftDropped
}

func countedGifts(list []Gift) (out []CountedAt) {
	for i := range list {
		if g := &list[i]; g.counts() {
			out = append(out, CountedAt{CountedSum{Sum: g.Value}, g.At})
		}
	}
	return out
}

func (g *Gift) check(d Decision, words string) error {
	return Every(when(d != Approve && d != Refuse, "decision", "请选择审批意见。"),
		when(d == Refuse && strings.TrimSpace(words) == "", "words", "不同意的须写明理由。"),
		within("words", words, longText))
}

func (g *Gift) decided(by Actor, now time.Time, d Decision, words string) {
	g.Status = GiftApproved
	if d == Refuse {
		g.Status = GiftRefused
	}
	g.DecidedAt, g.DecidedBy, g.Words = now, by.Account, words
}

// give notes the giving, or why it came to nothing.
func (g *Gift) give(by Actor, now time.Time, f Giving) error {
	if g.Status != GiftApproved {
		return Conflict("礼品“%s”，不能%s。", g.Status.Label(), ActionGiveGift.Label())
	}
	if strings.TrimSpace(f.Dropped) != "" {
		if err := within("dropped", f.Dropped, 1000); err != nil {
			return err
		}
		g.Status, g.Reason, g.GivenAt, g.GivenBy = GiftDropped, f.Dropped, now, by.Account
		return nil
	}
	var what error
	if g.What == "" {
		what = Every(needed("what", f.What, 1000), refuseCash("what", f.What, false), refuseBargain("what", f.What))
	}
	if err := Every(when(f.At.IsZero(), "at", "请填写送出的时间。"), when(f.At.After(now), "at", "送出的时间不能晚于现在。"),
		when(predates(f.At, g.DecidedAt), "at", "送出的时间不能早于批准的时间。"), what,
		within("receipt", f.Receipt, shortText)); err != nil {
		return err
	}
	if g.What == "" {
		g.What = strings.TrimSpace(f.What)
	}
	g.Status, g.GivenAt, g.GivenBy, g.Receipt, g.Attachment = GiftGiven, f.At, by.Account, f.Receipt, f.Attachment
	return nil
}

// told is what the journal says of a giving.
func (g *Gift) told(now time.Time) []Change {
	return []Change{Note("gift", g.What), Note("value", g.Value.Plain()), Note("at", earlier(g.GivenAt, now)),
		Note("receipt", g.Receipt), Note("dropped", g.Reason)}
}

// Present finds a gift by its number, nil when there is none.
func (c *Complaint) Present(n int) *Gift { return presentOf(c.Gifts, n) }

// agreesGift: a supervisor or above of the site whose authority covers the sum with it, who did not ask for
// it (rules C2, C4, C9).
func (c *Complaint) agreesGift(by Actor, g *Gift) bool {
	return g.Status == GiftAsked && by.Account != g.By && !accused(by, c) && by.Role >= Supervisor &&
		by.AnswersFor(c.Site) && covers(by, c.beside(by.Org, 0, g.At))
}

// mayAgreeGift: a gesture waits for this person's word.
func mayAgreeGift(by Actor, c *Complaint) bool {
	for i := range c.Gifts {
		if c.agreesGift(by, &c.Gifts[i]) {
			return true
		}
	}
	return false
}

// AskGesture asks for an emergency gesture: flowers, a taxi. It needs the word of a supervisor or above and
// may then be given before closing (rule C9).
func (c *Complaint) AskGesture(by Actor, now time.Time, what string, value Money) error {
	m, err := c.begin(by, ActionAskGesture, now)
	if err != nil {
		return err
	}
	g, err := newGift(by, now, len(c.Gifts)+1, what, value)
	if err != nil {
		return err
	}
	if most := by.Org.Parameters.Money(GestureLimit); standing(c.Gifts, 0)+value > most { // many small ones are one
		return Invalid("value", "结案之前的应急慰问，一件投诉合计最多 %s；更贵重的礼品请写进方案，经审批、结案之后送出。", most)
	}
	if err := m.stay(Note("gift", g.What), Note("value", value.Plain())); err != nil {
		return err
	}
	c.Gifts = append(c.Gifts, g)
	c.tell(by.Org, NoticeApprovalWaiting, "", now, by.Account,
		lowest(by.Org, func(who Actor) bool { return c.agreesGift(who, &g) })...)
	return nil
}

// MayAgreeGift tells why a person may not give the word on a gesture, nil when they may.
func (c *Complaint) MayAgreeGift(by Actor, n int) error {
	g, err := c.askedGift(by, n)
	if err := Every(err, c.mayBegin(by, ActionDecideGift)); err != nil {
		return err
	}
	return c.agreeable(by, g)
}

// askedGift finds a gesture that waits for a word, for who may see it.
func (c *Complaint) askedGift(by Actor, n int) (*Gift, error) {
	g := c.Present(n)
	switch {
	case g == nil || !c.Visible(by):
		return nil, NotFound()
	case g.Status != GiftAsked: // also for who comes too late
		return nil, Conflict("礼品“%s”，不能%s。", g.Status.Label(), ActionDecideGift.Label())
	}
	return g, nil
}

func (c *Complaint) agreeable(by Actor, g *Gift) error {
	if !c.agreesGift(by, g) {
		return Forbidden(notYourGift)
	}
	return nil
}

// AgreeGesture gives the word on an emergency gesture (rule C9).
func (c *Complaint) AgreeGesture(by Actor, now time.Time, n int, d Decision, words string) error {
	c.Run(by.Org, now)
	g, err := c.askedGift(by, n)
	if err != nil {
		return err
	}
	m, err := c.begin(by, ActionDecideGift, now)
	if err != nil {
		return err
	}
	if err := Every(c.agreeable(by, g), g.check(d, words)); err != nil {
		return err
	}
	if err := m.stay(Note("gift", g.What), Note("decision", string(d)), Note("words", words)); err != nil {
		return err
	}
	g.decided(by, now, d, words)
	c.tell(by.Org, NoticeApprovalDecided, string(d), now, by.Account, g.By)
	return nil
}

// MayGive tells why a person may not give a gift now, nil when they may: one of a proposal after closing, a
// gesture once it is agreed, and not by who agreed to it (rule C9).
func (c *Complaint) MayGive(by Actor, n int) error {
	g := c.Present(n)
	if g == nil || !c.Visible(by) {
		return NotFound()
	}
	return Every(c.mayBegin(by, ActionGiveGift), c.givable(by, g))
}

func (c *Complaint) givable(by Actor, g *Gift) error {
	switch {
	case g.Status != GiftApproved:
		return Conflict("礼品“%s”，不能%s。", g.Status.Label(), ActionGiveGift.Label())
	case g.Proposal > 0 && c.State != Closed:
		return Conflict("礼品在结案之后才能送出；应急慰问除外。")
	case g.DecidedBy == by.Account:
		return Forbidden("同意应急慰问的人不能自己送出。")
	}
	return nil
}

// Give notes that a gift was given: who, when, what; or why it was not, in the end (rule C9).
func (c *Complaint) Give(by Actor, now time.Time, n int, f Giving) error {
	c.Run(by.Org, now)
	present := c.Present(n)
	if present == nil || !c.Visible(by) {
		return NotFound()
	}
	m, err := c.begin(by, ActionGiveGift, now)
	if err := Every(err, c.givable(by, present)); err != nil {
		return err
	}
	g := *present
	if a := c.Attachment(f.Attachment); f.Attachment != 0 && (a == nil || !a.WithdrawnAt.IsZero()) {
		return Invalid("attachment", "请选择列表中的一项。")
	}
	if g.Proposal > 0 && strings.TrimSpace(f.Dropped) == "" && !f.At.IsZero() && predates(f.At, c.ClosedAt) {
		return Invalid("at", "送出的时间不能早于结案时间。")
	}
	if err := g.give(by, now, f); err != nil {
		return err
	}
	if err := m.stay(g.told(now)...); err != nil {
		return err
	}
	*present = g
	c.endGiftTask(by, now, present)
	return nil
}

// Ungiven are the gifts that were agreed or approved and are still to be given (rule C9).
func (c *Complaint) Ungiven() []*Gift {
	var out []*Gift
	for i := range c.Gifts {
		if g := &c.Gifts[i]; g.Status == GiftApproved {
			out = append(out, g)
		}
	}
	return out
}

// owe notes a gift that the customer has accepted with a proposal; what it is, is said when it is given.
func (c *Complaint) owe(p *Proposal, now time.Time) {
	if p.Has(RemedyGift) {
		c.Gifts = append(c.Gifts, Gift{N: len(c.Gifts) + 1, Proposal: p.N, At: now, By: p.By, Value: p.GiftValue(),
			Status: GiftApproved})
	}
}

// Thanked is a gift of thanks to the customer of a complaint, asked for or given while that was open.
type Thanked struct {
	Number string // of the praise
	Value  Money
}

// thanked is what such gifts amount to, but for those of one praise (rules C2, C9).
func (c *Complaint) thanked(but string) Money {
	var sum Money
	for _, g := range c.Thanks {
		if g.Number != but {
			sum += g.Value
		}
	}
	return sum
}

// presentFor finds the gift of a proposal, nil when there is none.
func (c *Complaint) presentFor(n int) *Gift {
	for i := range c.Gifts {
		if g := &c.Gifts[i]; g.Proposal == n && n > 0 {
			return g
		}
	}
	return nil
}

// owed tells whether a proposal's gift is still to be given.
func (c *Complaint) owed(n int) bool {
	g := c.presentFor(n)
	return g != nil && g.Status == GiftApproved
}

// GiftValue is the part of a proposal's amount that is a gift.
func (p *Proposal) GiftValue() Money {
	switch {
	case !p.Has(RemedyGift):
		return 0
	case !p.Has(Compensation):
		return p.Amount
	}
	return p.Gift
}

// Payable is the part of a proposal's amount that is money.
func (p *Proposal) Payable() Money { return p.Amount - p.GiftValue() }

// OpenGift is a gift that waits for someone: for a word, or to be given.
type OpenGift struct {
	Number string
	Site   string
	What   string
	Value  Money
	By     string
	At     time.Time
	Asked  bool // waits for a word
}
