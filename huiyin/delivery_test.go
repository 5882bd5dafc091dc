package huiyin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestReach_QuietHoursAndDigest(t *testing.T) {
	o := demo()
	at := func(day, hour, minute int) time.Time { return time.Date(2025, 3, day, hour, minute, 0, 0, o.Zone) }
	night := DailyWindow{22 * 60, 7*60 + 30}
	lunch := DailyWindow{12 * 60, 14 * 60}
	for _, c := range []struct {
		name     string
		reach    NotificationPreferences
		kind     NoticeKind
		at, want time.Time
	}{
		{"no wishes", NotificationPreferences{}, NoticeMissed, at(3, 3, 0), at(3, 3, 0)},
		{"before the night", NotificationPreferences{Quiet: night}, NoticeMissed, at(3, 21, 59), at(3, 21, 59)},
		{"as the night begins", NotificationPreferences{Quiet: night}, NoticeMissed, at(3, 22, 0), at(4, 7, 30)},
		{"after midnight", NotificationPreferences{Quiet: night}, NoticeMissed, at(4, 0, 0), at(4, 7, 30)},
		{"as the night ends", NotificationPreferences{Quiet: night}, NoticeMissed, at(4, 7, 30), at(4, 7, 30)},
		{"end of a month", NotificationPreferences{Quiet: night}, NoticeMissed, at(31, 23, 0), at(32, 7, 30)},
		{"noon", NotificationPreferences{Quiet: lunch}, NoticeMissed, at(3, 13, 59), at(3, 14, 0)},
		{"an emergency at night", NotificationPreferences{Quiet: night}, NoticeEmergency, at(3, 23, 0), at(3, 23, 0)},
		{"digest still to come", NotificationPreferences{Daily: true, Digest: 17 * 60}, NoticeMissed, at(3, 9, 0),
			at(3, 17, 0)},
		{"digest of the minute is gone", NotificationPreferences{Daily: true, Digest: 17 * 60}, NoticeMissed,
			at(3, 17, 0), at(4, 17, 0)},
		{"digest at midnight", NotificationPreferences{Daily: true}, NoticeMissed, at(3, 9, 0), at(4, 0, 0)},
		{"digest goes by itself, not by quiet hours",
			NotificationPreferences{Daily: true, Digest: 6 * 60, Quiet: night}, NoticeMissed, at(3, 23, 0),
			at(4, 6, 0)},
		{"an emergency before the digest", NotificationPreferences{Daily: true, Digest: 17 * 60}, NoticeEmergency,
			at(3, 9, 0), at(3, 9, 0)},
	} {
		if got := c.reach.Due(c.kind, c.at.UTC(), o.Zone); !got.Equal(c.want) {
			t.Errorf("%s: due %v, want %v", c.name, got, c.want)
		}
	}
}

func TestReach_RefusesWhatIsWrong(t *testing.T) {
	by := Actor{Person: demo().Person("a01"), Org: demo()}
	for field, r := range map[string]NotificationPreferences{
		"mail":       {Mail: "nobody"},
		"quiet_from": {Quiet: DailyWindow{-1, 60}},
		"quiet_to":   {Quiet: DailyWindow{60, 24 * 60}},
		"digest":     {Daily: true, Digest: -1},
	} {
		entries, err := NotificationPreferences{}.Change(by, monday, r)
		if KindOf(err) != KindInvalid || err.(*Error).Field != field || len(entries) != 0 {
			t.Errorf("%s: %v, %v", field, entries, err)
		}
	}
	for _, mail := range []string{"a@b\nBcc: c@d", "A <a@b.c>", "a@b.c, d@e.f", "@", " a@b.c"} {
		if (NotificationPreferences{Mail: mail}).Check() == nil {
			t.Errorf("%q is taken for an address", mail)
		}
	}
	entries, err := NotificationPreferences{}.Change(by, monday,
		NotificationPreferences{Mail: "a01@example.com", Quiet: DailyWindow{22 * 60, 450}, Daily: true, Digest: 510})
	if err != nil || len(entries) != 1 ||
		fmt.Sprint(entries[0].Detail) != "[{mail  a01@example.com} {quiet  22:00-07:30} {digest  08:30}]" {
		t.Errorf("%v, %v", entries, err)
	}
}

// alarming is an emergency of which people have just been told.
func alarming(t *testing.T, against ...string) *walk {
	w := record(t, demo(), "a01", intake(func(in *Intake) { in.Urgency, in.Accused = Emergency, against }))
	w.tell(w.o, NoticeEmergency, "", monday, "", w.alarmed(w.o)...)
	return w
}

