package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
)

const cookieName = "huiyin"

// errSignIn sends a browser to the log-in page.
var errSignIn = errors.New("not logged in")

// sessionStore keeps sessions in the database; the cookie holds a random id and nothing else.
type sessionStore struct {
	store  *db.Store
	now    func() time.Time
	secure bool
	failed atomic.Int64 // when it could last not be noted that one is in use, in minutes of Unix time
}

// Get gives the request's session, read once.
func (st *sessionStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return sessions.GetRegistry(r).Get(st, name)
}

// New reads the session that the cookie names; a fresh one when there is none or it has ended.
func (st *sessionStore) New(r *http.Request, name string) (*sessions.Session, error) {
	s := sessions.NewSession(st, name)
	s.IsNew = true
	s.Options = &sessions.Options{Path: "/", HttpOnly: true, Secure: st.secure, SameSite: http.SameSiteLaxMode}
	cookie, err := r.Cookie(st.cookie())
	if err != nil || cookie.Value == "" {
		return s, nil
	}
	row, err := st.store.Session(r.Context(), hashID(cookie.Value))
	if err != nil {
		return s, err
	}
	now := st.now()
	if row == nil || !lives(st.store.Org(), row, now) {
		return s, nil
	}
	// where it cannot be noted one reads all the same
	if now.Sub(row.Seen).Abs() > time.Minute && r.Context().Value(unattendedKey{}) == nil && st.failed.Load() < now.Unix()/60 {
		if err := st.store.SeeSession(r.Context(), row.ID, now); err != nil {
			st.failed.Store(now.Unix() / 60)
		}
	}
	s.IsNew, s.ID, s.Values[sessionKey] = false, row.ID, row
	return s, nil
}

// lives tells whether a session may still be used: it ends when nobody used it for a while, and at the
// latest some time after its log-in.
func lives(o *huiyin.Org, v *db.Session, now time.Time) bool {
	return !over(now.Sub(v.Seen), o.Parameters.Span(huiyin.SessionIdle)) &&
		!over(now.Sub(v.Created), o.Parameters.Span(huiyin.SessionLimit))
}

// clockSlack is how far a session may lie ahead of the clock. One that lies further was begun while the
// machine's clock was wrong, and would not end for as long.
const clockSlack = time.Hour

func over(age, limit time.Duration) bool { return age > limit || age < -clockSlack }

// Save sends the cookie; the row is written by logging in and out.
func (st *sessionStore) Save(_ *http.Request, w http.ResponseWriter, s *sessions.Session) error {
	value, _ := s.Values["cookie"].(string)
	http.SetCookie(w, sessions.NewCookie(st.cookie(), value, s.Options))
	return nil
}

// cookie is what the cookie is called. Over TLS its name binds it to this host alone: browsers take it from
// no other name and over no plain connection.
func (st *sessionStore) cookie() string {
	if st.secure {
		return "__Host-" + cookieName
	}
	return cookieName
}

// hashID is how an id is kept: who reads the database cannot take over a session.
func hashID(id string) string { return huiyin.Digest(id) }

func newID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// signIn reads who is asking, fresh from the company as it stands.
func (s *Server) signIn(c echo.Context) error {
	if strings.HasPrefix(c.Request().URL.Path, "/static/") || c.Path() == "/healthz" {
		return nil
	}
	session, err := s.sessions.Get(c.Request(), cookieName)
	if err != nil {
		return fmt.Errorf("session: %w", err)
	}
	row, _ := session.Values[sessionKey].(*db.Session)
	org := s.store.At(s.Now())
	a := huiyin.Actor{Org: org}
	if row != nil && !row.Half {
		if p := org.Person(row.Account); p != nil && !p.Disabled {
			a.Person = p
			c.Set(sessionKey, row)
		}
	}
	c.Set(actorKey, a)
	return nil
}

// guess tells whether a password is right, and counts a wrong one. Who has had too many is refused before
// the next is looked at, of those that come together too.
func (s *Server) guess(c echo.Context, account, password string) (bool, error) {
	account = account[:min(len(account), mostAccount)]
	by := s.triesOf(c, account)
	if s.throttle.refused(by, s.Wall()) {
		return false, s.tooMany(c, account)
	}
	leave, err := s.hashing.enterAs(c.Request().Context(), by)
	if err != nil {
		return false, err
	}
	defer leave()
	stored, err := s.store.Password(c.Request().Context(), account)
	if err != nil {
		return false, err
	}
	end, err := db.PasswordTurn(c.Request().Context())
	if err != nil {
		return false, err
	}
	defer end()
	giveBack, ok := s.throttle.take(by, s.Wall())
	if !ok {
		return false, s.tooMany(c, account)
	}
	person := s.store.Org().Person(account)
	if !db.RightPassword(stored, password) || person == nil || person.Disabled {
		s.wrongTry(by.names()...)
		return false, nil
	}
	giveBack()
	return true, nil
}

// tooMany refuses who has guessed too often.
func (s *Server) tooMany(c echo.Context, account string) error {
	s.suspect(c, account, "too many")
	s.warn(c, account)
	return &huiyin.Error{Kind: huiyin.KindTooMany, Text: "登录失败次数过多，请过几分钟再试。"}
}

// suspect writes a refused log-in into the log. What was typed as a name is named only where it is one: it
// could be a password.
func (s *Server) suspect(c echo.Context, account, wrong string) {
	if s.store.Org().Person(account) == nil {
		account = ""
	}
	s.Log.Warn("log-in refused", "id", requestID(c), "account", account, "address", c.RealIP(), "wrong", wrong)
}

// proves tells whether somebody who is logged in knows their password, here or in the domain.
func (s *Server) proves(c echo.Context, account, password string) (bool, error) {
	if password == "" || !s.asksDomain(account) {
		return s.guess(c, account, password)
	}
	found, err := s.guessDomain(c, account, password)
	if errors.Is(err, errDomainUp) {
		return false, huiyin.Conflict("域服务器现在没有应答，请稍后再试。")
	}
	return found == account, err
}

// proofLasts is for how long a log-in proves who sits there. Later, what hands something of the account to others
// asks for the password: whoever sits down at an unlocked computer does not get it.
const proofLasts = 15 * time.Minute

// needsProof tells whether the log-in was too long ago.
func (s *Server) needsProof(c echo.Context) bool {
	row, ok := c.Get(sessionKey).(*db.Session)
	return !ok || s.Wall().Sub(row.Created) > proofLasts
}

// proven refuses a form whose sender logged in long ago and does not give their password with it.
func (s *Server) proven(c echo.Context) error {
	if !s.needsProof(c) {
		return nil
	}
	password := c.Request().PostForm.Get("password")
	if password == "" {
		return huiyin.Invalid("password", "您登录已久，请填写当前密码。")
	}
	right, err := s.proves(c, accountOf(c), password)
	if err == nil && !right {
		err = huiyin.Invalid("password", "当前密码不正确。")
	}
	return err
}

// spend does the work of a comparison for nothing.
func spend(ctx context.Context, password string) error {
	end, err := db.PasswordTurn(ctx)
	if err != nil {
		return err
	}
	defer end()
	db.RightPassword("", password)
	return nil
}
