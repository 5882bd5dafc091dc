package web

import (
	"path"
	"testing"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// What an assessment leaves out stays as it was decided; what it sends empty is taken away (rules K4, K5).
func TestK5_AnAssessmentKeepsWhatItLeavesOut(t *testing.T) {
	p := newPortal(t)
	v := p.as("u01")
	c := v.record()
	v.must(c+"/assess", "responsibility", "company", "responsible_department", "engineering", "responsible_person",
		"e01", "impact", "3", "loss", "500")
	assessed := func() *huiyin.Complaint {
		k, err := p.store.Complaint(t.Context(), dbtest.Actor(t, p.store, "u01"), path.Base(c))
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	v.must(c+"/assess", "validity", "valid")
	if k := assessed(); k.ResponsibleDepartment != "engineering" || k.ResponsiblePerson != "e01" || k.Impact != 3 ||
		k.Loss != 500*huiyin.Yuan {
		t.Errorf("left out: %+v", k.Assessment)
	}
	v.must(c+"/assess", "responsible_department", "", "responsible_person", "", "impact", "", "loss", "")
	if k := assessed(); k.ResponsibleDepartment != "" || k.ResponsiblePerson != "" || k.Impact != 0 || k.Loss != 0 ||
		k.Validity != huiyin.Valid {
		t.Errorf("sent empty: %+v", k.Assessment)
	}
}
