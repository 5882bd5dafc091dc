package complaints

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

func recording(by string) Recording {
	return Recording{Page: frame(), By: actor(by), Form: ui.Form{Lang: ui.Hans}}
}

// intakeNames are the fields of POST /complaints (CONTRACT.md).
var intakeNames = strings.Fields(`site channel name phone matter demand category emotion relation unit contract event_at event_place involved
	accused complainants urgency scope read_back apologised promised_at received_at address next_steps
	outside_source outside_number outside_received outside_handed outside_due outside_category outside_secret`)

func TestRecordingAsksByTheNamesOfTheContract(t *testing.T) {
	doc := drawn(t, RecordPage(recording("a01")))
	form := doc.Find("form[data-action=record]")
	if form.AttrOr("action", "") != "/complaints" || form.AttrOr("method", "") != "post" {
		t.Fatal("the form goes elsewhere")
	}
	got := attrs(form.Find("[name]"), "name")
	slices.Sort(got)
	want := slices.Sorted(slices.Values(append([]string{"once"}, intakeNames...)))
	if got = slices.Compact(got); !slices.Equal(got, want) {
		t.Errorf("names %v, want %v", got, want)
	}
	for _, name := range []string{"site", "category", "accused"} {
		if form.Find("select[name="+name+"]").Length() != 1 {
			t.Errorf("%s is no select", name)
		}
	}
	for _, name := range []string{"site", "channel", "name", "matter", "demand", "category"} {
		e := form.Find("[name=" + name + "]")
		if e.Closest("[aria-required=true]").Length() != 1 && e.First().Closest("[aria-required=true]").Length() != 1 || e.Closest("details").Length() != 0 {
			t.Errorf("%s is needed, yet folded or not marked", name)
		}
	}
	if n := doc.Find("script:not([src]), [style], [onclick]").Length(); n != 0 {
		t.Errorf("%d inline scripts or styles", n)
	}
}

func TestRecordingBeginsWithWhatIsKnown(t *testing.T) {
	for account, want := range map[string]string{"a01": "HY", "w01": "JY", "v01": ""} {
		doc := drawn(t, RecordPage(recording(account)))
		if got := doc.Find("select[name=site] option[selected]").AttrOr("value", ""); got != want {
			t.Errorf("%s: site %q, want %q", account, got, want)
		}
		for name, value := range map[string]string{"urgency": "normal", "scope": "household"} {
			if got := doc.Find("input[name="+name+"][checked]").AttrOr("value", ""); got != value {
				t.Errorf("%s is %q", name, got)
			}
		}
		if doc.Find("details.fold[open]").Length() != 0 {
			t.Error("a fold is open from the start")
		}
		if got := strings.TrimSpace(doc.Find(".hints").Text()); got != "" {
			t.Errorf("hints %q", got)
		}
	}
}

func TestRecordingOffersWhatIsOpen(t *testing.T) {
	o := huiyin.DemoCompany()
	o.Sites[1].Closed, o.Person("a02").Disabled = true, true
	for i := range o.Categories {
		if o.Categories[i].Code == "leak" || o.Categories[i].Code == "truthfulness" {
			o.Categories[i].Closed = true
		}
	}
	o.Index()
	r := recording("w01")
	r.By.Org = o
	doc := drawn(t, RecordPage(r))
	if got := attrs(doc.Find("select[name=site] option:not([value=''])"), "value"); !slices.Equal(got,
		[]string{"HY", "JY"}) {
		t.Errorf("sites %v", got)
	}
	category := doc.Find("select[name=category]")
	for code, want := range map[string]int{"leak": 0, "truthfulness": 0, "wrong_introduction": 0, "attitude": 1,
		"water_power": 1, "repair": 1} {
		if got := category.Find("option[value=" + code + "]").Length(); got != want {
			t.Errorf("category %s offered %d times, want %d", code, got, want)
		}
	}
	if got := category.Find("option[value=repair]").Closest("optgroup").AttrOr("label", ""); got != "工程维修" {
		t.Errorf("the first level stands in group %q", got)
	}
	accused := doc.Find("select[name=accused][multiple] optgroup")
	if got := accused.First().AttrOr("label", ""); got != "景园" {
		t.Errorf("first come those of %q", got)
	}
	for account, want := range map[string]int{"a01": 1, "a02": 0, "v01": 1} {
		if got := accused.Find("option[value=" + account + "]").Length(); got != want {
			t.Errorf("%s offered %d times, want %d", account, got, want)
		}
	}
}

// typed is a form in which every field was filled.
func typed() map[string][]string {
	all := map[string][]string{
		"site": {"JY"}, "channel": {"visit"}, "category": {"leak"}, "emotion": {"agitated"}, "relation": {"tenant"},
		"accused": {"a01", "w01"}, "urgency": {"urgent"},
		"scope": {"estate"}, "read_back": {"1"}, "apologised": {"1"}, "complainants": {"3"},
		"event_at": {"2025-03-01T08:00"}, "promised_at": {"2025-03-04T08:00"},
		"received_at": {"2025-03-02T08:00"}, "once": {"abc"},
		"outside_source": {"government"}, "outside_secret": {"1"},
	}
	for _, name := range intakeNames {
		if all[name] == nil {
			all[name] = []string{"写在" + name}
		}
	}
	return all
}

