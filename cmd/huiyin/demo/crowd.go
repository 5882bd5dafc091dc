package demo

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

const crowdYears = 3

// Crowd adds n complaints for load tests, spread over three years, each with a life of its own: it
// is carried on as far as now lets it, so that old ones are archived and new ones open. The n-th
// complaint is always the same.
func Crowd(ctx context.Context, store *db.Store, now time.Time, n int) error {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // speed, not memory
	paper, err := keepPaper(store)
	if err != nil {
		return err
	}
	start := now.AddDate(-crowdYears, 0, 0)
	i := 0
	return store.Load(ctx, func() (*huiyin.Complaint, error) {
		if i == n {
			return nil, nil
		}
		c, err := live(store.Org(), i, arrival(start, now, float64(i+1)/float64(n+1), store.Org().Zone), now, paper)
		if err != nil {
			return nil, fmt.Errorf("complaint %d: %w", i, err)
		}
		i++
		return c, nil
	})
}

// arrival is when the complaint at a place between 0 and 1 in the line comes in: more in summer than in
// winter, and by day. Later places come in later.
func arrival(start, now time.Time, place float64, zone *time.Location) time.Time {
	const swing = 0.3 // of the mean
	phase := func(x float64) float64 {
		return 2*math.Pi*(crowdYears*x+float64(start.YearDay())/365) - 2*math.Pi*200/365
	}
	integral := func(x float64) float64 { // of 1 + swing·cos(phase)
		return x + swing*(math.Sin(phase(x))-math.Sin(phase(0)))/(2*math.Pi*crowdYears)
	}
	low, high := 0.0, 1.0
	for range 40 {
		if middle := (low + high) / 2; integral(middle) < place*integral(1) {
			low = middle
		} else {
			high = middle
		}
	}
	at := start.Add(time.Duration(low * float64(now.Sub(start)))).In(zone)
	midnight := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, zone)
	const opens, closes = 8, 21 // o'clock
	by := midnight.Add(opens*time.Hour + at.Sub(midnight)*(closes-opens)/24).Truncate(time.Second)
	if by.After(now) { // the last day is not over
		return now.Truncate(time.Second)
	}
	return by
}

// keepPaper keeps the one signed form that stands for everybody's.
func keepPaper(store *db.Store) (huiyin.Attachment, error) {
	hash, size, err := store.KeepFile(bytes.NewReader(picture(huiyin.SignedForm, "crowd")), huiyin.MaxUpload)
	return huiyin.Attachment{Name: "客户投诉意见处理表（已签字）.png", Kind: huiyin.SignedForm, Type: "image/png", Hash: hash,
		Size: size}, err
}

// turn is one step of a life, some while after the one before.
type turn struct {
	within time.Duration
	by     string // "" is whoever is in charge
	do     deed
}

// live carries the i-th complaint of the crowd through its life, up to now.
func live(o *huiyin.Org, i int, received, now time.Time, paper huiyin.Attachment) (*huiyin.Complaint, error) {
	r := rand.New(rand.NewPCG(20250303, uint64(i)))
	at := crowdPlaces[r.IntN(len(crowdPlaces))]
	in, kind := at.tell(r, i)
	agent := pick(r, at.agents)
	c, err := huiyin.RecordComplaint(actorOf(o, agent), received, in)
	if err != nil {
		return nil, err
	}
	turns := at.turns(r, c, agent, kind, paper)
	if r.IntN(200) == 0 { // forgotten on the way
		turns = turns[:r.IntN(len(turns))]
	}
	when := received
	for _, t := range turns {
		when = when.Add(t.within/3 + time.Duration(r.Int64N(int64(t.within))))
		if when.After(now) {
			break
		}
		by := t.by
		if by == "" {
			by = c.Owner
		}
		if err := t.do(&place{Complaint: c, by: actorOf(o, by), now: when}); err != nil {
			return nil, err
		}
	}
	c.Run(o, now)
	return c, nil
}

