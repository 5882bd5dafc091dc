package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func number(c string) string { return strings.TrimPrefix(c, "/complaints/") }

// hinting asks for the hints of what was typed so far.
func hinting(pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return "/complaints/hints?" + q.Encode()
}

// While recording, what the complaint may repeat is shown with how it is alike, within what the recorder
// may see, and each can be reminded, linked, or left alone.
func TestK7_RecordingShowsRepeats(t *testing.T) {
	p := newPortal(t)
	noise := p.as("u01").record("site", "JY", "phone", "13911112222", "unit", "9栋901", "matter",
		"九栋楼上夜里拖动家具，咚咚响到凌晨两点，老人睡不着。")
	p.as("u01").record("site", "JY", "phone", "13911113333", "unit", "9栋902", "matter", "物业费账单重复收取，一月份扣了两次。",
		"category", "charges")
	secret := p.as("q01").record("site", "JY", "phone", "13911114444", "unit", "9栋903", "matter",
		"九栋楼上夜里拖动家具，响到凌晨，物业主管不管。", "accused", "u01")
	theirs := p.as("w01").record("site", "JY", "phone", "13911115555", "unit", "9栋904", "matter", "楼上夜里拖动家具，凌晨两点还在响。")
	like := hinting("site", "JY", "name", "李女士", "channel", "visit", "matter", "楼上半夜拖动家具，凌晨两点还咚咚响，孩子睡不着。")
	p.check(
		row{"u01", get, like, nil, 200,
			[]string{number(noise), number(theirs), "内容相近", "caller=" + url.QueryEscape("李女士") +
				"&amp;way=visit#form-reminders", "登记为新投诉，与 " + number(noise) + " 关联"},
			[]string{number(secret), "物业费账单"}},
		row{"w01", get, like, nil, 200, []string{number(theirs)}, []string{number(noise), number(secret)}},
		row{"a01", get, like, nil, 200, nil, []string{"TS-JY", "内容相近"}},
		row{"q01", get, like, nil, 200, []string{number(noise), number(secret)}, nil},
		row{"u01", get, hinting("phone", "13911112222"), nil, 200, []string{number(noise), "同一电话"},
			[]string{"内容相近", "同一房号"}},
		row{"u01", get, hinting("site", "JY", "unit", "9栋901"), nil, 200, []string{number(noise), "同一房号"}, []string{"同一电话"}},
		row{"u01", get, hinting("site", "HY", "matter", "楼上半夜拖动家具，凌晨两点还咚咚响，孩子睡不着。"), nil, 200, nil, []string{"TS-JY"}},
		row{"u01", get, hinting("matter", "楼上", "complainants", "x", "category", "nothing"), nil, 200, nil,
			[]string{"TS-JY"}},
	)
	// The reminder comes with what was said already.
	page := p.as("u01").get(noise + "?way=visit&caller=" + url.QueryEscape("李女士")).page()
	f := page.Find("#form-reminders")
	if f.Find("[name=caller]").AttrOr("value", "") != "李女士" ||
		f.Find("option[selected]").AttrOr("value", "") != "visit" || f.Closest("details[open]").Length() == 0 {
		t.Error("the form of the reminder does not begin with what was said")
	}
	// A closed one is found by its phone, and cannot be reminded.
	p.as("u01").must(noise+"/close", "outcome", "withdrawn", "reason", "客户撤回")
	p.check(
		row{"u01", get, like, nil, 200, []string{number(theirs)}, []string{number(noise)}},
		row{"u01", get, hinting("phone", "13911112222"), nil, 200, []string{number(noise)}, []string{"form-reminders"}},
	)
}

