package ui

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"huiyin/huiyin"
)

func TestMatch(t *testing.T) {
	for header, want := range map[string]Lang{
		"":                           Hans,
		"zh-CN,zh;q=0.9,en;q=0.8":    Hans,
		"zh":                         Hans,
		"zh-TW,zh;q=0.9,en-US;q=0.8": Hant,
		"zh-HK":                      Hant,
		"zh-Hant-MO":                 Hant,
		"en-GB,en;q=0.9":             English,
		"en-US,zh-CN;q=0.5":          English,
		"fr-FR,fr;q=0.9":             Hans,
		"fr,en;q=0.5":                English,
		"*":                          Hans,
		"not a header;;;q=":          Hans,
	} {
		if got := Match(header); got != want {
			t.Errorf("Match(%q) = %s, want %s", header, got, want)
		}
	}
}

func TestT(t *testing.T) {
	for _, tt := range []struct {
		lang Lang
		text string
		args []any
		want string
	}{
		{Hans, "共 %d 件", []any{3}, "共 3 件"},
		{Hant, "登录", nil, "登入"},
		{English, "共 %d 件", []any{3}, "3 in all"},
		{English, "没有这个词", nil, "没有这个词"},
		{English, "没有 %s", []any{"它"}, "没有 它"},
		{"", "登录", nil, "登录"},
		{Hans, "满意度 100%", nil, "满意度 100%"},
	} {
		if got := tt.lang.T(tt.text, tt.args...); got != tt.want {
			t.Errorf("%s: T(%q) = %q, want %q", tt.lang, tt.text, got, tt.want)
		}
	}
}

type labelled string

func (l labelled) Label() string { return string(l) }

func TestErrTranslatesWordsAmongItsArguments(t *testing.T) {
	e := huiyin.Conflict("%s：%s %d", labelled("演练"), "更多", 2)
	if got, want := English.Err(e), "Rehearsal：More 2"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := Hans.Err(e), "演练：更多 2"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Hans.Err(nil); got != "" {
		t.Errorf("no refusal says %q", got)
	}
}

var shanghai = time.FixedZone("CST", 8*3600)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func TestClockShort(t *testing.T) {
	for _, tt := range []struct{ now, t, hans, english string }{
		{"2026-11-21 14:05", "2026-11-21 00:00", "今天 00:00", "Today 00:00"},
		{"2026-11-21 00:10", "2026-11-20 23:59", "昨天 23:59", "Yesterday 23:59"},
		{"2026-11-21 14:05", "2026-11-22 01:00", "明天 01:00", "Tomorrow 01:00"},
		{"2026-11-21 14:05", "2026-11-19 23:59", "11月19日 23:59", "19 Nov 23:59"},
		{"2026-11-21 14:05", "2025-01-02 08:30", "2025年1月2日 08:30", "2 Jan 2025 08:30"},
		{"2027-01-01 08:00", "2026-12-31 20:00", "昨天 20:00", "Yesterday 20:00"},
		// 07:30 in Shanghai is still yesterday in UTC.
		{"2026-11-21 09:00", "2026-11-21 07:30", "今天 07:30", "Today 07:30"},
	} {
		c := Clock{Now: at(tt.now), Zone: shanghai}
		if got := c.Short(at(tt.t)); got != tt.hans {
			t.Errorf("at %s: Short(%s) = %q, want %q", tt.now, tt.t, got, tt.hans)
		}
		c.Lang = English
		if got := c.Short(at(tt.t)); got != tt.english {
			t.Errorf("at %s: Short(%s) = %q, want %q", tt.now, tt.t, got, tt.english)
		}
	}
}

func TestClockSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                            "不到 1 分钟",
		59 * time.Second:             "不到 1 分钟",
		time.Minute:                  "1 分钟",
		59*time.Minute + time.Second: "59 分钟",
		time.Hour:                    "1 小时",
		3*time.Hour + 12*time.Minute: "3 小时 12 分",
		24 * time.Hour:               "1 天",
		29 * time.Hour:               "1 天 5 小时",
		48*time.Hour + time.Minute:   "2 天",
		75 * time.Hour:               "3 天",
		-48 * time.Hour:              "2 天",
	} {
		if got := (Clock{}).Span(d); got != want {
			t.Errorf("Span(%s) = %q, want %q", d, got, want)
		}
	}
}

