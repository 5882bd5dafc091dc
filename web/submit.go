package web

import (
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
}

// postedForm reads a form. What is wrong with it waits until the rule has spoken; the write frame keeps nothing of it.
func postedForm[F any](s *Server, c echo.Context) posted[F] {
	p := posted[F]{By: actor(c)}
	wrong := s.bind(c, &p.Form)
	once, wrong1 := s.once(c)
	v, wrong2 := version(c)
	p.Once, p.Version, p.Once.Wrong = once, v, huiyin.Every(wrong, wrong1, wrong2)
	return p
}

// submit reads a posted form, lets do ask the rule through one call of the store, and goes back to a page. Refusals
// are answered by answerError: the page with what was typed, or the two states of a stale one (rules W1, W12).
func submit[F any](s *Server, c echo.Context, back string, do func(p posted[F]) error) error {
	return submitTo(s, c, func(p posted[F]) (string, error) { return back, do(p) })
}

// submitTo is submit where only the rule tells to which page to go.
func submitTo[F any](s *Server, c echo.Context, do func(p posted[F]) (to string, err error)) error {
	p := postedForm[F](s, c)
	to, err := do(p)
	if err = p.Once.Refused(err); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, to)
}

// ruleFirst says what the case refuses before what was wrong with the form, and what is wrong with fields at once.
func ruleFirst(refused, wrong error) error { return db.Once{Wrong: wrong}.Refused(refused) }
