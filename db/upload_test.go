package db_test

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// smallShare is a person who may bring a megabyte a day.
func smallShare(t *testing.T, s *db.Store, account string) huiyin.Actor {
	by := dbtest.Actor(t, s, account)
	org := *by.Org
	org.Parameters = huiyin.Parameters{huiyin.UploadQuota: 1}
	by.Org = &org
	return by
}

// Of many files that come at once no more come in than a day allows, those of others do, and the day after (rule K6).
func TestK6_ADaysShareOfTheDisk(t *testing.T) {
	s := dbtest.New(t)
	by := smallShare(t, s, "u01")
	c := dbtest.Complaint(t, s, by, nil)
	var in atomic.Int64
	var all sync.WaitGroup
	files := make(chan *db.Incoming, 100)
	for i := range 100 {
		all.Go(func() {
			f, err := s.Upload(t.Context(), by, dbtest.Now, bytes.NewReader(bytes.Repeat([]byte{byte(i)}, 50_000)), 1<<20)
			switch {
			case err == nil:
				in.Add(50_000)
				files <- f
			case huiyin.KindOf(err) != huiyin.KindTooMany:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := in.Load(); got > 1<<20 || got < 900_000 {
		t.Errorf("%d bytes came in", got)
	}
	upload := func(by huiyin.Actor, days, size int) error {
		f, err := s.Upload(t.Context(), by, dbtest.Now.AddDate(0, 0, days), bytes.NewReader(make([]byte, size)), 1<<30)
		if err == nil {
			f.Drop()
		}
		return err
	}
	if err := upload(smallShare(t, s, "w01"), 0, 1<<20); err != nil {
		t.Errorf("another: %v", err)
	}
	one := <-files
	close(files)
	for f := range files {
		f.Drop()
		f.Drop() // twice is once
	}
	if err := upload(by, 0, 900_000); err != nil {
		t.Errorf("what was dropped counts: %v", err)
	}
	if _, err := s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(k *huiyin.Complaint) error {
		return k.Attach(by, dbtest.Now, huiyin.Attachment{Name: "a", Hash: one.Hash, Size: one.Size, Kind: huiyin.SignedForm})
	}, one); err != nil {
		t.Fatal(err)
	}
	one.Drop()
	if err := upload(by, 0, 1_000_000); huiyin.KindOf(err) != huiyin.KindTooMany {
		t.Errorf("what was kept does not count: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := db.Open(t.Context(), copied(t, s.Dir()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	s = again
	if err := upload(by, 0, 1_000_000); huiyin.KindOf(err) != huiyin.KindTooMany {
		t.Errorf("what was kept does not count after a restart: %v", err)
	}
	if err := upload(by, 0, 990_000); err != nil {
		t.Errorf("what is left: %v", err)
	}
	if err := upload(by, 1, 1<<20); err != nil {
		t.Errorf("the day after: %v", err)
	}
}

// While the disk has little room left no file comes in, also where it becomes little meanwhile, and nothing of it
// stays; a record does (rule K6).
func TestK6_TheLastRoomIsForRecords(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	free := int64(math.MaxInt64)
	db.Space(func(string) (int64, int64, error) {
		free -= 1 << 30
		return free, 100 << 30, nil
	})(s)
	for _, first := range []int64{1 << 30, 4 << 30} {
		free = first
		_, err := s.Upload(t.Context(), by, dbtest.Now, bytes.NewReader(make([]byte, 10<<20)), 1<<30)
		if huiyin.KindOf(err) != huiyin.KindFull {
			t.Errorf("%d free: %v", first, err)
		}
		left, err := os.ReadDir(filepath.Join(s.Dir(), "files"))
		if err != nil || len(left) > 0 {
			t.Errorf("%v is left: %v", left, err)
		}
	}
	dbtest.Complaint(t, s, by, nil)
	for _, tt := range []struct {
		free, all int64
		full      bool
	}{{1<<30 - 1, 1 << 40, true}, {1 << 30, 1 << 40, false}, {2 << 20, 60 << 20, true}, {4 << 20, 60 << 20, false}} {
		if got := huiyin.DiskFull(tt.free, tt.all); got != tt.full {
			t.Errorf("%d of %d: %v", tt.free, tt.all, got)
		}
	}
}