func TestDeadlineSaysHowItStands(t *testing.T) {
	c := Clock{Now: at("2026-11-21 12:00"), Zone: shanghai}
	due := func(h time.Duration) time.Time { return c.Now.Add(h * time.Hour) }
	for name, tt := range map[string]struct {
		deadline    Deadline
		words, tone string
		ticks       bool
	}{
		"far":              {Deadline{Due: due(30), Status: "running"}, "剩 1 天 6 小时", "calm", true},
		"near by itself":   {Deadline{Due: due(3), Status: "running"}, "剩 3 小时", "near", true},
		"near as told":     {Deadline{Due: due(30), Near: due(-1), Status: "running"}, "剩 1 天 6 小时", "near", true},
		"at its instant":   {Deadline{Due: due(0), Status: "running"}, "逾期 不到 1 分钟", "late", true},
		"over, not judged": {Deadline{Due: due(-2), Status: "running"}, "逾期 2 小时", "late", true},
		"missed":           {Deadline{Due: due(-50), Status: "missed"}, "逾期 2 天 2 小时", "late", true},
		"done too late":    {Deadline{Due: due(-50), Done: due(-48), Status: "missed"}, "超时 2 小时 完成", "late", false},
		"kept":             {Deadline{Due: due(-50), Done: due(-60), Status: "met"}, "已按时完成", "calm", false},
		"paused":           {Deadline{Due: due(-50), Status: "paused"}, "已暂停计时", "calm", false},
	} {
		tt.deadline.Code = "D5"
		if got := tt.deadline.words(c); got != tt.words {
			t.Errorf("%s: says %q, want %q", name, got, tt.words)
		}
		e := render(t, Countdown(c, tt.deadline)).Find(".countdown")
		if !e.HasClass("is-" + tt.tone) {
			t.Errorf("%s: class %q, want %s", name, e.AttrOr("class", ""), tt.tone)
		}
		if _, ticks := e.Attr("data-near"); ticks != tt.ticks {
			t.Errorf("%s: ticks %v, want %v", name, ticks, tt.ticks)
		}
		for attr, want := range map[string]string{
			"data-deadline": "D5",
			"data-due":      tt.deadline.Due.In(shanghai).Format(time.RFC3339),
			"data-status":   tt.deadline.Status,
		} {
			if got := e.AttrOr(attr, ""); got != want {
				t.Errorf("%s: %s is %q, want %q", name, attr, got, want)
			}
		}
	}
}

func TestFormKeepsWhatWasTyped(t *testing.T) {
	fresh := Form{}
	sent := Form{Action: "assign", Typed: map[string][]string{"handler": {"a01"}, "note": {""},
		"way": {"phone", "visit"}}, Wrong: huiyin.Invalid("note", "请写明。"), Once: "x"}
	for name, tt := range map[string]struct{ got, want any }{
		"fresh value":                 {fresh.Value("handler", "a02"), "a02"},
		"typed value":                 {sent.Value("handler", "a02"), "a01"},
		"emptied stays empty":         {sent.Value("note", "before"), ""},
		"not sent":                    {sent.Value("other", "before"), "before"},
		"fresh box":                   {fresh.Checked("way", "phone", true), true},
		"box on":                      {sent.Checked("way", "visit", false), true},
		"box not sent is off":         {sent.Checked("read_back", "1", true), false},
		"fresh values":                {strings.Join(fresh.Values("way", "a", "b"), " "), "a b"},
		"typed values":                {strings.Join(sent.Values("way", "a"), " "), "phone visit"},
		"no values typed":             {len(sent.Values("measure", "a")), 0},
		"the submitted form":          {sent.For("assign").Value("handler", ""), "a01"},
		"the submitted form is wrong": {sent.For("assign").wrong("note"), true},
		"another form is fresh":       {sent.For("close").Value("handler", "a02"), "a02"},
		"another form is right":       {sent.For("close").Wrong == nil, true},
		"every form has its once":     {sent.For("close").Once, "x"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: %v, want %v", name, tt.got, tt.want)
		}
	}
}

