package huiyin

import "time"

// Group is a hint that complaints may be those of a group 群诉 (rule K8): several open ones of a site
// and category within a few days, or one of many people.
type Group struct {
	Site     string
	Category string
	N        int       // complaints; 0 for one of many people
	From     time.Time // received since
	Number   string    // the one of many people
	People   int
}

// GroupSince is from when on complaints count towards a group (rule K8), to the minute.
func GroupSince(o *Org, now time.Time) time.Time {
	return now.Add(-o.Figures.Span(GroupDays)).Truncate(time.Minute)
}

// GroupOf is the hint that so many open complaints of a site and category give, nil for none.
func GroupOf(o *Org, now time.Time, site, category string, n int) *Group {
	if int64(n) < o.Figures.Get(GroupComplaints) {
		return nil
	}
	return &Group{Site: site, Category: category, N: n, From: GroupSince(o, now)}
}

// Crowd is the hint that the number of complainants gives, nil for none.
func Crowd(o *Org, number, site, category string, people int) *Group {
	if int64(people) < o.Figures.Get(GroupPeople) {
		return nil
	}
	return &Group{Site: site, Category: category, Number: number, People: people}
}

// Why puts the hint in words, a format with its arguments.
func (g *Group) Why(o *Org) (string, []any) {
	if g.N == 0 {
		return "可能是群诉：%s有一件投诉涉及 %d 人（%s）。", []any{o.SiteName(g.Site), g.People, o.CategoryName(g.Category)}
	}
	return "可能是群诉：%s近 %d 天有 %d 件未办结的“%s”投诉。", []any{o.SiteName(g.Site), o.Figures.Get(GroupDays), g.N, o.CategoryName(g.Category)}
}

// Together is the list behind the hint: the open complaints of a site and category received lately.
func Together(o *Org, now time.Time, site, category string) Filter {
	return Filter{Site: site, Category: category, From: GroupSince(o, now), Open: true}
}
