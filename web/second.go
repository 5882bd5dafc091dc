package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/skip2/go-qrcode"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// securityRoutes are how a person's own log-in is kept safe.
func (s *Server) securityRoutes() []route {
	mine := huiyin.SignedIn
	return []route{
		{get, "/login/second", huiyin.Public, s.showSecondLogin, nil, 0},
		{post, "/login/second", huiyin.Public, s.secondLogin, s.secondLoginPage, 0},
		{get, "/account/security", mine, emptyForm(s, s.securityPage), nil, enrols},
		{post, "/account/security/end", mine, s.endSessions, s.securityPage, enrols},
		{post, "/account/security/offer", mine, s.offerSecond, s.securityPage, enrols},
		{post, "/account/security/take", mine, s.takeSecond, s.securityPage, enrols},
		{post, "/account/security/drop", mine, s.dropSecond, s.securityPage, enrols},
		{post, "/settings/people/:account/second", huiyin.ActionManage, s.dropSecondOf, s.personPage, 0},
	}
}

// What a telephone's codes are made of: the usual, so that every program of this kind shows them.
const (
	stepLength   = 30 * time.Second
	secretBytes  = 20
	stepsAround  = 1 // a clock may be half a minute off
	recoveryMany = 10
	halfLasts    = 10 * time.Minute
)

// stepOf finds the step of time around now whose code this is.
func stepOf(secret, code string, now time.Time) (step int64, ok bool) {
	middle := now.Unix() / int64(stepLength/time.Second)
	for step = middle - stepsAround; step <= middle+stepsAround; step++ {
		right, err := hotp.ValidateCustom(code, uint64(step), secret,
			hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && right {
			return step, true
		}
	}
	return 0, false
}

// newSecret makes the secret of a second factor.
func newSecret() string {
	b := make([]byte, secretBytes)
	_, _ = rand.Read(b) // never fails
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)
}

// newRecovery makes recovery codes, to be shown once, and their hashes, which are kept.
func newRecovery() (codes, hashes []string) {
	for range recoveryMany {
		b := make([]byte, 10)
		_, _ = rand.Read(b) // never fails
		code := strings.ToLower(base32.StdEncoding.EncodeToString(b))
		codes = append(codes, code[:4]+"-"+code[4:8]+"-"+code[8:12]+"-"+code[12:])
		hashes = append(hashes, huiyin.Digest(code))
	}
	return codes, hashes
}

// plainCode is a code as it is compared, however it was typed.
func plainCode(text string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, text))
}

// half is the session of somebody whose password was right and whose second factor is awaited.
func (s *Server) half(c echo.Context) (*db.Session, error) {
	session, err := s.sessions.Get(c.Request(), cookieName)
	if err != nil {
		return nil, err
	}
	row, _ := session.Values[sessionKey].(*db.Session)
	if row == nil || !row.Half || over(s.Wall().Sub(row.Created), halfLasts) {
		return nil, nil
	}
	return row, nil
}

func (s *Server) showSecondLogin(c echo.Context) error {
	row, err := s.half(c)
	if err != nil {
		return err
	}
	if row == nil {
		return c.Redirect(http.StatusSeeOther, "/login")
	}
	return s.secondLoginPage(c, http.StatusOK,
		ui.Form{Lang: s.lang(c), Typed: map[string][]string{"next": {c.QueryParam("next")}}})
}

func (s *Server) secondLoginPage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status, layout.SecondLogin(s.page(c, "两步验证"), f))
}

// secondLogin takes the code of a telephone, or a recovery code, and begins the session under a new id. A
// wrong code counts as a wrong password does.
func (s *Server) secondLogin(c echo.Context) error {
	row, err := s.half(c)
	if err != nil {
		return err
	}
	if row == nil {
		return c.Redirect(http.StatusSeeOther, "/login")
	}
	code := plainCode(postedText(c, "code"))
	if code == "" {
		return huiyin.Invalid("code", "此项必填。")
	}
	if err := s.tryCode(c, row.Account, code); err != nil {
		return err
	}
	if err := s.startSession(c, row.Account, false); err != nil {
		return err
	}
	s.knowDevice(c, row.Account)
	return c.Redirect(http.StatusSeeOther, localPath(postedText(c, "next")))
}

