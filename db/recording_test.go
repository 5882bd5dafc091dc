package db_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// A recorded call that is no evidence loses its content when its time is over, its line stays; one that is evidence, one
// that is held, and one whose content something else holds as well stay (rules K6, T2).
func TestK6_ARecordingThatIsNoEvidenceGoes(t *testing.T) {
	s := dbtest.New(t)
	v01 := dbtest.Actor(t, s, "v01")
	call := func(content string, evidence bool) (number, hash string) {
		c := dbtest.Complaint(t, s, v01, nil)
		in, err := s.Receive(strings.NewReader(content), 1000)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
			return c.Attach(v01, dbtest.Now, huiyin.Attachment{Name: "通话.mp3", Hash: in.Hash, Size: in.Size,
				Type: "audio/mpeg", Kind: huiyin.Audio, EvidenceSource: huiyin.EvidenceSource{Origin: huiyin.OriginCall,
					Announced: true, Evidence: evidence}})
		}, in); err != nil {
			t.Fatal(err)
		}
		return c.Number, in.Hash
	}
	goes, gone := call("闲谈", false)
	held, kept := call("留存的", false)
	proof, stays := call("证据", true)
	twice, shared := call("两处", false)
	_, same := call("两处", true)
	if shared != same {
		t.Fatal("two contents")
	}
	if _, err := s.ChangeComplaint(t.Context(), db.Once{}, held, 0, func(c *huiyin.Complaint) error {
		return c.Hold(v01, dbtest.Now, "律师来函")
	}); err != nil {
		t.Fatal(err)
	}
	there := func(hash string) bool {
		found, err := filepath.Glob(filepath.Join(s.Dir(), "files", "*", hash+"*"))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 {
			if _, err := os.Stat(filepath.Join(s.Dir(), "files", hash)); err == nil {
				return true
			}
		}
		return len(found) > 0
	}
	end := dbtest.Now.AddDate(1, 0, 0)
	for _, at := range []time.Time{end.Add(-time.Millisecond), end} {
		if err := db.PassTime(t.Context(), s, at, at, func(time.Time) {}); err != nil {
			t.Fatal(err)
		}
		over := at.Equal(end)
		for hash, want := range map[string]bool{gone: !over, kept: true, stays: true, shared: true} {
			if there(hash) != want {
				t.Errorf("at %s %s is there: %v", at, hash[:8], !want)
			}
		}
		for number, want := range map[string]bool{goes: over, held: false, proof: false, twice: over} {
			c := reload(t, s, number)
			if a := c.Attachments[0]; !a.RemovedAt.IsZero() != want || a.Name != "通话.mp3" || want && !a.RemovedAt.Equal(end) {
				t.Errorf("at %s %s: %s", at, number, a.RemovedAt)
			}
		}
	}
	sound(t, s)
}