// A new complaint can be linked to an earlier one, which both show; what the recorder may not see is not there.
func TestK7_LinkedOnBothSides(t *testing.T) {
	p := newPortal(t)
	earlier := p.as("w01").record("phone", "13911115555")
	hidden := p.as("b01").record("site", "LT", "phone", "13911115555")
	before := p.contents()
	for _, link := range []string{number(hidden), "TS-JY-20250303-099"} {
		a := p.as("w01").post("/complaints", "site", "JY", "channel", "phone", "name", "王小明", "phone", "13911115555",
			"matter", "又来了", "demand", "修好", "category", "noise", "link", link)
		if a.status != http.StatusUnprocessableEntity ||
			!strings.Contains(a.page().Find("#link-wrong").Text(), "没有找到") ||
			a.page().Find("[name=link][checked]").AttrOr("value", "") != link {
			t.Errorf("linked to %s: %d %s", link, a.status, sentences(a))
		}
	}
	if p.contents() != before {
		t.Error("something was stored")
	}
	later := p.as("w01").record("phone", "13911115555", "link", number(earlier))
	p.check(
		row{"w01", get, later, nil, 200, []string{`data-linked="` + number(earlier), "登记时关联"},
			[]string{number(hidden)}},
		row{"w01", get, earlier, nil, 200, []string{`data-linked="` + number(later), "后来登记，关联到本件"},
			[]string{number(hidden)}},
		row{"u01", get, later + "/journal", nil, 200, []string{number(earlier)}, nil},
	)
	p.verified()
}

// A duplicate stands under another complaint, says so, keeps what it has, and comes out as it went in.
func TestK7_MergeAndPart(t *testing.T) {
	p := newPortal(t)
	dup := p.as("w01").record("name", "张先生", "phone", "13911115555", "unit", "1栋101")
	p.as("w01").must(dup+"/contacts", "way", "phone", "said", "已告知明天上门查看")
	p.as("w01").must(dup+"/reminders", "way", "phone", "caller", "张先生的儿子")
	if a := p.as("w01").upload(dup+"/attachments", "噪音.txt", []byte("x")); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	p.pass(time.Hour)
	into := p.as("u01").record("unit", "1栋101", "phone", "13911116666")
	// an agent of another site, who sees nothing of the duplicate by themselves
	p.as("u01").must(into+"/assign", "handler", "b01")
	p.as("b01") // logs in, which is stored
	p.as("w01")
	before := p.rows("SELECT state, owner, handler, due_at FROM complaint WHERE number = ?", number(dup))
	dates := p.rows("SELECT kind, due, status, met_at FROM deadline d JOIN complaint c ON c.id = d.complaint "+
		"WHERE number = ? ORDER BY kind", number(dup))
	if v := p.as("u01").get(dup).page(); v.Find("#related [data-related='"+number(into)+"'] form[action='"+dup+
		"/merge']").Length() != 1 || !strings.Contains(v.Find("#related").Text(), "内容相近") {
		t.Error("merging is not offered beside the like complaint")
	}
	stand := p.contents()
	p.check(
		row{"w01", post, dup + "/merge", []string{"into", number(into)}, 403, nil, nil},
		row{"b01", post, dup + "/merge", []string{"into", number(into)}, 404, nil, nil},
		row{"u01", post, dup + "/merge", []string{"into", number(into), "version", "1"}, 409, nil, nil},
		row{"u01", post, dup + "/part", nil, 409, nil, nil},
	)
	if p.contents() != stand {
		t.Error("a refusal changed something")
	}
	for range 2 { // sent twice, it acts once
		p.as("u01").must(dup+"/merge", "into", number(into), "once", "m1")
	}
	p.check(
		row{"u01", get, dup, nil, 200, []string{"已并入 " + number(into), `action="` + dup + `/part"`},
			[]string{`data-status="running"`, `data-action="contacts"`, `data-action="merge"`}},
		row{"w01", get, dup, nil, 200, []string{"已并入另一件投诉"}, []string{number(into), dup + "/part"}},
		row{"w01", get, dup + "/journal", nil, 200, []string{"另一件投诉"}, []string{number(into)}},
		row{"w01", post, dup + "/contacts", []string{"way", "phone", "said", "又说"}, 409, []string{"已并入另一件投诉"},
			[]string{number(into)}},
		row{"u01", post, dup + "/close", []string{"outcome", "withdrawn", "reason", "x"}, 409, nil, nil},
		row{"u01", get, into, nil, 200, []string{`data-absorbed="` + number(dup), "已告知明天上门查看", "张先生的儿子", "噪音.txt",
			"/attachments/1", "较早的时限"}, nil},
		row{"b01", get, into, nil, 200, []string{"已告知明天上门查看", "张先生的儿子", "噪音.txt"},
			[]string{"/attachments/1", `href="` + dup}},
		row{"b01", get, dup, nil, 404, nil, nil},
		row{"u01", get, "/complaints", nil, 200, []string{number(dup), "已并入"}, nil},
		row{"u01", get, "/complaints?open=1", nil, 200, []string{number(into), `data-total="1"`},
			[]string{number(dup)}},
		row{"u01", get, "/complaints?q=" + url.QueryEscape("张先生"), nil, 200, []string{number(dup)}, nil},
		row{"u01", get, "/complaints?sort=due", nil, 200, []string{number(into)}, []string{number(dup)}},
		row{"u01", get, dup + "/form.pdf", nil, 200, nil, nil},
		row{"u01", get, hinting("phone", "13911115555"), nil, 200, []string{number(dup), "已并入"},
			[]string{number(dup) + "?"}},
	)
	p.as("u01").expect(dup, "state", "received", "owner", "u01")
	p.pass(100 * time.Minute)
	p.as("u01").must(dup + "/part")
	if after := p.rows("SELECT state, owner, handler, due_at FROM complaint WHERE number = ?",
		number(dup)); after[0][0] != before[0][0] || after[0][3] != before[0][3] {
		t.Errorf("parted as %v, merged as %v", after, before)
	}
	after := p.rows("SELECT kind, due, status, met_at FROM deadline d JOIN complaint c ON c.id = d.complaint "+
		"WHERE number = ? ORDER BY kind", number(dup))
	for i := range after {
		if strings.Join(after[i], " ") != strings.Join(dates[i], " ") {
			t.Errorf("parted with %v, merged with %v", after[i], dates[i])
		}
	}
	p.check(
		row{"w01", get, dup, nil, 200, []string{`data-action="contacts"`}, []string{"已并入另一件投诉</strong>"}},
		row{"u01", get, into, nil, 200, nil, []string{"data-absorbed"}},
	)
	p.verified()
}