// tryCode uses up a code of a telephone or a recovery code.
func (s *Server) tryCode(c echo.Context, account, code string) error {
	by := s.triesOf(c, account)
	giveBack, ok := s.throttle.take(by, s.Wall()) // before looking, which may take long
	if !ok {
		return s.tooMany(c, account)
	}
	ctx := c.Request().Context()
	second, err := s.store.Second(ctx, account)
	if err != nil {
		giveBack()
		return err
	}
	if second != nil && !second.Since.IsZero() {
		if step, ok := stepOf(second.Secret, code, s.Wall()); ok && !second.Lost {
			err = s.store.UseStep(ctx, account, step)
		} else {
			err = s.store.UseRecovery(ctx, account, huiyin.Digest(code),
				s.noted(account, account, huiyin.ActionSetSecondFactor, huiyin.Note("recovery_code", "used")))
		}
		if huiyin.KindOf(err) != huiyin.KindConflict {
			giveBack()
			return err
		}
	}
	s.wrongTry(by.names()...)
	s.suspect(c, account, "code")
	if second != nil && second.Lost {
		return huiyin.Invalid("code", "这台服务器打不开您的两步验证密钥。请用备用码登录，或请管理员关闭两步验证后重新设置。")
	}
	return huiyin.Invalid("code", "验证码不正确，或已用过。")
}

// noted is an entry about an account with its detail.
func (s *Server) noted(by, account string, a huiyin.Action, detail ...huiyin.Change) huiyin.Entry {
	e := s.entry(account, a)
	e.By, e.Detail = by, detail
	return e
}

func (s *Server) securityPage(c echo.Context, status int, f ui.Form) error {
	ctx, account := c.Request().Context(), accountOf(c)
	now := s.Wall()
	list, err := s.store.Sessions(ctx, account, now.Add(-s.store.Org().Parameters.Span(huiyin.SessionIdle)))
	if err != nil {
		return err
	}
	second, err := s.store.Second(ctx, account)
	if err != nil {
		return err
	}
	events, err := s.accountEvents(ctx, account)
	if err != nil {
		return err
	}
	_, f.Action, _ = strings.Cut(strings.TrimPrefix(c.Path(), "/account/security"), "/")
	v := settings.Security{Page: s.page(c, "登录安全"), Form: f, Needed: s.store.Org().NeedsSecond(actor(c).Person),
		Events: events, Name: s.store.Org().PersonName}
	v.Path = "/account/security"
	if c.QueryParam("done") == "1" && c.Request().Method == get {
		v.Flash = v.T("已保存。")
	}
	this, _ := c.Get(sessionKey).(*db.Session)
	for _, row := range list {
		if lives(s.store.Org(), &row, now) {
			v.Sessions = append(v.Sessions, settings.Session{ID: row.ID, Created: row.Created, Seen: row.Seen,
				Address: row.Address, Agent: row.Agent, This: this != nil && this.ID == row.ID})
		}
	}
	switch {
	case second == nil || second.Lost && second.Since.IsZero(): // offered anew
	case second.Since.IsZero():
		v.Secret = second.Secret
		if v.Squares, err = squares(secondAddress(s.store.Org().Company, account, second.Secret)); err != nil {
			return err
		}
	default:
		v.Since, v.Codes = second.Since, second.Codes
	}
	return s.render(c, status, settings.SecurityPage(v))
}

// mostEvents is how many of the latest events of an account its person is shown.
const mostEvents = 10

// accountEvents are the latest log-ins and changes of an account, so that its person notices one that is
// not theirs.
func (s *Server) accountEvents(ctx context.Context, account string) ([]huiyin.Entry, error) {
	changes, err := s.store.CompanyJournal(ctx, "account:"+account, false, 0, mostEvents)
	if err != nil {
		return nil, err
	}
	logIns, err := s.store.CompanyJournal(ctx, "account:"+account, true, 0, mostEvents)
	if err != nil {
		return nil, err
	}
	all := append(changes, logIns...)
	slices.SortFunc(all, func(a, b huiyin.Entry) int { return cmp.Compare(b.ID, a.ID) })
	return all[:min(len(all), mostEvents)], nil
}

func (s *Server) endSessions(c echo.Context) error {
	if err := postedForm[struct{}](s, c).Once.Wrong; err != nil {
		return err
	}
	account, id := accountOf(c), postedText(c, "session")
	this, ok := c.Get(sessionKey).(*db.Session)
	if !ok || id == this.ID {
		return huiyin.Invalid("", "当前这次登录请用“退出登录”结束。")
	}
	if err := s.store.EndSessions(c.Request().Context(), account, id, this.ID,
		s.noted(account, account, huiyin.ActionLogOut, huiyin.Note("sessions", "others"))); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account/security?done=1")
}

func (s *Server) offerSecond(c echo.Context) error {
	if err := postedForm[struct{}](s, c).Once.Wrong; err != nil {
		return err
	}
	if err := s.store.OfferSecond(c.Request().Context(), accountOf(c), newSecret()); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account/security")
}