// mailed gives the receivers of what goes out about a complaint's notices.
func (w *walk) mailed(d *Delivery, reach map[string]NotificationPreferences) (mails, robots []string) {
	for _, m := range w.Messages(w.o, d, reach) {
		if m.Robot == 0 {
			mails = append(mails, w.Notices()[m.Notice].Account)
		} else {
			robots = append(robots, fmt.Sprint(m.Robot, " ", w.Notices()[m.Notice].Account))
		}
	}
	return mails, robots
}

func TestMessages_OffByDefaultAndOnlyToThoseWithAnAddress(t *testing.T) {
	w := alarming(t)
	if len(w.Notices()) < 3 {
		t.Fatalf("an emergency tells %v", w.Notices())
	}
	reach := map[string]NotificationPreferences{"s01": {Mail: "s01@example.com"}}
	if mails, _ := w.mailed(&Delivery{}, reach); len(mails) != 0 {
		t.Errorf("mail is off, yet goes to %v", mails)
	}
	on := &Delivery{Mail: MailServer{On: true}}
	if mails, _ := w.mailed(on, reach); !slices.Equal(slices.Compact(mails), []string{"s01"}) {
		t.Errorf("mail goes to %v", mails)
	}
}

func TestP3_RobotTellsOnlyWhatAllOfItsGroupMaySee(t *testing.T) {
	for name, c := range map[string]struct {
		members []string
		off     bool
		accused []string
		told    bool
	}{
		"supervisors of the site":             {members: []string{"s01", "s02"}, told: true},
		"one of another site":                 {members: []string{"s01", "t01"}},
		"an agent who has nothing to do here": {members: []string{"s01", "a02"}},
		"off":                                 {members: []string{"s01", "s02"}, off: true},
		"one is accused":                      {members: []string{"s01", "s02"}, accused: []string{"s02"}},
	} {
		w := alarming(t, c.accused...)
		d := &Delivery{Robots: []Robot{{ID: 7, On: !c.off, Members: c.members}}}
		_, robots := w.mailed(d, nil)
		if told := len(robots) > 0; told != c.told {
			t.Errorf("%s: told %v", name, robots)
		}
	}
}

func TestDelivery_SettingsAreCheckedAndJournalled(t *testing.T) {
	o := demo()
	admin := Actor{Person: o.Person("admin"), Org: o}
	good := MailServer{On: true, Host: "mail.example.com", Port: 587, Security: StartTLS, User: "huiyin",
		Password: "geheim", From: "huiyin@example.com"}
	d := &Delivery{}
	refused := func(kind Kind, field string, do func() error) {
		t.Helper()
		before := fmt.Sprintf("%+v", *d)
		err := do()
		if KindOf(err) != kind || kind == KindInvalid && err.(*Error).Field != field {
			t.Errorf("%s: %v", field, err)
		}
		if after := fmt.Sprintf("%+v", *d); after != before {
			t.Errorf("%s: refused, yet changed", field)
		}
	}
	for field, change := range map[string]func(*MailServer){
		"host":     func(m *MailServer) { m.Host = "" },
		"port":     func(m *MailServer) { m.Port = 0 },
		"security": func(m *MailServer) { m.Security = Plain },
		"from":     func(m *MailServer) { m.From = "nobody" },
	} {
		m := good
		change(&m)
		refused(KindInvalid, field, func() error { return d.SetMail(admin, monday, "", m) })
	}
	refused(KindInvalid, "portal", func() error { return d.SetMail(admin, monday, "javascript:1", good) })
	refused(KindForbidden, "",
		func() error { return d.SetMail(Actor{Person: o.Person("v01"), Org: o}, monday, "", good) })
	if err := d.SetMail(admin, monday, "http://portal:8080/", good); err != nil || d.Portal != "http://portal:8080" {
		t.Fatal(d.Portal, err)
	}
	good.Password = ""
	if err := d.SetMail(admin, monday, "http://portal:8080", good); err != nil || d.Mail.Password != "geheim" ||
		len(d.Journal()) != 1 {
		t.Errorf("an empty password: %v, %q, %d entries", err, d.Mail.Password, len(d.Journal()))
	}
	moved := good
	moved.Host = "elsewhere.example.com"
	if err := d.SetMail(admin, monday, "", moved); err != nil || d.Mail.Password != "" {
		t.Errorf("a password goes along to another server: %v", err)
	}
	robot := Robot{On: true, Kind: DingTalk, Name: "海悦府群", URL: "https://oapi.example.com/robot/send?access_token=x",
		Secret: "SECgeheim", Members: []string{"s02", "s01"}}
	for field, change := range map[string]func(*Robot){
		"name":    func(r *Robot) { r.Name = "" },
		"kind":    func(r *Robot) { r.Kind = "fax" },
		"url":     func(r *Robot) { r.URL = "ftp://example.com" },
		"members": func(r *Robot) { r.Members = []string{"nobody"} },
	} {
		r := robot
		change(&r)
		refused(KindInvalid, field, func() error { return d.PutRobot(admin, monday, r) })
	}
	refused(KindForbidden, "",
		func() error { return d.PutRobot(Actor{Person: o.Person("v01"), Org: o}, monday, robot) })
	unknown := robot
	unknown.ID = 9
	refused(KindNotFound, "", func() error { return d.PutRobot(admin, monday, unknown) })
	if err := d.PutRobot(admin, monday, robot); err != nil || len(d.Robots) != 1 || d.Robots[0].ID != 1 {
		t.Fatal(d.Robots, err)
	}
	robot.ID, robot.URL, robot.Secret, robot.On = 1, "", "", false
	if err := d.PutRobot(admin, monday, robot); err != nil || d.Robots[0].Secret != "SECgeheim" || d.Robots[0].On {
		t.Errorf("%+v, %v", d.Robots[0], err)
	}
	for _, e := range d.Journal() {
		for _, c := range e.Detail {
			if c.After == "geheim" || c.After == "SECgeheim" || c.Field == "url" {
				t.Errorf("a secret stands in the journal: %v", c)
			}
		}
	}
}

