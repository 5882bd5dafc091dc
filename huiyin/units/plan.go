package units

import (
	"cmp"
	"math"
	"strconv"
	"time"

	"huiyin/huiyin"
)

// Will says what becomes of a line of a file (rule B11).
type Will string

// What becomes of it.
const (
	WillNew      Will = "new"
	WillChange   Will = "changed"
	WillOwner    Will = "owner"
	WillSame     Will = "same"
	WillRefuse   Will = "refused"
	WillConflict Will = "conflict"
	WillMiss     Will = "missing" // of a unit that the file does not have
)

var wills = huiyin.Words[Will]{{WillConflict, "有冲突"}, {WillNew, "新房源"}, {WillChange, "有改动"}, {WillOwner, "换业主"},
	{WillMiss, "文件中没有"}, {WillRefuse, "不能导入"}, {WillSame, "相同"}}

// Label is its name on pages.
func (w Will) Label() string { return wills.Label(w) }

// Wills lists them, what has to be looked at first.
func Wills() []Will { return wills.All() }

// Takes tells whether a line is imported unless something else is chosen for it.
func (w Will) Takes() bool { return w == WillNew || w == WillChange || w == WillOwner }

// Do is what is chosen for a line with a conflict.
type Do string

// What may be chosen.
const (
	Take Do = "take" // as the file says
	Keep Do = "keep" // what differs stays as it is, the rest is taken
	Skip Do = "skip"
)

var dos = huiyin.Words[Do]{{Skip, "跳过这一行"}, {Take, "按文件"}, {Keep, "保留现有，其余按文件"}}

// Label is its name on pages.
func (d Do) Label() string { return dos.Label(d) }

// Dos lists them.
func Dos() []Do { return dos.All() }

// Has tells whether it is one of them.
func (d Do) Has() bool { return dos.Has(d) }

// Difference is a field of which file and register say otherwise.
type Difference struct {
	Field, Was, Now string
	Conflict        bool
	Kept            bool // by hand: the file repeats what it said before
	Relation        Relation
}

// Title is what it is about: a field, or who somebody is.
func (d Difference) Title() string {
	if d.Field == "owner" && d.Relation != "" {
		return d.Relation.Label()
	}
	return FieldTitle(d.Field)
}

// Planned is a line and what becomes of it.
type Planned struct {
	Line     Line
	Unit     int64 // 0 for a new one
	Code     string
	Will     Will
	Why      *huiyin.Error // of a refused one
	Says     []huiyin.Error
	Diff     []Difference
	NewOwner bool // who stands there now ends, and the file's begins
	Asks     bool // the change of owner has to be decided: a case of the unit is open
}

// areaDiffers is by how much an area may differ without being asked about (rule B11).
const areaDiffers = 0.03

// PlanLine compares a line with its unit, nil where there is none; open tells whether a case of the unit is open.
func PlanLine(o *huiyin.Org, l Line, u *Unit, open bool) Planned {
	p := Planned{Line: l, Code: l.Code, Will: WillNew}
	if u == nil {
		return p
	}
	p.Code = u.Code
	p.Unit = u.ID
	if u.Gone {
		return p
	}
	p.Will = WillSame
	raise := func(w Will) {
		if p.Will == WillSame || w == WillConflict || w == WillOwner && p.Will == WillChange {
			p.Will = w
		}
	}
	hand := u.hand()
	for _, f := range fields {
		value, says := l.Values[f.Name]
		known := f.get(u)
		if !says || value == known {
			continue
		}
		d := Difference{Field: f.Name, Was: known, Now: value}
		was, corrected := hand[f.Name]
		switch {
		case corrected && value == was:
			d.Kept = true
		case corrected, apart(f.Name, known, value):
			d.Conflict = true
			raise(WillConflict)
		default:
			raise(WillChange)
		}
		p.Diff = append(p.Diff, d)
	}
	p.planPeople(o, u, open, raise)
	return p
}

// apart tells whether two areas differ by more than a mistake of measuring.
func apart(field, a, b string) bool {
	if field != "area" && field != "inner_area" {
		return false
	}
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err1 == nil && err2 == nil && math.Abs(x-y) > areaDiffers*x
}