// takeSecond puts the second factor in use once the telephone's first code is right, and shows the recovery
// codes, which cannot be shown again. It asks for the password: who sits down at an unlocked computer does not get
// the account for good.
func (s *Server) takeSecond(c echo.Context) error {
	ctx, account := c.Request().Context(), accountOf(c)
	second, err := s.store.Second(ctx, account)
	if err != nil {
		return err
	}
	if second == nil || !second.Since.IsZero() {
		return huiyin.Conflict("这一步已经做过，或已被改动。请刷新页面。")
	}
	step, ok := stepOf(second.Secret, plainCode(postedText(c, "code")), s.Wall())
	if !ok {
		return huiyin.Invalid("code", "验证码不正确。请核对手机和这台电脑的时间，再填写新的验证码。")
	}
	right, err := s.proves(c, account, c.Request().PostForm.Get("password"))
	if err != nil {
		return err
	}
	if !right {
		return huiyin.Invalid("password", "当前密码不正确。")
	}
	codes, hashes := newRecovery()
	keep := ""
	if row, ok := c.Get(sessionKey).(*db.Session); ok {
		keep = row.ID
	}
	if err := s.store.TakeSecond(ctx, account, second.Secret, step, hashes, keep,
		s.noted(account, account, huiyin.ActionSetSecondFactor, huiyin.Note("second_factor", "on")),
		huiyin.ChangedTheirOwn(account, huiyin.NoticeOwnSecond, s.Wall())); err != nil {
		return err
	}
	if err := s.renewSession(c); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, settings.RecoveryPage(settings.Recovery{Page: s.page(c, "备用码"), Codes: codes}))
}

func (s *Server) dropSecond(c echo.Context) error {
	account := accountOf(c)
	if s.store.Org().NeedsSecond(actor(c).Person) {
		return huiyin.Forbidden("公司规定您的账号须两步验证，不能关闭。更换手机请找管理员。")
	}
	right, err := s.proves(c, account, c.Request().PostForm.Get("password"))
	if err != nil {
		return err
	}
	if !right {
		return huiyin.Invalid("password", "当前密码不正确。")
	}
	if err := s.store.DropSecond(c.Request().Context(),
		s.noted(account, account, huiyin.ActionSetSecondFactor, huiyin.Note("second_factor", "off")),
		account, huiyin.ChangedTheirOwn(account, huiyin.NoticeOwnSecond, s.Wall())); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account/security?done=1")
}

// dropSecondOf lets somebody in again who has lost both telephone and recovery codes (rule P10).
func (s *Server) dropSecondOf(c echo.Context) error {
	account := c.Param("account")
	second, err := s.store.Second(c.Request().Context(), account)
	if err != nil {
		return err
	}
	return changeCompany(s, c, "/settings/people/"+url.PathEscape(account),
		func(o *huiyin.Org) any { return o.Person(account) },
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ struct{}) error {
			if o.Person(account) != nil && (second == nil || second.Since.IsZero()) {
				return huiyin.Conflict("这一步已经做过，或已被改动。请刷新页面。")
			}
			return o.DropFactor(by, now, account)
		})
}

// errSecond sends somebody who must have a second factor to where they get it.
var errSecond = errors.New("a second factor is needed first")

// enrolled tells whether somebody has the second factor that they must have.
func (s *Server) enrolled(c echo.Context) bool {
	row, ok := c.Get(sessionKey).(*db.Session)
	return !ok || row.Second || !s.store.Org().NeedsSecond(actor(c).Person)
}

// errGiven sends somebody whose password another knows to where they choose their own.
var errGiven = errors.New("a password of one's own is needed first")

// givenLasts is how long a password that somebody else gave opens the portal, once.
const givenLasts = 14 * 24 * time.Hour

// givenPassword tells whether somebody's password is one that another gave them.
func givenPassword(c echo.Context) bool {
	row, ok := c.Get(sessionKey).(*db.Session)
	return ok && !row.Given.IsZero()
}

// secondAddress is what a telephone reads from the code: whose secret it is, and the secret.
func secondAddress(company, account, secret string) string {
	issuer := []rune("Huiyin " + company)
	name := string(issuer[:min(len(issuer), 30)])
	return "otpauth://totp/" + url.PathEscape(name+":"+account) + "?secret=" + secret + "&issuer=" +
		url.PathEscape(name)
}

// squares is a QR code as rows of squares.
func squares(text string) ([][]bool, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, err
	}
	return code.Bitmap(), nil
}