func TestBackoff_DoublesUpToAnHour(t *testing.T) {
	want := []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 16 * time.Minute,
		32 * time.Minute, time.Hour, time.Hour}
	var days time.Duration
	for i := range MostTries {
		if got := Backoff(i + 1); i < len(want) && got != want[i] {
			t.Errorf("after %d tries %v, want %v", i+1, got, want[i])
		}
		days += Backoff(i + 1)
	}
	if days < 72*time.Hour || days > 74*time.Hour {
		t.Errorf("a message is tried for %v", days)
	}
}

// A group has quiet hours of its own, which an emergency does not keep; those whom it calls are its members
// (rules D8, K2).
func TestD8_GroupsHaveQuietHours(t *testing.T) {
	o := demo()
	d := &Delivery{}
	mentions, err := ParseMentions("a01 chen.lihang\n\n s01  zhou\n", []string{"a01", "s01"})
	if err != nil || len(mentions) != 2 {
		t.Fatal(mentions, err)
	}
	for _, text := range []string{"a01", "a01 b c", "x99 b", "a01 " + strings.Repeat("x", 65)} {
		if _, err := ParseMentions(text, []string{"a01"}); KindOf(err) != KindInvalid {
			t.Errorf("%q: %v", text, err)
		}
	}
	r := Robot{On: true, Kind: WeCom, Name: "群", URL: "https://chat.example.com/x", Members: []string{"a01", "s01"},
		Quiet: DailyWindow{From: 22 * 60, To: 7 * 60}, Mentions: mentions}
	for _, w := range []DailyWindow{{-1, 60}, {0, dayMinutes}} {
		bad := r
		bad.Quiet = w
		if err := d.PutRobot(o.as("admin"), monday, bad); KindOf(err) != KindInvalid || len(d.Robots) != 0 {
			t.Errorf("%v: %v", w, err)
		}
	}
	if err := d.PutRobot(o.as("admin"), monday, r); err != nil {
		t.Fatal(err)
	}
	if got := d.Robots[0].MentionLines(); got != "a01 chen.lihang\ns01 zhou\n" {
		t.Errorf("%q", got)
	}
	night := time.Date(2025, 3, 3, 23, 30, 0, 0, o.Zone)
	for kind, want := range map[NoticeKind]time.Time{
		NoticeNear: time.Date(2025, 3, 4, 7, 0, 0, 0, o.Zone), NoticeEmergency: night,
	} {
		got := messages(o, d, nil, []Notice{{Account: "a01", Kind: kind, At: night}}, func(Actor) bool { return true })
		if len(got) != 1 || !got[0].Due.Equal(want) {
			t.Errorf("%s: %+v", kind, got)
		}
	}
	for _, k := range noticeKinds.all() {
		if k.Deed() == "" || strings.Contains(k.Label(), "请您") && !k.Confidential() && k.Deed() == "请登录查看。" {
			t.Errorf("%s says nothing of what to do", k)
		}
	}
}
