package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// deliveryRoutes are how messages leave the house.
func (s *Server) deliveryRoutes() []route {
	manage := huiyin.ActionManage
	return []route{
		{get, "/settings/delivery", manage, emptyForm(s, s.deliveryPage), nil, 0},
		{post, "/settings/delivery", manage, s.setMail, s.deliveryPage, 0},
		{post, "/settings/delivery/try", manage, s.tryMail, s.deliveryPage, 0},
		{post, "/settings/delivery/resume", manage, s.resumeDelivery, s.deliveryPage, 0},
		{get, "/settings/add/robot", manage, emptyForm(s, s.robotPage), nil, 0},
		{post, "/settings/robots", manage, s.putRobot, s.robotPage, 0},
		{get, "/settings/robots/:id", manage, emptyForm(s, s.robotPage), nil, 0},
		{post, "/settings/robots/:id", manage, s.putRobot, s.robotPage, 0},
		{post, "/settings/robots/:id/try", manage, s.tryRobot, s.robotPage, 0},
	}
}

// openly is what is told of the delivery: no secret.
func openly(d *huiyin.Delivery) huiyin.Delivery {
	out := *d
	out.Mail.Password = ""
	return out
}

func (s *Server) deliveryPage(c echo.Context, status int, f ui.Form) error {
	form := "mail"
	switch c.Path() {
	case "/settings/delivery/try":
		form = "try"
	case "/settings/delivery/resume":
		form = "resume"
	}
	d := s.store.Delivery()
	told := openly(d)
	v := settings.Delivery{View: s.settingsView(c, "delivery", "外发消息", form, f, told.Mail), Delivery: &told,
		Mails: d.Mail.Password != "", Tried: c.QueryParam("tried") == "1"}
	v.Path = "/settings/delivery"
	if s.Rehearsal != nil {
		v.Folder = "rehearsal-messages"
	}
	return s.render(c, status, settings.DeliveryPage(v))
}

// changeDelivery is changeSetting for the delivery.
func changeDelivery[F any](s *Server, c echo.Context, of func(*huiyin.Delivery) any,
	fn func(by huiyin.Actor, now time.Time, d *huiyin.Delivery, f F) error) error {
	store := func(ctx context.Context, once db.Once, fn func(*huiyin.Delivery) error) error {
		return s.store.ChangeDelivery(ctx, once, s.Now(), fn)
	}
	return changeSetting(s, c, "/settings/delivery", of, store, fn)
}

type mailForm struct {
	Portal   string              `form:"portal"`
	On       bool                `form:"on"`
	Host     string              `form:"host"`
	Port     int                 `form:"port"`
	Security huiyin.MailSecurity `form:"security"`
	User     string              `form:"user"`
	From     string              `form:"from"`
	Abroad   bool                `form:"abroad"`
	Ground   string              `form:"abroad_ground"`
}

func (s *Server) setMail(c echo.Context) error {
	return changeDelivery(s, c, func(d *huiyin.Delivery) any { return openly(d).Mail },
		func(by huiyin.Actor, now time.Time, d *huiyin.Delivery, f mailForm) error {
			m := huiyin.MailServer{On: f.On, Host: f.Host, Port: f.Port, Security: f.Security, User: f.User,
				From: f.From, Abroad: huiyin.Abroad{Abroad: f.Abroad, Ground: f.Ground},
				Password: c.Request().PostForm.Get("password")}
			if err := d.SetMail(by, now, f.Portal, m); err != nil {
				return err
			}
			if host := c.Request().Host; !s.hostsUnder(host, d.Portal) { // whoever mistypes it would not get in again
				return huiyin.Invalid("portal", "您现在用“%s”打开回音，按这个地址保存后它就打不开了。请改用新地址的名称或服务器的数字地址（如 http://192.168.1.10）打开回音，再保存。", host)
			}
			return nil
		})
}

// resumeDelivery lets messages go out again after a restore.
func (s *Server) resumeDelivery(c echo.Context) error {
	return changeDelivery(s, c, func(*huiyin.Delivery) any { return nil }, func(by huiyin.Actor, now time.Time, d *huiyin.Delivery, _ struct{}) error {
		return d.Resume(by, now)
	})
}

func (s *Server) tryMail(c echo.Context) error {
	to := postedText(c, "to")
	d, lang := s.store.Delivery(), s.lang(c)
	if err := d.CheckTrial(to); err != nil {
		return err
	}
	if err := s.Courier.Try(c.Request().Context(), d, to, lang.T("回音：测试邮件"), lang.T("收到这封邮件，说明回音的邮件设置可用。")+
		"\n"); err != nil {
		return huiyin.Invalid("to", "没有发出：%s", err.Error())
	}
	return c.Redirect(http.StatusSeeOther, "/settings/delivery?tried=1")
}

func (s *Server) robotPage(c echo.Context, status int, f ui.Form) error {
	form := "robot"
	if c.Path() == "/settings/robots/:id/try" {
		form = "try"
	}
	if c.Param("id") == "" {
		v := settings.Robot{View: s.settingsView(c, "delivery", "新增机器人", form, f, nil), Robot: huiyin.Robot{On: true}}
		v.Path = "/settings/robots"
		return s.render(c, status, settings.RobotPage(v))
	}
	r, err := s.robot(c)
	if err != nil {
		return err
	}
	v := settings.Robot{View: s.settingsView(c, "delivery", "机器人", form, f, *r), Robot: *r,
		Tried: c.QueryParam("tried") == "1"}
	v.Path = "/settings/robots/" + url.PathEscape(c.Param("id"))
	return s.render(c, status, settings.RobotPage(v))
}

