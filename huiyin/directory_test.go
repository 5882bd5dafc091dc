package huiyin

import (
	"strings"
	"testing"
)

func TestB5_WhomToCallIsSetBySite(t *testing.T) {
	o := demo()
	o.Directory = nil
	admin := o.as("admin")
	lines := []DirectoryEntry{{"起火", "消防", "119"}, {}, {" 困人 ", "电梯维保", "400-1"}}
	if err := o.SetEmergency(admin, monday, "HY", lines); err != nil {
		t.Fatal(err)
	}
	if got := o.Emergency("HY"); len(got) != 2 || got[1] != (DirectoryEntry{"困人", "电梯维保", "400-1"}) ||
		len(o.Emergency("JY")) != 0 {
		t.Errorf("%v", got)
	}
	if j := o.Journal(); len(j) != 1 || j[0].Subject != "site:HY" || !strings.Contains(j[0].Detail[0].After, "119") {
		t.Errorf("%+v", j)
	}
	if err := o.SetEmergency(admin, monday, "HY", o.Emergency("HY")); err != nil || len(o.Journal()) != 1 {
		t.Errorf("nothing new, and yet noted: %v", err)
	}
	for field, bad := range map[string]DirectoryEntry{"what_1": {"", "消防", "119"}, "phone_1": {"起火", "消防", ""},
		"name_1": {"起火", strings.Repeat("长", 61), "119"}} {
		err := o.SetEmergency(admin, monday, "HY", []DirectoryEntry{bad})
		if e, ok := err.(*Error); !ok || e.Field != field || len(o.Emergency("HY")) != 2 {
			t.Errorf("%s: %v", field, err)
		}
	}
	if err := o.SetEmergency(o.as("v01"), monday, "HY", nil); KindOf(err) != KindForbidden ||
		len(o.Emergency("HY")) != 2 {
		t.Error(err)
	}
	if err := o.SetEmergency(admin, monday, "XX", nil); KindOf(err) != KindNotFound {
		t.Error(err)
	}
}

func TestW16_OutsideBodiesAreASetting(t *testing.T) {
	o := demo()
	o.Directory = nil
	if err := o.SetOutside(o.as("admin"), monday,
		map[Outside]DirectoryEntry{ToHousing: {Name: "海悦区住建局", Phone: "0755-1"}, ToCourt: {Name: " "}}); err != nil {
		t.Fatal(err)
	}
	if got := o.OutsideLine(ToHousing); got.Name != "海悦区住建局" || o.OutsideLine(ToCourt).Name != "" ||
		len(o.Directory["outside"]) != 1 {
		t.Errorf("%v", o.Directory)
	}
	if err := o.SetOutside(o.as("s01"), monday, nil); KindOf(err) != KindForbidden ||
		o.OutsideLine(ToHousing).Phone == "" {
		t.Error(err)
	}
	err := o.SetOutside(o.as("admin"), monday, map[Outside]DirectoryEntry{ToCourt: {Phone: strings.Repeat("1", 50)}})
	if e, ok := err.(*Error); !ok || e.Field != "phone_court" {
		t.Error(err)
	}
}