// turns is what becomes of a complaint: settled on the spot, or investigated and answered, with money
// where it asks for some.
func (at crowdPlace) turns(r *rand.Rand, c *huiyin.Complaint, agent string, kind crowdKind,
	paper huiyin.Attachment) []turn {
	sign := func(p *place) error { // rule F6
		if p.Grade == huiyin.Minor {
			return nil
		}
		return p.Attach(p.by, p.now, paper)
	}
	fix, why, back := pick(r, kind.fixes), pick(r, kind.causes), pick(r, crowdReplies)
	satisfaction := pick(r, []huiyin.Satisfaction{"satisfied", "satisfied", "satisfied", "fair", "fair", "unsatisfied"})
	impact := func() int { return 1 + r.IntN(4) }
	end := []turn{{4 * hours, at.supervisor, sign}, {8 * hours, "", closeByAnother},
		{50 * hours, agent, call(satisfaction, pick(r, crowdCalls))},
		{20 * hours, "", answersCall("已向客户再次说明，客户没有新的要求。")}}
	if r.IntN(5) > 0 {
		who := agent
		if c.Grade != huiyin.Minor { // rule G7
			who = ""
		}
		return append([]turn{
			{40 * time.Minute, who, settle(kind.class, why, fix, back, satisfaction)},
			{20 * hours, at.supervisor, judge("company", kind.department, impact(), 1, 1)},
		}, end...)
	}
	turns := []turn{
		{3 * hours, at.supervisor, assign(at.supervisor, kind.department)},
		{hours, at.supervisor, accept},
		{10 * hours, at.supervisor, talk(pick(r, []huiyin.Way{"phone", "wechat", "face"}), back)},
		{20 * hours, at.supervisor, find(pick(r, kind.findings), pick(r, crowdGrounds))},
		{3 * hours, "", judge("company", kind.department, impact(), impact(), impact())},
	}
	if r.IntN(5) == 0 && c.Grade == huiyin.Minor {
		turns = append(turns,
			turn{6 * hours, agent, propose("apology compensation", huiyin.Money(200+100*r.IntN(18)), fix+"，并给予一次性补偿。",
				pick(r, crowdGrounds))},
			turn{5 * hours, at.supervisor, approve(pick(r, []string{"同意。", "属实，同意。", "情况清楚，同意。"}))})
	} else {
		turns = append(turns, turn{6 * hours, "", propose("apology improvement", 0, fix+"。", pick(r, crowdGrounds))})
	}
	return append(append(turns,
		turn{12 * hours, "", answer("phone", "yes", back, "")},
		turn{hours, at.supervisor, cause(kind.class, why)},
		turn{hours, at.supervisor, correct(agent, fix, 6*days)},
		turn{20 * hours, "f01", payIfMoney(paper)},
		turn{10 * hours, agent, did(fix + "，已完成。")},
		turn{6 * hours, at.supervisor, tell("phone", satisfaction, back)},
	), end...)
}

// closeByAnother closes, by somebody else in charge where the owner has handled it (rule W7).
func closeByAnother(p *place) error {
	if p.JudgesAlone(p.by) {
		others := p.by.Org.Active(func(q *huiyin.Person) bool {
			return q.Account != p.Owner && p.Offers(huiyin.Actor{Person: q, Org: p.by.Org}, huiyin.ActionClose)
		})
		p.by = huiyin.Actor{Person: others[0], Org: p.by.Org}
	}
	return closeAs(huiyin.Solved, "")(p)
}

// payIfMoney pays what is owed, on the one paper that stands for everybody's agreement (rule C6).
func payIfMoney(paper huiyin.Attachment) deed {
	return func(p *place) error {
		if p.Unpaid() == 0 {
			return nil
		}
		if p.Unpaid() >= p.by.Org.Parameters.Money(huiyin.AgreementFrom) {
			paper.Kind, paper.Name = huiyin.SignedAgreement, "和解协议（已签字）.png"
			owner := huiyin.Actor{Person: p.by.Org.Person(p.Owner), Org: p.by.Org}
			if err := p.Attach(owner, p.now, paper); err != nil {
				return err
			}
		}
		return throughBank(len(p.Proposals), p.Unpaid(),
			fmt.Sprintf("SK-%s-%04d", p.now.Format("0601"), p.now.Unix()%10000))(p)
	}
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// crowdPlace is a site with its people and what is complained about there.
type crowdPlace struct {
	site       string
	agents     []string
	supervisor string
	relations  []huiyin.Relation
	kinds      []crowdKind
}

// crowdKind is one kind of trouble, from which complaints are put together.
type crowdKind struct {
	category   string
	department string
	class      huiyin.CauseClass
	matters    []string // %s is where
	demands    []string
	findings   []string
	causes     []string
	fixes      []string
}

// tell puts a customer's complaint together, the i-th of all; no two that follow one another begin alike.
func (at crowdPlace) tell(r *rand.Rand, i int) (huiyin.Intake, crowdKind) {
	kind := pick(r, at.kinds)
	unit := fmt.Sprintf("%d栋%d单元%d%02d", 1+r.IntN(16), 1+r.IntN(3), 1+r.IntN(26), 1+r.IntN(6))
	name := pick(r, crowdSurnames) + pick(r, crowdGiven)
	if r.IntN(3) > 0 {
		name += pick(r, crowdGiven)
	}
	return huiyin.Intake{
		Site: at.site, Category: kind.category, Name: name, Unit: unit,
		Phone: fmt.Sprintf("13%d0000%04d", r.IntN(10), r.IntN(10000)),
		Channel: pick(r, []huiyin.Channel{"phone", "phone", "phone", "visit", "wechat", "app", "hotline", "letter",
			"email", "government"}),
		Relation:     pick(r, at.relations),
		Emotion:      pick(r, []huiyin.Emotion{"calm", "dissatisfied", "dissatisfied", "agitated", "furious"}),
		Urgency:      pick(r, []huiyin.Urgency{"normal", "normal", "normal", "normal", "urgent"}),
		Complainants: 1 + r.IntN(2),
		Matter: crowdTimes[r.IntN(len(crowdTimes)/2)*2+i%2] + fmt.Sprintf(pick(r, kind.matters), pick(r, crowdSpots)) +
			pick(r, crowdTroubles),
		Demand: pick(r, kind.demands) + pick(r, crowdWishes), ReadBack: true, Apologised: r.IntN(2) == 0,
	}, kind
}
