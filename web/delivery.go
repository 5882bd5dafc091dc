package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// deliveryRoutes are how messages leave the house.
func (s *Server) deliveryRoutes() []route {
	manage := huiyin.ActionManage
	return []route{
		{get, "/settings/delivery", manage, emptyForm(s, s.deliveryPage), nil},
		{post, "/settings/delivery", manage, s.setMail, s.deliveryPage},
		{post, "/settings/delivery/try", manage, s.tryMail, s.deliveryPage},
		{get, "/settings/add/robot", manage, emptyForm(s, s.robotPage), nil},
		{post, "/settings/robots", manage, s.putRobot, s.robotPage},
		{get, "/settings/robots/:id", manage, emptyForm(s, s.robotPage), nil},
		{post, "/settings/robots/:id", manage, s.putRobot, s.robotPage},
		{post, "/settings/robots/:id/try", manage, s.tryRobot, s.robotPage},
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
	if c.Path() == "/settings/delivery/try" {
		form = "try"
	}
	d := s.store.Delivery()
	told := openly(d)
	v := settings.Delivery{View: s.settingsView(c, "delivery", "外发消息", form, f, told.Mail), Delivery: &told, Mails: d.Mail.Password != "", Tried: c.QueryParam("tried") == "1"}
	v.Path = "/settings/delivery"
	if s.Rehearsal != nil {
		v.Folder = "rehearsal-messages"
	}
	return s.render(c, status, settings.DeliveryPage(v))
}

// changeDelivery is changeCompany for the delivery.
func (s *Server) changeDelivery(c echo.Context, to string, record func(*huiyin.Delivery) any, fn func(by huiyin.Actor, now time.Time, d *huiyin.Delivery) error) error {
	once, unchanged, err := s.settingForm(c)
	if err != nil {
		return err
	}
	err = s.store.ChangeDelivery(c.Request().Context(), once, s.Now(), func(d *huiyin.Delivery) error {
		if err := unchanged(record(d)); err != nil {
			return err
		}
		return fn(actor(c), s.Now(), d)
	})
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, to+"?done=1")
}

type mailForm struct {
	Portal   string              `form:"portal"`
	On       bool                `form:"on"`
	Host     string              `form:"host"`
	Port     int                 `form:"port"`
	Security huiyin.MailSecurity `form:"security"`
	User     string              `form:"user"`
	From     string              `form:"from"`
}

func (s *Server) setMail(c echo.Context) error {
	var f mailForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	m := huiyin.MailServer{On: f.On, Host: f.Host, Port: f.Port, Security: f.Security, User: f.User, From: f.From, Password: c.Request().PostForm.Get("password")}
	return s.changeDelivery(c, "/settings/delivery", func(d *huiyin.Delivery) any { return openly(d).Mail }, func(by huiyin.Actor, now time.Time, d *huiyin.Delivery) error {
		return d.SetMail(by, now, f.Portal, m)
	})
}

func (s *Server) tryMail(c echo.Context) error {
	to := first(postedValues(c)["to"])
	d, lang := s.store.Delivery(), s.lang(c)
	if err := d.CheckTrial(to); err != nil {
		return err
	}
	if err := s.Courier.Try(c.Request().Context(), d, to, lang.T("回音：测试邮件"), lang.T("收到这封邮件，说明回音的邮件设置可用。")+"\n"); err != nil {
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
	v := settings.Robot{View: s.settingsView(c, "delivery", "机器人", form, f, *r), Robot: *r, Tried: c.QueryParam("tried") == "1"}
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
}

func (s *Server) putRobot(c echo.Context) error {
	var f robotForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	r := huiyin.Robot{On: f.On, Kind: f.Kind, Name: f.Name, URL: f.URL, Secret: f.Secret, Members: f.Members}
	if c.Param("id") != "" {
		n, err := id(c, "id")
		if err != nil {
			return err
		}
		r.ID = n
	}
	return s.changeDelivery(c, "/settings/delivery", func(d *huiyin.Delivery) any {
		if old := d.Robot(r.ID); old != nil {
			return *old
		}
		return nil
	}, func(by huiyin.Actor, now time.Time, d *huiyin.Delivery) error { return d.PutRobot(by, now, r) })
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

func (s *Server) showNotificationPreferences(c echo.Context) error {
	return s.reachPage(c, http.StatusOK, ui.Form{Lang: s.lang(c), Once: newID()})
}

func (s *Server) reachPage(c echo.Context, status int, f ui.Form) error {
	r, err := s.store.NotificationPreferences(c.Request().Context(), accountOf(c))
	if err != nil {
		return err
	}
	v := settings.NotificationPreferences{Page: s.page(c, "通知方式"), Form: f, Reach: r, Version: edition(r), Mails: s.store.Delivery().Mail.On}
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

func (s *Server) setNotificationPreferences(c echo.Context) error {
	var f reachForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	once, err := s.once(c)
	if err != nil {
		return err
	}
	seen, err := version(c)
	if err != nil {
		return err
	}
	was, err := s.store.NotificationPreferences(c.Request().Context(), accountOf(c))
	if err != nil {
		return err
	}
	if err := sameEdition(seen, edition(was), huiyin.Conflict("您打开页面之后，这里已被改动。请核对之后再保存。")); err != nil { // in another window
		return err
	}
	r := huiyin.NotificationPreferences{Mail: f.Mail, Daily: f.Digest != ""}
	if f.QuietFrom != "" || f.QuietTo != "" {
		r.Quiet = huiyin.DailyWindow{From: huiyin.ParseMinute(f.QuietFrom), To: huiyin.ParseMinute(f.QuietTo)}
	}
	if r.Daily {
		r.Digest = huiyin.ParseMinute(f.Digest)
	}
	if err := s.store.SetNotificationPreferences(c.Request().Context(), once, actor(c), s.Now(), r); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/account/notices?done=1")
}
