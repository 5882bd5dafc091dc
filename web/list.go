package web

import (
	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/ui"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
)

// listRoutes are the list of complaints and the search.
func (s *Server) listRoutes() []route {
	return []route{
		{get, "/complaints", huiyin.ActionRead, s.list, nil, 0},
		{get, "/search", huiyin.ActionRead, s.search, nil, 0},
	}
}

type listQuery struct {
	Q        string         `form:"q"`
	Grade    huiyin.Grade   `form:"grade"`
	State    huiyin.State   `form:"state"`
	Site     string         `form:"site"`
	Category string         `form:"category"`
	Channel  huiyin.Channel `form:"channel"`
	Urgency  huiyin.Urgency `form:"urgency"`
	Owner    string         `form:"owner"`
	Late     bool           `form:"late"`
	Open     bool           `form:"open"`
	Moved    bool           `form:"transferred"`
	From     time.Time      `form:"from"`
	To       time.Time      `form:"to"`
	Sort     string         `form:"sort"`
	Page     string         `form:"page"`

	Figure huiyin.Indicator `form:"figure"`
	Of     string           `form:"of"`
	Month  string           `form:"month"`
}

// mostWords is the longest text to search for, in characters.
const mostWords = 200

func (s *Server) filter(form map[string][]string) (huiyin.Filter, error) {
	var q listQuery
	if err := read(form, s.store.Org().Zone, reflect.ValueOf(&q).Elem()); err != nil {
		return huiyin.Filter{}, err
	}
	if n := utf8.RuneCountInString(q.Q); n > mostWords {
		return huiyin.Filter{}, huiyin.Invalid("q", "最多 %d 个字，现有 %d 个。", mostWords, n)
	}
	if to := url.Values(form).Get("to"); len(to) == len(time.DateOnly) { // a day is meant whole
		q.To = q.To.Add(24 * time.Hour)
	}
	return huiyin.Filter(q), huiyin.Filter(q).Asks()
}

func (s *Server) list(c echo.Context) error {
	v, err := s.listView(c, c.QueryParams(), postedValues(c))
	if err != nil {
		return err
	}
	status := http.StatusOK
	if v.Form.Wrong != nil {
		status = statuses[v.Form.Wrong.Kind]
	}
	return s.render(c, status, complaints.ListPage(v))
}

// listView is the list that an address asks for, given as it stands there and as it was read.
func (s *Server) listView(c echo.Context, query url.Values, asked map[string][]string) (complaints.List, error) {
	f, wrong := s.filter(asked)
	lang := s.lang(c)
	v := complaints.List{Page: s.page(c, "投诉"), By: actor(c), Filter: f, Query: query, Form: ui.Form{Lang: lang},
		Indexing: s.store.Indexing()}
	v.Chosen = ui.Form{Lang: lang, Once: newID()}.For("bulk")
	views, err := s.store.Views(c.Request().Context(), actor(c))
	if err != nil {
		return v, err
	}
	var odd error
	v.Views = views
	if v.Columns, odd = huiyin.ChooseColumns(asked["col"]); wrong == nil {
		wrong = odd
	}
	if wrong == nil {
		v.Found, wrong = s.store.Complaints(c.Request().Context(), actor(c), s.Now(), f)
	}
	if wrong != nil {
		e := refusal(wrong)
		if e == nil {
			return v, wrong
		}
		v.Form.Wrong, v.Form.Typed = e, asked
	}
	return v, nil
}

// found is the list with the inquiries and praise that were found beside (rule B1).
func (s *Server) found(c echo.Context) error {
	v, err := s.listView(c, c.QueryParams(), postedValues(c))
	if err != nil {
		return err
	}
	status := http.StatusOK
	if v.Form.Wrong != nil {
		status = statuses[v.Form.Wrong.Kind]
	} else if v.Filter.Page == "" {
		if v.Contacts, err = s.store.ContactsFound(c.Request().Context(), v.By, v.Filter.Q); err != nil {
			return err
		}
	}
	return s.render(c, status, complaints.ListPage(v))
}

// search is the list, or with json=1 a few suggestions.
func (s *Server) search(c echo.Context) error {
	if c.QueryParam("json") != "1" {
		return s.found(c)
	}
	found, err := s.store.Suggestions(c.Request().Context(), actor(c), s.Now(), huiyin.Clean(c.QueryParam("q")), 10)
	if err != nil {
		return err
	}
	type suggestion struct{ Number, Name, Matter string }
	out := []suggestion{}
	for _, l := range found {
		out = append(out, suggestion{l.Number, l.Name, l.Matter})
	}
	contacts, err := s.store.ContactsFound(c.Request().Context(), actor(c), huiyin.Clean(c.QueryParam("q")))
	if err != nil {
		return err
	}
	for _, k := range contacts {
		out = append(out, suggestion{k.Number, k.Name, k.Matter})
	}
	return c.JSON(http.StatusOK, out)
}

// countSearch counts what is searched for by a whole phone, whatever the page, before it is looked at (rule P11). The
// counter counts by itself.
func (s *Server) countSearch(c echo.Context, r route) error {
	if r.action == huiyin.Public || r.action == huiyin.ActionLookUp {
		return nil
	}
	for _, typed := range slices.Concat(c.QueryParams()["q"], c.Request().PostForm["q"]) {
		if err := s.store.Searched(c.Request().Context(), actor(c), s.Now(), huiyin.Clean(typed)); err != nil {
			return err
		}
	}
	return nil
}
