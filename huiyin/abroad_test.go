package huiyin

import (
	"testing"
	"time"
)

// A mail server or log-in provider abroad is refused without a recorded ground (rule K13).
func TestK13_AServerAbroadNeedsItsGround(t *testing.T) {
	for host, want := range map[string]bool{
		"smtp.gmail.com": true, "SMTP.Office365.com.": true, "email-smtp.eu-west-1.amazonaws.com": true, "mail.example.de": true,
		"mail.example.hk": true, "dc.corp.example.tw": true, "x.okta.com": true,
		"smtp.partner.outlook.cn": false, "mail.example.com.cn": false, "mail.example.com": false, "192.168.1.10": false,
		"8.8.8.8": false, "mail": false, "dc1.corp": false, "邮箱.中国": false, "notgmail.com": false, "s3.cn-north-1.amazonaws.com.cn": false,
	} {
		if got := ForeignHost(host); got != want {
			t.Errorf("%s: %v", host, got)
		}
	}
	o := demo()
	admin, now := o.as("admin"), time.Date(2025, 3, 3, 10, 0, 0, 0, o.Zone)
	mail := func(host string, a Abroad) MailServer {
		return MailServer{On: true, Host: host, Port: 465, Security: TLS, From: "a@example.com", Abroad: a}
	}
	for name, tt := range map[string]struct {
		m    MailServer
		want string
	}{
		"at home":         {mail("mail.example.com", Abroad{}), ""},
		"shown by name":   {mail("smtp.gmail.com", Abroad{}), "abroad_ground"},
		"said":            {mail("mail.example.com", Abroad{Abroad: true, Ground: "  "}), "abroad_ground"},
		"with its ground": {mail("smtp.gmail.com", Abroad{Ground: "标准合同已备案"}), ""},
	} {
		d := &Delivery{}
		err := d.SetMail(admin, now, "", tt.m)
		if fieldOfError(err) != tt.want || err != nil && len(d.Journal()) > 0 {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && d.Mail.Abroad.Abroad != (tt.m.Ground != "") {
			t.Errorf("%s: kept as %+v", name, d.Mail.Abroad)
		}
	}
	login := *DefaultDomainLogin()
	login.On, login.Host, login.Base = true, "dc.example.de", "dc=example,dc=de"
	d := DefaultDomainLogin()
	if err := d.Set(admin, now, login); fieldOfError(err) != "abroad_ground" {
		t.Error(err)
	}
	login.Ground = "安全评估"
	if err := d.Set(admin, now, login); err != nil || !d.Abroad.Abroad {
		t.Error(err)
	}
}
