package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/ui"
)

// repeatRoutes are earlier complaints about the same (rule K7).
func (s *Server) repeatRoutes() []route {
	return []route{
		{get, "/complaints/hints", huiyin.ActionRecord, s.recordHints, nil, 0},
		s.onCase("merge", huiyin.ActionMerge, s.merge),
		s.onCase("part", huiyin.ActionUnmerge, s.part),
	}
}

// mostRelated is how many earlier complaints of a phone or unit are shown.
const mostRelated = 5

// recordHints shows, while typing, what the complaint may repeat, and whether it may be one of a group
// (rules K7, K8).
func (s *Server) recordHints(c echo.Context) error {
	h, err := s.hints(c, ui.Form{Lang: s.lang(c), Typed: postedValues(c)})
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, complaints.Hints(s.page(c, ""), actor(c), h))
}

// hints looks for what was typed so far into the form on which a complaint is recorded.
func (s *Server) hints(c echo.Context, f ui.Form) (h complaints.Hinting, err error) {
	ctx, by, now := c.Request().Context(), actor(c), s.Now()
	h = complaints.Hinting{Form: f, Way: wayOf(huiyin.Channel(f.Value("channel", ""))), Caller: f.Value("name", "")}
	site, category := f.Value("site", ""), f.Value("category", "")
	hidden, err := s.store.HintsAtIntake(ctx, by, now,
		huiyin.AtIntake(site, f.Value("phone", ""), f.Value("unit", "")), nil, c.Request().Method == get)
	if err != nil {
		return h, err
	}
	if h.Unit, err = s.unitHint(c, site, f.Value("unit", "")); err != nil {
		return h, err
	}
	phone, err := s.phoneToRepeat(c, f.Value("phone", ""))
	if err != nil {
		return h, err
	}
	h.Repeats, err = s.store.Repeats(ctx, by, db.Question{
		Site: site, Phone: phone, Unit: f.Value("unit", ""), Matter: f.Value("matter", ""), Most: mostRelated,
	})
	if err != nil {
		return h, err
	}
	h.Hidden = slices.DeleteFunc(hidden, func(r huiyin.CounterRow) bool {
		return slices.ContainsFunc(h.Repeats, func(k huiyin.Repeat) bool { return k.Number == r.Number })
	})
	if by.Org.Site(site) == nil || by.Org.Category(category) == nil {
		return h, nil
	}
	if people, err := strconv.Atoi(f.Value("complainants", "")); err == nil {
		h.Crowd = huiyin.Crowd(by.Org, "", site, category, people)
	}
	n, moved, err := s.store.LikelyGroup(ctx, by, now, site, category)
	h.Group = huiyin.GroupOf(by.Org, now, site, category, n+1, moved) // with the one being recorded
	return h, err
}

// phoneToRepeat is the phone by which an intake looks for what its recorder sees: one that is counted, "" where they
// have asked too much or it is none. A form that is shown again counts nothing (rule P11).
func (s *Server) phoneToRepeat(c echo.Context, phone string) (string, error) {
	ctx, by, now, key := c.Request().Context(), actor(c), s.Now(), huiyin.PhoneKey(phone)
	if c.Request().Method == get {
		err := s.store.Searched(ctx, by, now, key)
		if huiyin.KindOf(err) != huiyin.KindTooMany && err != nil {
			return "", err
		}
	}
	asked, err := s.store.AskedLately(ctx, by, now, key)
	if !asked {
		phone = ""
	}
	return phone, err
}

// wayOf is the way of a reminder that came in by a channel.
func wayOf(c huiyin.Channel) huiyin.Way {
	ways := map[huiyin.Channel]huiyin.Way{"phone": "phone", "hotline": "phone", "visit": "visit", "wechat": "wechat",
		"email": "email", "letter": "letter", "": ""}
	if w, ok := ways[c]; ok {
		return w
	}
	return "other"
}

// beside adds what stands beside the complaint of a page; the journal that it shows is there already.
func (s *Server) beside(ctx context.Context, v *complaints.View) (err error) {
	v.Beside, err = s.store.Related(ctx, v.By, v.C, namedIn(v.C, v.Journal))
	return err
}

// namedIn lists the numbers of other complaints that a page names.
func namedIn(k *huiyin.Complaint, journal []huiyin.Entry) []string {
	var out []string
	for _, n := range []string{k.MergedInto, k.Link} {
		if n != "" {
			out = append(out, n)
		}
	}
	for _, e := range journal {
		for _, d := range e.Detail {
			if complaints.Names(d.Field) {
				out = append(out, cmp.Or(d.After, d.Before))
			}
		}
	}
	return out
}

// repeats adds what the complaint of a page may repeat, and whether it may be one of a group.
func (s *Server) repeats(ctx context.Context, v *complaints.View) (err error) {
	k, now := v.C, s.Now()
	ask := db.Question{Number: k.Number, Site: k.Site, Phone: k.Phone, Unit: k.Unit, Most: mostRelated}
	if k.Open() {
		ask.Matter = k.Matter
		v.Crowd = huiyin.Crowd(v.By.Org, k.Number, k.Site, k.Category, k.Complainants)
		if !k.ReceivedAt.Before(huiyin.GroupSince(v.By.Org, now)) {
			n, moved, err := s.store.LikelyGroup(ctx, v.By, now, k.Site, k.Category)
			if err != nil {
				return err
			}
			v.Group = huiyin.GroupOf(v.By.Org, now, k.Site, k.Category, n, moved)
		}
	}
	if k.MayMerge(v.By) == nil {
		ask.Of = k
	}
	v.Related, err = s.store.Repeats(ctx, v.By, ask)
	return err
}

// reminding is what the recording form carries over to the reminder on an earlier complaint (rule K7).
func reminding(q url.Values) *complaints.Reminding {
	if !q.Has("caller") && !q.Has("way") {
		return nil
	}
	return &complaints.Reminding{Way: huiyin.Clean(q.Get("way")), Caller: huiyin.Clean(q.Get("caller"))}
}

type mergeForm struct {
	Into string `form:"into"`
}

func (s *Server) merge(c echo.Context) error {
	return changeTwo(s, c, func(_ *huiyin.Complaint, f mergeForm) string { return f.Into }, (*huiyin.Complaint).Merge)
}

func (s *Server) part(c echo.Context) error {
	return changeTwo(s, c, func(k *huiyin.Complaint, _ struct{}) string { return k.MergedInto },
		(*huiyin.Complaint).Unmerge)
}

// changeTwo is changeWith for what changes the case together with another.
func changeTwo[F any](s *Server, c echo.Context, other func(*huiyin.Complaint, F) string,
	fn func(k *huiyin.Complaint, by huiyin.Actor, now time.Time, other *huiyin.Complaint) error) error {
	return submit(s, c, "/complaints/"+numberOf(c), func(p posted[F]) error {
		of := func(k *huiyin.Complaint) string { return other(k, p.Form) }
		return s.store.ChangeTwo(c.Request().Context(), p.Once, numberOf(c), p.Version, of,
			func(k, o *huiyin.Complaint) error {
				if err := huiyin.Can(p.By, huiyin.ActionRead, k); err != nil {
					return err
				}
				return fn(k, p.By, s.Now(), o)
			})
	})
}