func (p *Planned) planPeople(o *huiyin.Org, u *Unit, open bool, raise func(Will)) {
	for _, now := range p.Line.People {
		known := u.match(o, now)
		last := u.owner()
		switch {
		case known != nil:
			if now.Phone != "" && now.Phone != known.Phone && len(huiyin.Phones(now.Phone)) > 0 &&
				!o.SamePhone(known.Phone, now.Phone) || known.Phone == "" && now.Phone != "" {
				p.Diff = append(p.Diff, Difference{Field: "owner_phone", Was: known.Phone, Now: now.Phone})
				raise(WillChange)
			}
			if now.Name != known.Name {
				p.Diff = append(p.Diff, Difference{Field: "owner", Was: known.Name, Now: now.Name, Relation: now.Relation})
				raise(WillChange)
			}
		case u.namesake(now) != nil: // one person with another number, or two: somebody decides
			p.Diff = append(p.Diff, Difference{Field: "owner_phone", Was: u.namesake(now).Phone, Now: now.Phone, Conflict: true})
			raise(WillConflict)
		case now.Relation == Owner && last != nil:
			p.NewOwner, p.Asks = true, open
			p.Diff = append(p.Diff, Difference{Field: "owner", Was: last.Name, Now: now.Name, Conflict: open, Relation: now.Relation})
			raise(WillOwner)
			if open {
				raise(WillConflict)
			}
		case now.Relation == Owner:
			p.Diff = append(p.Diff, Difference{Field: "owner", Now: now.Name, Relation: now.Relation})
			raise(WillOwner)
		default:
			p.Diff = append(p.Diff, Difference{Field: "owner", Now: now.Name, Relation: now.Relation})
			raise(WillChange)
		}
	}
}

// match finds the lasting period of a person: by phone, or by name where one of the two has none.
func (u *Unit) match(o *huiyin.Org, now Period) *Period {
	for i := range u.Periods {
		p := &u.Periods[i]
		if p.Void || !p.To.IsZero() || p.Relation != now.Relation {
			continue
		}
		if p.Phone != "" && now.Phone != "" {
			if o.SamePhone(p.Phone, now.Phone) {
				return p
			}
		} else if p.Name == now.Name {
			return p
		}
	}
	return nil
}

// namesake finds the lasting period of a person's name and relation under another number, nil for none.
func (u *Unit) namesake(now Period) *Period {
	for i := range u.Periods {
		if p := &u.Periods[i]; !p.Void && p.To.IsZero() && p.Relation == now.Relation && p.Phone != "" && now.Phone != "" &&
			huiyin.NameKey(p.Name) == huiyin.NameKey(now.Name) {
			return p
		}
	}
	return nil
}

// Twice refuses the lines that say different things of one unit, and folds those that say the same (rule B11). It gives
// what is wrong with each line, nil for nothing, and which line a folded one repeats.
func Twice(lines []Line) (wrong []*huiyin.Error, repeats []int) {
	wrong, repeats = make([]*huiyin.Error, len(lines)), make([]int, len(lines))
	first := map[string]int{}
	for i := range lines {
		repeats[i] = -1
		key := Number(lines[i].Site, lines[i].Code)
		j, ok := first[key]
		switch {
		case !ok:
			first[key] = i
		case lines[i].same(&lines[j]):
			repeats[i] = j
		default:
			for _, k := range []struct{ at, other int }{{i, j}, {j, i}} {
				if wrong[k.at] == nil {
					wrong[k.at] = asError(huiyin.Invalid("unit", "第 %d 行也是这个房号，内容不同，两行都不导入。", lines[k.other].Line))
				}
			}
		}
	}
	return wrong, repeats
}

// MayImport refuses who does not answer for the site of a line.
func MayImport(by huiyin.Actor, site string) error {
	if err := huiyin.Can(by, huiyin.ActionImportUnits, nil); err != nil {
		return err
	}
	if by.Org.Site(site) != nil && !by.AnswersFor(site) {
		return huiyin.Invalid("site", "您不负责%s，不能导入它的房源。", by.Org.SiteName(site))
	}
	return nil
}

// Begin makes the unit of a line that the register does not have.
func Begin(by huiyin.Actor, now time.Time, l Line, day time.Time) (*Unit, error) {
	if err := MayImport(by, l.Site); err != nil {
		return nil, err
	}
	u := &Unit{Record: huiyin.Record{Number: Number(l.Site, l.Code), Version: 1}, Site: l.Site, Code: l.Code,
		Room: huiyin.UnitRoom(l.Typed)}
	u.fill(by, now, l, day)
	u.noted(by, huiyin.ActionImportUnits, now, huiyin.Note("will", string(WillNew)))
	return u, nil
}

func (u *Unit) fill(by huiyin.Actor, now time.Time, l Line, day time.Time) {
	u.Gone, u.Typed, u.ImportedAt, u.MissingAt = false, l.Typed, now, time.Time{}
	for _, f := range fields {
		if v, ok := l.Values[f.Name]; ok {
			f.set(u, v)
		}
	}
	if u.Price != 0 {
		u.PriceFrom = now
	}
	for _, p := range l.People {
		p.From = firstDay(l.ChangeAt, p.Signed)
		u.put(p)
	}
}