func render(t *testing.T, parts ...templ.Component) *goquery.Document {
	t.Helper()
	var b bytes.Buffer
	for _, c := range parts {
		if err := c.Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
	}
	doc, err := goquery.NewDocumentFromReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// fields is a form with a field of each kind.
func fields(f Form) []templ.Component {
	o := Opt{Required: true, Hint: "提示"}
	choices := []Option{{Value: "a", Label: "甲"}, {Value: "b", Label: "乙", Group: "组"}, {Value: "c", Label: "丙"}}
	return []templ.Component{
		Text(f, "text", "文字", "", o),
		Textarea(f, "area", "多行", "", o),
		Select(f, "select", "选择", "a", choices, o),
		Radios(f, "radios", "单选", "a", choices, o),
		Checks(f, "checks", "多选", []string{"a"}, choices, o),
		Check(f, "check", "一项", false, o),
		Money(f, "money", "金额", "", o),
		DateTime(f, "datetime", "时间", "", o),
		Date(f, "date", "日期", "", o),
		File(f, "file", "文件", o),
		Password(f, "password", "密码", o),
	}
}

var names = []string{"text", "area", "select", "radios", "checks", "check", "money", "datetime", "date", "file",
	"password"}

func TestEveryFieldIsLabelledAndExplained(t *testing.T) {
	for _, wrong := range append([]string{""}, names...) {
		f := Form{ID: "one"}
		if wrong != "" {
			f.Wrong = huiyin.Invalid(wrong, "这里不对。")
			f.Typed = map[string][]string{}
		}
		doc := render(t, append(fields(f), fields(Form{ID: "two"})...)...)

		seen := map[string]bool{}
		doc.Find("[id]").Each(func(_ int, e *goquery.Selection) {
			if id := e.AttrOr("id", ""); seen[id] {
				t.Errorf("wrong %q: id %q twice", wrong, id)
			} else {
				seen[id] = true
			}
		})
		for _, attr := range []string{"for", "aria-describedby", "aria-labelledby"} {
			doc.Find("[" + attr + "]").Each(func(_ int, e *goquery.Selection) {
				for _, id := range strings.Fields(e.AttrOr(attr, "")) {
					if !seen[id] {
						t.Errorf("wrong %q: %s points at %q, which is not there", wrong, attr, id)
					}
				}
			})
		}
		for _, name := range names {
			e := doc.Find("#one-" + name)
			if e.Length() != 1 {
				t.Fatalf("%s has %d elements", name, e.Length())
			}
			labelled := doc.Find("label[for=one-"+name+"]").Length() == 1 || e.Is("[aria-labelledby]") ||
				e.Closest("label").Length() == 1
			if !labelled {
				t.Errorf("%s has no label", name)
			}
			described := e.AttrOr("aria-describedby", "")
			sentence := doc.Find("#" + name + "-wrong")
			if name != wrong {
				if sentence.Length() != 0 || e.Is("[aria-invalid]") || described != "one-"+name+"-hint" {
					t.Errorf("wrong %q: %s looks wrong", wrong, name)
				}
				continue
			}
			if got := strings.TrimSpace(sentence.Text()); got != "这里不对。" {
				t.Errorf("%s: sentence %q", name, got)
			}
			if described != name+"-wrong one-"+name+"-hint" {
				t.Errorf("%s is described by %q", name, described)
			}
			if invalid := e.AttrOr("aria-invalid", ""); invalid != "true" && name != "checks" {
				t.Errorf("%s: aria-invalid is %q", name, invalid)
			}
		}
	}
}

func TestRejectedFormShowsWhatWasTyped(t *testing.T) {
	typed := map[string][]string{
		"text": {`<b>"x"</b>`}, "area": {"一\n二"}, "select": {"b"}, "radios": {"c"}, "checks": {"b", "c"},
		"check": {"1"}, "money": {"12.5"}, "datetime": {"2026-11-21T14:05"}, "date": {"2026-11-21"},
		"password": {"secret"},
	}
	doc := render(t, fields(Form{Typed: typed, Wrong: huiyin.Invalid("text", "不对。")})...)
	for selector, want := range map[string]string{
		"#text": `<b>"x"</b>`, "#money": "12.5", "#datetime": "2026-11-21T14:05", "#date": "2026-11-21",
		"#select option[selected]": "b", "#radios input[checked]": "c", "#password": "",
	} {
		if got := doc.Find(selector).AttrOr("value", ""); got != want {
			t.Errorf("%s: %q, want %q", selector, got, want)
		}
	}
	if got := doc.Find("#area").Text(); got != "一\n二" {
		t.Errorf("area: %q", got)
	}
	if got := doc.Find("#checks input[checked]").Length(); got != 2 {
		t.Errorf("%d boxes on, want 2", got)
	}
	if got := doc.Find("#check[checked]").Length(); got != 1 {
		t.Error("the box is off")
	}
	if got := doc.Find("#select optgroup[label=组] option").Length(); got != 1 {
		t.Errorf("%d options in the group, want 1", got)
	}
	if e := doc.Find("[autofocus]"); e.Length() != 1 || e.AttrOr("id", "") != "text" {
		t.Error("the wrong field does not have the focus")
	}
}

func TestPostWorksWithAndWithoutScript(t *testing.T) {
	f := Form{Once: "o1"}.For("close")
	doc := render(t,
		Post(f, Target{URL: "/complaints/1/close", Action: "close", Version: 7, Region: "main", Part: "timeline",
			Confirm: "确定", Files: true}))
	form := doc.Find("form")
	for attr, want := range map[string]string{
		"method": "post", "action": "/complaints/1/close", "data-action": "close", "data-part": "timeline",
		"data-confirm": "确定",
		"hx-post":      "/complaints/1/close", "hx-target": "#main", "hx-select": "#main", "hx-swap": "outerHTML",
		"enctype": "multipart/form-data", "hx-encoding": "multipart/form-data", "id": "form-close",
	} {
		if got := form.AttrOr(attr, ""); got != want {
			t.Errorf("%s is %q, want %q", attr, got, want)
		}
	}
	for name, want := range map[string]string{"version": "7", "once": "o1"} {
		if got := form.Find("input[name="+name+"]").AttrOr("value", ""); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	plain := render(t, Post(Form{Wrong: huiyin.Conflict("状态不对。")}, Target{URL: "/x", Region: "-"})).Find("form")
	if plain.Is("[hx-post]") {
		t.Error("a plain form goes through htmx")
	}
	if got := strings.TrimSpace(plain.Find("[role=alert]").Text()); got != "状态不对。" {
		t.Errorf("summary %q", got)
	}
}

func TestBadgesSpeakInWords(t *testing.T) {
	if got := render(t, Badge("major", "重大")).Find(".badge.is-major").Text(); strings.TrimSpace(got) != "重大" {
		t.Errorf("badge says %q", got)
	}
	if got := render(t, Badge("major", "")).Find(".badge").Length(); got != 0 {
		t.Error("a badge without a word")
	}
}

func TestStepperMarksOneStep(t *testing.T) {
	steps := []string{"受理", "调查", "结案"}
	for current, want := range []struct{ done, now int }{{0, 1}, {1, 1}, {2, 1}, {3, 0}} {
		doc := render(t, Stepper(steps, current))
		if done, now := doc.Find(".done").Length(), doc.Find("[aria-current=step]").Length(); done != want.done ||
			now != want.now {
			t.Errorf("step %d: %d done and %d current, want %v", current, done, now, want)
		}
	}
}

func TestTimeCarriesTheFullDate(t *testing.T) {
	c := Clock{Now: at("2026-11-21 14:05"), Zone: shanghai}
	e := render(t, Time(c, at("2026-11-20 09:00"))).Find("time")
	if e.Text() != "昨天 09:00" || e.AttrOr("datetime", "") != "2026-11-20T09:00:00+08:00" ||
		e.AttrOr("title", "") != "2026-11-20 09:00" {
		h, _ := goquery.OuterHtml(e)
		t.Errorf("got %s", h)
	}
	if got := render(t, Time(c, time.Time{})).Find("time").Length(); got != 0 {
		t.Error("the zero time is shown as a time")
	}
}
