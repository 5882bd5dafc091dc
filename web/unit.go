package web

import (
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/huiyin/units"
	"huiyin/views/complaints"
	"huiyin/views/ui"
	unitviews "huiyin/views/units"
)

// unitRoutes are a site's units and whose they are when (rule B11).
func (s *Server) unitRoutes() []route {
	return append(unitFiles.routes(s), []route{
		{get, "/units", huiyin.ActionSeeUnits, s.unitList, nil, 0},
		{get, "/units/look", huiyin.ActionLookUpUnit, s.lookUpUnit, nil, 0},
		{post, unitImportPath + "/:id/undo", huiyin.ActionUndoUnits, s.undoUnits, unitFiles.runPage(s), 0},
		{get, "/units/:site/:code", huiyin.ActionSeeUnits, emptyForm(s, s.unitPage), nil, 0},
		{post, "/units/:site/:code/correct", huiyin.ActionChangeUnit, s.correctUnit, s.unitPage, 0},
		{post, "/units/:site/:code/owner", huiyin.ActionChangeUnit, s.setOwner, s.unitPage, 0},
		{post, "/units/:site/:code/reveal", huiyin.ActionRevealOwner, s.revealOwner, s.unitPage, 0},
	}...)
}

// unitSites are the sites whose units a person reads.
func unitSites(by huiyin.Actor) (out []huiyin.Site) {
	for _, s := range by.Org.Sites {
		if units.SeesSite(by, s.Code) {
			out = append(out, s)
		}
	}
	return out
}

func (s *Server) unitList(c echo.Context) error {
	ctx, by, q := c.Request().Context(), actor(c), c.QueryParams()
	f := db.UnitFilter{Site: huiyin.Clean(q.Get("site")), Query: huiyin.Clean(q.Get("q")), Building: huiyin.Clean(q.Get("building")),
		State: units.State(huiyin.Clean(q.Get("state"))), Missing: q.Get("missing") == "1", After: huiyin.Clean(q.Get("page"))}
	v := unitviews.List{Page: s.page(c, "房源"), By: by, Sites: unitSites(by), Form: ui.Form{Lang: s.lang(c), Typed: postedValues(c)}}
	if f.Site == "" && len(v.Sites) > 0 {
		f.Site = v.Sites[0].Code
		if i := slices.IndexFunc(v.Sites, func(s huiyin.Site) bool { return by.AtSite(s.Code) }); i >= 0 {
			f.Site = v.Sites[i].Code
		}
	}
	var err error
	if v.Rows, v.Next, err = s.store.UnitsListed(ctx, by, f); err != nil {
		return err
	}
	v.Site, v.State, v.First = f.Site, f.State, f.After == ""
	if v.Total, err = s.store.UnitCount(ctx, f.Site); err != nil {
		return err
	}
	q.Del("page")
	v.Filter = q
	return s.render(c, http.StatusOK, unitviews.ListPage(v))
}

func (s *Server) unitPage(c echo.Context, status int, f ui.Form) error {
	ctx, by, now := c.Request().Context(), actor(c), s.Now()
	site, code := c.Param("site"), unitCode(c)
	u, err := s.store.UnitAt(ctx, by, site, code)
	if err != nil {
		return err
	}
	if f.Once == "" {
		f.Once = newID()
	}
	v := unitviews.View{Page: s.page(c, u.Code), By: by, U: u, Form: f, At: now}
	v.Path = unitviews.Address(site, code)
	v.Form.Action = path.Base(c.Path()) // several forms are of one action
	v.Main = v.Attrs()
	if v.Cases, err = s.store.CasesOfUnit(ctx, by, u); err != nil {
		return err
	}
	if v.Open, err = s.store.UnitRevealed(ctx, by, u, now.Add(-revealed)); err != nil {
		return err
	}
	return s.render(c, status, unitviews.UnitPage(v))
}

// unitCode is the code in an address, in the one form of its site.
func unitCode(c echo.Context) string {
	code := c.Param("code")
	if plain, err := url.PathUnescape(code); err == nil {
		code = plain
	}
	return strings.ToUpper(code)
}