// Import takes a line over as it was planned and decided; who it changes nothing of leaves no trace. day is that of a
// change of owner of which the file says none.
func (u *Unit) Import(by huiyin.Actor, now time.Time, p Planned, do Do, day time.Time) error {
	if err := MayImport(by, u.Site); err != nil {
		return err
	}
	if u.Gone {
		u.fill(by, now, p.Line, day)
		u.noted(by, huiyin.ActionImportUnits, now, huiyin.Note("will", string(WillNew)))
		return nil
	}
	hand := u.hand()
	var detail []huiyin.Change
	for _, d := range p.Diff {
		f := fieldNamed(d.Field)
		switch {
		case f == nil, d.Kept:
			continue
		case d.Conflict && do == Keep: // it does not ask again for the same
			if _, ok := hand[d.Field]; !ok || hand[d.Field] != d.Now {
				hand[d.Field] = d.Now
				detail = append(detail, huiyin.Note("kept", d.Field))
			}
			continue
		}
		f.set(u, d.Now)
		delete(hand, d.Field)
		if d.Field == "price" {
			u.PriceFrom = now
		}
		detail = append(detail, huiyin.Change{Field: d.Field, Before: d.Was, After: d.Now})
	}
	u.setHand(hand)
	if !(p.Asks && do == Keep) {
		detail = append(detail, u.importPeople(by, now, p, do, day)...)
	}
	if len(detail) == 0 {
		return nil
	}
	u.ImportedAt, u.MissingAt = now, time.Time{}
	u.noted(by, huiyin.ActionImportUnits, now, detail...)
	return nil
}

// importPeople takes the people of a line over; the journal says that they changed, and not who they are (rule P5).
func (u *Unit) importPeople(by huiyin.Actor, now time.Time, p Planned, do Do, day time.Time) (detail []huiyin.Change) {
	for _, n := range p.Line.People {
		if known := u.namesake(n); known != nil && u.match(by.Org, n) == nil {
			if do == Take {
				known.Phone = n.Phone
				detail = append(detail, huiyin.Note("relation", string(n.Relation)))
			}
			continue
		}
		if known := u.match(by.Org, n); known != nil {
			was := *known
			known.Name = n.Name
			known.Phone = cmp.Or(n.Phone, known.Phone)
			known.Share, known.Contract = cmp.Or(n.Share, known.Share), cmp.Or(n.Contract, known.Contract)
			if known.Signed.IsZero() {
				known.Signed = n.Signed
			}
			if *known != was {
				detail = append(detail, huiyin.Note("relation", string(n.Relation)))
			}
			continue
		}
		n.From = firstDay(p.Line.ChangeAt, day)
		if last := u.owner(); n.Relation == Owner && last == nil {
			n.From = firstDay(p.Line.ChangeAt, n.Signed)
		} else if n.Relation == Owner && !n.From.After(last.From) {
			n.From = now
		}
		u.put(n)
		detail = append(detail, huiyin.Note("relation", string(n.Relation)))
		if !n.From.IsZero() {
			detail = append(detail, huiyin.Note("from", n.From.In(by.Org.Zone).Format(time.DateOnly)))
		}
	}
	return detail
}

// Miss marks a unit that a file of its site does not have, when that is asked for: nothing is deleted (rule B11).
func (u *Unit) Miss(by huiyin.Actor, now time.Time) error {
	if err := MayImport(by, u.Site); err != nil {
		return err
	}
	if u.Gone || !u.MissingAt.IsZero() {
		return nil
	}
	u.MissingAt = now
	u.noted(by, huiyin.ActionImportUnits, now, huiyin.Note("will", string(WillMiss)))
	return nil
}

// Undo brings a unit back to what it was before an import, nil for one that was not there (rule B11).
func (u *Unit) Undo(by huiyin.Actor, now time.Time, before *Unit) error {
	if err := MayImport(by, u.Site); err != nil {
		return err
	}
	record, periods := u.Record, u.Periods
	if before == nil {
		u.Gone = true
		for i := range periods {
			periods[i].Void = true
		}
	} else {
		id, site, code, room := u.ID, u.Site, u.Code, u.Room
		*u = *before
		u.Site, u.Code, u.Room = site, code, room
		record.ID = id
		u.Record = record
		for i := range periods {
			if i < len(before.Periods) {
				before.Periods[i].ID = periods[i].ID
				periods[i] = before.Periods[i]
			} else {
				periods[i].Void = true
			}
		}
		u.Periods = periods
	}
	u.noted(by, huiyin.ActionUndoUnits, now)
	return nil
}

func asError(err error) *huiyin.Error {
	e, _ := err.(*huiyin.Error)
	return e
}

// firstDay is the first day that is known.
func firstDay(days ...time.Time) time.Time {
	for _, d := range days {
		if !d.IsZero() {
			return d
		}
	}
	return time.Time{}
}