func (s *Server) robot(c echo.Context) (*huiyin.Robot, error) {
	n, err := id(c, "id")
	if err != nil {
		return nil, err
	}
	r := s.store.Delivery().Robot(n)
	if r == nil {
		return nil, huiyin.NotFound()
	}
	return r, nil
}

type robotForm struct {
	On      bool             `form:"on"`
	Kind    huiyin.RobotKind `form:"kind"`
	Name    string           `form:"name"`
	URL     string           `form:"url"`
	Secret  string           `form:"secret"`
	Members []string         `form:"members"`

	QuietFrom string `form:"quiet_from"`
	QuietTo   string `form:"quiet_to"`
	Mentions  string `form:"mentions"`
}

func (s *Server) putRobot(c echo.Context) error {
	n, err := idOrNew(c)
	if err != nil {
		return err
	}
	was := func(d *huiyin.Delivery) any {
		if old := d.Robot(n); old != nil {
			return *old
		}
		return nil
	}
	return changeDelivery(s, c, was, func(by huiyin.Actor, now time.Time, d *huiyin.Delivery, f robotForm) error {
		mentions, err := huiyin.ParseMentions(f.Mentions, f.Members)
		return ruleFirst(d.PutRobot(by, now, huiyin.Robot{ID: n, On: f.On, Kind: f.Kind, Name: f.Name, URL: f.URL,
			Secret: f.Secret, Members: f.Members, Quiet: quietOf(f.QuietFrom, f.QuietTo), Mentions: mentions}), err)
	})
}

func (s *Server) tryRobot(c echo.Context) error {
	r, err := s.robot(c)
	if err != nil {
		return err
	}
	if err := s.Courier.TryRobot(c.Request().Context(), *r, s.lang(c).T("回音：测试消息")); err != nil {
		return huiyin.Invalid("", "没有发出：%s", err.Error())
	}
	return c.Redirect(http.StatusSeeOther, "/settings/robots/"+strconv.FormatInt(r.ID, 10)+"?tried=1")
}

// preferenceRoutes are how a person wants to hear of notices.
func (s *Server) preferenceRoutes() []route {
	return []route{
		{get, "/account/notices", huiyin.SignedIn, s.showNotificationPreferences, nil, 0},
		{post, "/account/notices", huiyin.SignedIn, s.setNotificationPreferences, s.reachPage, 0},
	}
}

func (s *Server) showNotificationPreferences(c echo.Context) error {
	return s.reachPage(c, http.StatusOK, ui.Form{Lang: s.lang(c), Once: newID()})
}

func (s *Server) reachPage(c echo.Context, status int, f ui.Form) error {
	r, err := s.store.NotificationPreferences(c.Request().Context(), accountOf(c))
	if err != nil {
		return err
	}
	v := settings.NotificationPreferences{Page: s.page(c, "通知方式"), Form: f, Reach: r, Version: edition(r),
		Mails: s.store.Delivery().Mail.On, Proof: s.needsProof(c)}
	if c.QueryParam("done") == "1" && c.Request().Method == get {
		v.Flash = v.T("已保存。")
	}
	return s.render(c, status, settings.NotificationPreferencesPage(v))
}

type reachForm struct {
	Mail      string `form:"mail"`
	QuietFrom string `form:"quiet_from"`
	QuietTo   string `form:"quiet_to"`
	Digest    string `form:"digest"`
}

// quietOf reads quiet hours as a form gives them; without any there are none.
func quietOf(from, to string) huiyin.DailyWindow {
	if from == "" && to == "" {
		return huiyin.DailyWindow{}
	}
	return huiyin.DailyWindow{From: huiyin.ParseMinute(from), To: huiyin.ParseMinute(to)}
}

func (f reachForm) preferences() huiyin.NotificationPreferences {
	r := huiyin.NotificationPreferences{Mail: f.Mail, Daily: f.Digest != ""}
	r.Quiet = quietOf(f.QuietFrom, f.QuietTo)
	if r.Daily {
		r.Digest = huiyin.ParseMinute(f.Digest)
	}
	return r
}

func (s *Server) setNotificationPreferences(c echo.Context) error {
	return submitTo(s, c, func(p posted[reachForm]) (string, error) {
		was, err := s.store.NotificationPreferences(c.Request().Context(), p.By.Account)
		if err != nil {
			return "", err
		}
		// It may have been changed in another window meanwhile.
		if err := sameEdition(p.Version, edition(was), huiyin.Conflict("您打开页面之后，这里已被改动。请核对之后再保存。")); err != nil {
			return "", err
		}
		if p.Form.Mail != was.Mail {
			if err := s.proven(c); err != nil {
				return "", err
			}
		}
		err = s.store.SetNotificationPreferences(c.Request().Context(), p.Once, p.By, s.Now(), p.Form.preferences())
		return saved("/account/notices"), err
	})
}