// changeUnit is how a form changes the unit on whose page it stands.
func changeUnit[F any](s *Server, c echo.Context, fn func(by huiyin.Actor, now time.Time, u *units.Unit, f F) error) error {
	site, code := c.Param("site"), unitCode(c)
	return submit(s, c, unitviews.Address(site, code), func(p posted[F]) error {
		return s.store.ChangeUnit(c.Request().Context(), p.Once, site, code, p.Version, func(u *units.Unit) error {
			return fn(p.By, s.Now(), u, p.Form)
		})
	})
}

type correctUnitForm struct {
	Field  string `form:"field"`
	Value  string `form:"value"`
	Reason string `form:"reason"`
}

func (s *Server) correctUnit(c echo.Context) error {
	return changeUnit(s, c, func(by huiyin.Actor, now time.Time, u *units.Unit, f correctUnitForm) error {
		return u.Correct(by, now, units.Correction(f))
	})
}

type ownerForm struct {
	Name     string         `form:"name"`
	Phone    string         `form:"phone"`
	Share    string         `form:"share"`
	Relation units.Relation `form:"relation"`
	From     time.Time      `form:"from"`
}

func (s *Server) setOwner(c echo.Context) error {
	return changeUnit(s, c, func(by huiyin.Actor, now time.Time, u *units.Unit, f ownerForm) error {
		return u.SetOwner(by, now, units.OwnerForm(f))
	})
}

// revealOwner is a look-up of the whole unit from its page, counted like any other (rule P11).
func (s *Server) revealOwner(c echo.Context) error {
	ctx, site, code := c.Request().Context(), c.Param("site"), unitCode(c)
	return submit(s, c, unitviews.Address(site, code), func(p posted[struct{}]) error {
		if _, err := s.store.UnitAt(ctx, p.By, site, code); err != nil {
			return err
		}
		if err := p.Once.Refused(nil); err != nil {
			return err
		}
		_, err := s.store.LookUpUnits(ctx, p.By, s.Now(), huiyin.Question{Site: site, Unit: code})
		return err
	})
}

// lookUpUnit answers a press on the recording page: whose a whole unit is, or which units a whole phone has, counted and
// on record (rules B11, P11). It fills nothing by itself.
func (s *Server) lookUpUnit(c echo.Context) error {
	by := actor(c)
	ask := huiyin.Question{Site: huiyin.Clean(c.QueryParam("site")), Unit: huiyin.Clean(c.QueryParam("unit"))}
	if phone := huiyin.Clean(c.QueryParam("phone")); phone != "" {
		q, err := huiyin.AskCounter(phone)
		if err != nil || q.Phone == "" {
			return huiyin.Invalid("phone", "请输入完整的电话号码。")
		}
		ask = q
	} else if ask.Site == "" || ask.Unit == "" {
		return huiyin.Invalid("unit", "请填写项目和完整的房号。")
	}
	found, err := s.store.LookUpUnits(c.Request().Context(), by, s.Now(), ask)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, unitviews.Looked(unitviews.Look{Page: s.page(c, "查询业主"), By: by, Found: found, At: s.Now()}))
}

// unitHint is what the register says of a unit that is being typed: that it is there, and to supervisors and above whose it
// is; an agent asks for that by a press (rule B11).
func (s *Server) unitHint(c echo.Context, site, typed string) (*complaints.UnitHint, error) {
	by := actor(c)
	found, err := s.store.UnitsMeant(c.Request().Context(), by, site, typed)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	h := &complaints.UnitHint{Site: site, Typed: typed}
	for _, u := range found {
		line := complaints.UnitLine{Code: u.Code, URL: unitviews.Address(u.Site, u.Code), Imported: u.ImportedAt}
		if o := u.Owned(s.Now()); o != nil && u.NamesOwner(by) {
			line.Owner, line.Since = o.Name, o.From
		} else if o != nil {
			h.Asks = true
		}
		h.Lines = append(h.Lines, line)
	}
	return h, nil
}
