package db_test

import (
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// scanned is a file of one page that names a complaint, or none.
func scanned(t *testing.T, s *db.Store, content, number string) db.ScanFile {
	t.Helper()
	in, err := s.ReceiveBytes([]byte(content + number))
	if err != nil {
		t.Fatal(err)
	}
	thumb, err := s.ReceiveBytes([]byte("small " + content + number))
	if err != nil {
		t.Fatal(err)
	}
	sheet := db.ScanSheet{Thumb: thumb}
	if number != "" {
		sheet.Codes = []huiyin.PaperCode{{Number: number, Paper: huiyin.PaperForm, Version: 1, Page: 1, Pages: 1}}
	}
	return db.ScanFile{In: in, Name: "blatt.jpg", Type: "image/jpeg", Sheets: []db.ScanSheet{sheet}}
}

// The list of scans and the rulebook agree on who sees which, for everybody (rules F6, P3, P4, P8).
func TestF6_TheListAgreesWithTheRule(t *testing.T) {
	t.Parallel()
	s := dbtest.New(t)
	standIns(t, s)
	if err := s.RecordAll(t.Context(), newLife(7, s.Org()).complaints(40, 60, 6)); err != nil {
		t.Fatal(err)
	}
	later := dbtest.Now.AddDate(1, 0, 0)
	everybody := []string{"a01", "a02", "s01", "s02", "p01", "b01", "t01", "w01", "u01", "q01", "x02", "v01", "g01",
		"h01", "f01", "e01", "admin"}
	all, err := s.Complaints(t.Context(), dbtest.Actor(t, s, "v01"), later, huiyin.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for i, account := range everybody {
		files := []db.ScanFile{scanned(t, s, "leer"+account, "")}
		for j := range 5 {
			files = append(files, scanned(t, s, account, all.Rows[(5*i+j)%len(all.Rows)].Number))
		}
		if _, err := s.FileScans(t.Context(), db.Once{}, dbtest.Actor(t, s, account), later, files); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := raw(t,
		s.Dir()).Query("SELECT k.id, k.by, k.status, k.filed_by, k.site, coalesce(c.number, '') FROM scan k LEFT " +
		"JOIN complaint c ON c.id = k.complaint")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	type scan struct {
		k     huiyin.Scan
		named string
	}
	var scans []scan
	for rows.Next() {
		var one scan
		if err := rows.Scan(&one.k.ID, &one.k.By, &one.k.Status, &one.k.FiledBy, &one.k.Site, &one.named); err != nil {
			t.Fatal(err)
		}
		scans = append(scans, one)
	}
	filed := 0
	for _, account := range everybody {
		by := dbtest.Actor(t, s, account)
		for _, one := range scans {
			var named []*huiyin.Complaint
			if one.named != "" {
				c, err := s.ChangeComplaint(t.Context(), db.Once{}, one.named, 0,
					func(*huiyin.Complaint) error { return nil })
				if err != nil {
					t.Fatal(err)
				}
				named = append(named, c)
			}
			_, err := s.Scan(t.Context(), by, one.k.ID)
			if got, want := err == nil, one.k.Seen(by, named...); got != want {
				t.Errorf("%s sees scan %d (%s, by %s, %s): %v, the rule says %v", account, one.k.ID, one.k.Status,
					one.k.By, one.named, got, want)
			}
			if one.k.Status == huiyin.ScanFiled {
				filed++
			}
		}
	}
	if filed == 0 {
		t.Error("nothing was filed")
	}
}