// Five people, or three open complaints of a site and category in a week, may be a group: said on the
// page, while recording, and on the desk of those who decide over the site, each within what they see.
func TestK8_GroupsAreHintedAt(t *testing.T) {
	p := newPortal(t)
	third := hinting("site", "JY", "category", "leak")
	two := []string{p.as("w01").record("category", "leak", "phone", "13911110001"),
		p.as("u01").record("category", "leak", "phone", "13911110002")}
	p.check(
		row{"u01", get, "/", nil, 200, nil, []string{"可能是群诉"}},
		row{"u01", get, two[0], nil, 200, nil, []string{"可能是群诉"}},
		row{"u01", get, third, nil, 200, []string{"可能是群诉：连同这一件", "3 件"}, nil},
		row{"w01", get, third, nil, 200, nil, []string{"可能是群诉"}}, // sees one of them
		row{"w01", get, hinting("site", "JY", "category", "leak", "complainants", "5"), nil, 200, []string{"涉及 5 人"},
			nil},
		row{"w01", get, hinting("site", "JY", "category", "leak", "complainants", "4"), nil, 200, nil, []string{"涉及"}},
	)
	last := p.as("u01").record("category", "leak", "phone", "13911110003")
	crowd := p.as("u01").record("category", "charges", "phone", "13911110004", "complainants", "6")
	p.check(
		row{"u01", get, "/", nil, 200, []string{"有 3 件未办结的", "涉及 6 人", crowd}, nil},
		row{"q01", get, "/", nil, 200, []string{"有 3 件未办结的"}, nil},
		row{"w01", get, "/", nil, 200, nil, []string{"可能是群诉"}},
		row{"s01", get, "/", nil, 200, nil, []string{"可能是群诉"}},
		row{"u01", get, last, nil, 200, []string{"有 3 件未办结的"}, nil},
		row{"w01", get, two[0], nil, 200, nil, []string{"可能是群诉"}},
		row{"u01", get, crowd, nil, 200, []string{"涉及 6 人"}, nil},
	)
	list := p.as("u01").get("/").page().Find("[data-group=leak] a").AttrOr("href", "")
	p.check(row{"u01", get, list, nil, 200, []string{`data-total="3"`, number(last)}, []string{number(crowd)}})
	p.as("u01").must(last+"/merge", "into", number(two[0])) // no longer one of three
	p.check(row{"u01", get, "/", nil, 200, nil, []string{"件未办结的“"}})
	p.as("u01").must(last + "/part")
	p.check(row{"u01", get, "/", nil, 200, []string{"有 3 件未办结的"}, nil})
	// the site's manager is told once, nobody else (rule K8)
	tell := func() int {
		t.Helper()
		n, err := p.store.TellGroups(t.Context(), p.now)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	heard := func() [][]string { return p.rows("SELECT account FROM notice WHERE kind = 'group' ORDER BY id") }
	if n, who := tell(), heard(); n != 2 || len(who) != 2 || who[0][0] != "q01" || who[1][0] != "q01" {
		t.Errorf("%d told: %v", n, who)
	}
	if n := tell(); n != 0 {
		t.Errorf("told again: %d", n)
	}
	p.check(
		row{"q01", get, "/notices", nil, 200, []string{"可能是群诉", `href="/groups"`}, nil},
		row{"q01", get, "/groups", nil, 200, []string{`data-group="JY/leak"`, "JY/charges/" + number(crowd), "有 3 件未办结的"}, nil},
		row{"p01", get, "/groups", nil, 200, nil, []string{"JY/leak"}},
		row{"a01", get, "/groups", nil, 200, nil, []string{"JY/leak"}},
		row{"u01", get, "/groups", nil, 200, []string{`data-group="JY/leak"`}, []string{`data-action="answer_group"`}},
		row{"u01", post, "/groups", []string{"group", "JY/leak", "reason", "x"}, 403, nil, nil},
		row{"p01", post, "/groups", []string{"group", "JY/leak", "reason", "x"}, 404, nil, nil},
		row{"q01", post, "/groups", []string{"group", "JY/none", "reason", "x"}, 404, nil, nil},
		row{"q01", post, "/groups", []string{"group", "JY/leak", "reason", " "}, 422, []string{`id="reason-wrong"`}, nil},
		row{"q01", post, "/groups", []string{"group", "JY/leak", "reason", "同一根水管，已派人修"}, 303, nil, nil},
		row{"q01", post, "/groups", []string{"group", "JY/leak", "reason", "再说一次"}, 409, nil, nil},
		row{"q01", get, "/groups", nil, 200, []string{"同一根水管", "人数达到 6 人时"}, nil},
		row{"q01", get, "/", nil, 200, []string{"涉及 6 人"}, []string{"有 3 件未办结的"}},
		row{"v01", get, "/groups", nil, 200, []string{"同一根水管"}, nil},
	)
	p.as("u01").record("category", "leak", "phone", "13911110007", "complainants", "3") // twice as many
	if n, who := tell(), heard(); n != 1 || who[2][0] != "q01" {
		t.Errorf("at the doubling: %d told: %v", n, who)
	}
	p.check(row{"q01", get, "/", nil, 200, []string{"有 4 件未办结的"}, nil})
	p.pass(8 * 24 * time.Hour)
	p.check(row{"u01", get, "/", nil, 200, []string{"涉及 6 人"}, []string{"件未办结的“"}})
}

// Reminders are shown with when, how and who (rule D7).
func TestD7_RemindersAreShown(t *testing.T) {
	p := newPortal(t)
	c := p.as("w01").record()
	p.pass(time.Hour)
	p.as("w01").must(c+"/reminders", "way", "phone", "caller", "同一房号的家人")
	p.as("w01").must(c+"/reminders", "way", "wechat", "caller", "王小明")
	d := p.as("u01").get(c).page().Find("#reminders")
	if text := d.Text(); !strings.Contains(text, "同一房号的家人") || !strings.Contains(text, "微信") ||
		!strings.Contains(text, "计 1 次") || d.Find("time").Length() != 2 ||
		d.Find("[data-counts=false]").Length() != 1 {
		t.Errorf("reminders shown as %q", text)
	}
}

// Work that was given out before is still ended in a merged complaint; who then parts it on an older page
// is told first.
func TestW12_AStalePartIsRefused(t *testing.T) {
	p := newPortal(t)
	dup := p.as("w01").record()
	p.as("u01").must(dup+"/tasks", "what", "回电", "who", "w01", "due", p.later(time.Hour))
	into := p.as("u01").record()
	p.as("u01").must(dup+"/merge", "into", number(into))
	old := p.as("u01").main(dup, "version")
	p.as("w01").must("/tasks/"+part(p, dup, "task"), "done", "已回电")
	before := p.contents()
	p.check(row{"u01", post, dup + "/part", []string{"version", old}, 409, []string{"页面已过时", "已回电"}, nil})
	if p.contents() != before {
		t.Error("something was stored")
	}
	p.as("u01").must(dup+"/part", "version", p.as("u01").main(dup, "version"))
	p.verified()
}