func TestRecordingKeepsTypingAndShowsWhatIsWrong(t *testing.T) {
	for _, field := range intakeNames {
		r := recording("a01")
		r.Form.Typed, r.Form.Wrong = typed(), huiyin.Invalid(field, "不对。")
		doc := drawn(t, RecordPage(r))
		if got := doc.Find("#" + field + "-wrong").Text(); !strings.Contains(got, "不对。") {
			t.Errorf("%s is wrong: %q", field, got)
		}
		doc.Find("#" + field).Closest("details").Each(func(_ int, d *goquery.Selection) {
			if _, open := d.Attr("open"); !open {
				t.Errorf("%s is wrong in a closed fold", field)
			}
		})
		for name, want := range typed() {
			e := doc.Find("form[data-action=record] [name=" + name + "]")
			var got []string
			switch {
			case e.Is("select"):
				got = attrs(e.Find("option[selected]"), "value")
				slices.Sort(got)
			case e.Is("textarea"):
				got = []string{e.Text()}
			case e.Is("[type=radio], [type=checkbox]"):
				got = attrs(e.Filter("[checked]"), "value")
			default:
				got = attrs(e, "value")
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s wrong: %s shows %v, typed %v", field, name, got, want)
			}
		}
	}
}

func TestRecordingOpensAFoldThatHoldsSomething(t *testing.T) {
	for name, value := range map[string]string{"event_place": "大堂", "scope": "part", "complainants": "2",
		"contract": "HT-1", "received_at": "2025-03-02T08:00"} {
		r := recording("a01")
		r.Form.Typed = map[string][]string{"scope": {"household"}, "complainants": {"1"}}
		r.Form.Typed[name] = []string{value}
		open := drawn(t, RecordPage(r)).Find("details.fold[open]")
		if open.Length() != 1 || open.Find("[name="+name+"]").Length() == 0 {
			t.Errorf("%s: %d folds open", name, open.Length())
		}
	}
}

func TestK7_EarlierComplaintsAreShownAndReminded(t *testing.T) {
	open, closed := huiyin.Repeat{Listed: listed, Phone: true, Reminds: true},
		huiyin.Repeat{Listed: listed, Unit: true, Text: true}
	closed.Number, closed.State = "TS-JY-20250101-001", huiyin.Closed
	doc := drawn(t, Hints(frame(), actor("w01"),
		Hinting{Repeats: []huiyin.Repeat{open, closed}, Way: "phone", Caller: "王 女士"}))
	if got := attrs(doc.Find("[name=link]"), "value"); !slices.Equal(got, []string{"", listed.Number, closed.Number}) {
		t.Errorf("links offered: %q", got)
	}
	if text := doc.Text(); !strings.Contains(text, "同一电话") || !strings.Contains(text, "同一房号") ||
		!strings.Contains(text, "内容相近") {
		t.Error("does not say how they are alike")
	}
	for number, reminds := range map[string]bool{listed.Number: true, closed.Number: false} {
		e := doc.Find("[data-number='" + number + "']")
		if e.Find("a[target=_blank][href='/complaints/"+number+"']").Length() != 1 {
			t.Errorf("%s cannot be opened beside the form", number)
		}
		if got := e.Find("a[href='/complaints/"+number+
			"?caller=%E7%8E%8B+%E5%A5%B3%E5%A3%AB&way=phone#form-reminders']").Length() == 1; got != reminds {
			t.Errorf("%s: a reminder is offered %v, want %v", number, got, reminds)
		}
	}
	if only := drawn(t,
		Hints(frame(), actor("w01"), Hinting{Repeats: []huiyin.Repeat{closed}})); strings.Contains(only.Text(),
		"登记催办") {
		t.Error("speaks of reminders with nothing open")
	}
}

func TestRecordingOffersToDiscardADraft(t *testing.T) {
	r := recording("a01")
	if drawn(t, RecordPage(r)).Find("form[action='/complaints/draft']").Length() != 0 {
		t.Error("a draft that is none is offered")
	}
	r.Drafts = []huiyin.Draft{{Path: "/complaints", Key: "k1", At: r.Now, Form: map[string][]string{"name": {"汪女士"}}}}
	doc := drawn(t, RecordPage(r))
	form := doc.Find("form[action='/complaints/draft']")
	if form.Find("[name=discard][value=k1]").Length() != 1 || form.Find("a[href='/complaints/new?draft=k1']").Length() != 1 ||
		!strings.Contains(form.Text(), "汪女士") {
		t.Error("the draft is not offered")
	}
	if got := doc.Find("[name=name]").AttrOr("value", ""); got != "" {
		t.Errorf("it is filled in by itself: %q (U6)", got)
	}
}

func TestK2_WordsOfAlarmOfferAndNeverSet(t *testing.T) {
	r := recording("a01")
	r.Form.Typed = map[string][]string{"matter": {"电梯困人"}, "urgency": {"normal"}}
	doc := drawn(t, RecordPage(r))
	var read huiyin.EmergencyReading
	if err := json.Unmarshal([]byte(doc.Find("#matter").AttrOr("data-alarming", "")), &read); err != nil || len(read.Pairs) == 0 {
		t.Error("the browser cannot read for emergencies", err)
	}
	offer := doc.Find("[data-offer]")
	if _, hidden := offer.Attr("hidden"); hidden || offer.Find("button[type=button]").Length() != 1 {
		t.Error("the offer is not shown where there is a reason, or cannot be taken")
	}
	if got := doc.Find("[name=urgency][checked]").AttrOr("value", ""); got != "normal" {
		t.Errorf("urgency %q", got)
	}
}
