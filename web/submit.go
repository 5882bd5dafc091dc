package web

import (
	"cmp"
	"net/http"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
)

// posted is a form that came in: its fields, who sent it, and what every form carries besides.
type posted[F any] struct {
	Form    F
	By      huiyin.Actor
	Once    db.Once // what makes the form act once
	Version int64   // of the page that the form stood on, 0 when it does not say
	wrong   error   // what could not be read
}

// postedForm reads a form. What is wrong with it waits until the rule has spoken.
func postedForm[F any](s *Server, c echo.Context) posted[F] {
	p := posted[F]{By: actor(c)}
	wrong := s.bind(c, &p.Form)
	once, wrong1 := s.once(c)
	v, wrong2 := version(c)
	p.Once, p.Version, p.wrong = once, v, cmp.Or(wrong, wrong1, wrong2)
	return p
}

// after ends what a store call does with a form: what the rule refused, else what could not be read in the form,
// so that nothing is kept of a form that is wrong.
func (p posted[F]) after(refused error) error { return ruleFirst(refused, p.wrong) }

// submit reads a posted form, lets do ask the rule through one call of the store, and goes back to a page. Refusals
// are answered by answerError: the page with what was typed, or the two states of a stale one (rules W1, W12).
func submit[F any](s *Server, c echo.Context, back string, do func(p posted[F]) error) error {
	return submitTo(s, c, func(p posted[F]) (string, error) { return back, do(p) })
}

// submitTo is submit where only the rule tells to which page to go.
func submitTo[F any](s *Server, c echo.Context, do func(p posted[F]) (to string, err error)) error {
	to, err := do(postedForm[F](s, c))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// submitNew is submitTo for what is not there yet: no rule speaks of a form that cannot be read.
func submitNew[F any](s *Server, c echo.Context, do func(p posted[F]) (to string, err error)) error {
	return submitTo(s, c, func(p posted[F]) (string, error) {
		if p.wrong != nil {
			return "", p.wrong
		}
		return do(p)
	})
}

// ruleFirst says what the case refuses before what could not be read in the form, so that a person who
// may not, or comes too late, hears that first (rule W1).
func ruleFirst(refused, wrong error) error {
	if wrong != nil && (refused == nil || huiyin.KindOf(refused) == huiyin.KindInvalid) {
		return wrong
	}
	return refused
}
