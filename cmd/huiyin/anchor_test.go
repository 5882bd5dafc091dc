package main

import (
	"crypto/x509"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiyin/cmd/huiyin/mailer"
	"huiyin/cmd/huiyin/timestamp/tsatest"
	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

func TestJ2_VerifyContains(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ChangeOrg(t.Context(), db.Once{},
		func(o *huiyin.Org) error { return o.Found(dbtest.Now, huiyin.DemoCompany()) }); err != nil {
		t.Fatal(err)
	}
	hash, err := s.NewestHash(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	printed := " " + strings.ToUpper(hash[:32]) + "\n" + hash[32:40] + "\u3000" + hash[40:]
	status, out, errs := commandLine(t, nil, "verify", "--data", dir, "--contains", printed)
	want := hash + ": entry 1 of " + dbtest.Now.In(time.FixedZone("", 8*3600)).Format("2006-01-02 15:04")
	if status != 0 || !strings.Contains(out, want) {
		t.Errorf("status %d, %q %q; want %q", status, out, errs, want)
	}
	none := strings.Repeat("ab", 32)
	status, out, errs = commandLine(t, nil, "verify", "--contains="+printed, "--data", dir, "--contains", none)
	if status == 0 || !strings.Contains(out, none+": not in this journal") || !strings.Contains(out, want) ||
		!strings.Contains(out, "all fits") || !strings.Contains(errs, "not in this journal") {
		t.Errorf("status %d, %q %q", status, out, errs)
	}
	for _, bad := range []string{"", "abc", strings.Repeat("xy", 32), hash + "00"} {
		if status, _, errs := commandLine(t, nil, "verify", "--data", dir, "--contains", bad); status != 1 ||
			!strings.Contains(errs, "64 digits") {
			t.Errorf("%q: status %d, %q", bad, status, errs)
		}
	}
	if got := entryOf(1234567, dbtest.Now, time.UTC); !strings.HasPrefix(got, "entry 1,234,567 of ") {
		t.Error(got)
	}
}

// The head goes into the log each night, into the box outside by mail once, and a start says loudly what differs.
func TestJ4_TheNightsAnchorGoesOut(t *testing.T) {
	s := dbtest.New(t)
	admin := dbtest.Actor(t, s, "admin")
	if err := s.ChangeBackupPlan(t.Context(), db.Once{}, func(p *huiyin.BackupPlan) error {
		to := *p
		to.Mail = "notary@example.com"
		return p.Set(admin, dbtest.Now, to)
	}); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	log := slog.New(slog.NewTextHandler(&said, nil))
	post := mailer.NewRehearsal(s, func() time.Time { return dbtest.Now }, log)
	a := &anchors{store: s, post: post, log: log, started: dbtest.Now}
	mails := func() []string {
		found, err := filepath.Glob(filepath.Join(s.Dir(), "rehearsal-messages", "*"))
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if err := a.look(t.Context(), dbtest.Now, time.Second); err != nil || len(mails()) != 0 { // mail is off
		t.Fatal(err, mails())
	}
	hash, err := s.NewestHash(t.Context())
	if err != nil || !strings.Contains(said.String(), hash) || !strings.Contains(said.String(), "drift=1s") {
		t.Errorf("the log says %s (%v)", said.String(), err)
	}
	if err := s.ChangeDelivery(t.Context(), db.Once{}, dbtest.Now, func(d *huiyin.Delivery) error {
		return d.SetMail(admin, dbtest.Now, "http://huiyin", huiyin.MailServer{On: true, Host: "mail", Port: 587,
			Security: huiyin.StartTLS, From: "huiyin@example.com"})
	}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := a.look(t.Context(), dbtest.Now.Add(time.Minute), 0); err != nil || len(mails()) != 1 {
			t.Fatal(err, mails())
		}
	}
	if err := a.look(t.Context(), dbtest.Now.AddDate(0, 0, 1), 0); err != nil || len(mails()) != 2 {
		t.Fatal(err, mails())
	}
	checkJournal(t.Context(), s, log)
	if strings.Contains(said.String(), "NOT WHAT IT WAS") {
		t.Error(said.String())
	}
}

// Timestamps are taken where a server is named, of that host alone, once each; what is no answer to the query is not
// kept and is asked for again after an hour.
func TestJ4_TheNamedServerStampsTheNight(t *testing.T) {
	s := dbtest.New(t)
	admin := dbtest.Actor(t, s, "admin")
	authority := tsatest.New(t, x509.ExtKeyUsageTimeStamping)
	asked, junk := 0, false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		query, err := io.ReadAll(r.Body)
		if err != nil || r.Header.Get("Content-Type") != "application/timestamp-query" {
			t.Error(err, r.Header)
		}
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "/", http.StatusTemporaryRedirect)
			return
		}
		if junk {
			_, _ = w.Write([]byte("<html>"))
			return
		}
		_, _ = w.Write(authority.Answer(t, query, nil))
	}))
	defer server.Close()
	name := func(address string) {
		t.Helper()
		if err := s.ChangeBackupPlan(t.Context(), db.Once{}, func(p *huiyin.BackupPlan) error {
			to := *p
			to.Stamps = address
			return p.Set(admin, dbtest.Now, to)
		}); err != nil {
			t.Fatal(err)
		}
	}
	log := slog.New(slog.DiscardHandler)
	clock := func() time.Time { return dbtest.Now }
	a := &anchors{store: s, post: mailer.New(s, clock, log, "127.0.0.1"), log: log, started: dbtest.Now}
	newest := func() huiyin.Timestamp {
		t.Helper()
		v, err := s.NewestTimestamp(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if err := a.look(t.Context(), dbtest.Now, 0); err != nil || asked != 0 { // off by default
		t.Fatal(err, asked)
	}
	name(server.URL + "/moved")
	if err := a.look(t.Context(), dbtest.Now, 0); err == nil || asked != 1 || newest().ID != 0 {
		t.Errorf("sent on elsewhere: %v, asked %d", err, asked)
	}
	name(server.URL)
	if err := a.look(t.Context(), dbtest.Now.Add(time.Minute), 0); err != nil || asked != 1 {
		t.Errorf("asked again at once: %v, %d", err, asked)
	}
	junk = true
	if err := a.look(t.Context(), dbtest.Now.Add(time.Hour), 0); err == nil || asked != 2 || newest().ID != 0 {
		t.Errorf("kept what is no answer: %v %+v", err, newest())
	}
	junk = false
	for range 2 {
		if err := a.look(t.Context(), dbtest.Now.Add(3*time.Hour), 0); err != nil || asked != 3 {
			t.Fatal(err, asked)
		}
	}
	if v := newest(); v.Server != "127.0.0.1" || !v.At.Equal(tsatest.Monday) || len(v.Token) == 0 {
		t.Errorf("%+v", v)
	}
	a.post = mailer.New(s, clock, log) // nobody named this machine
	if err := a.look(t.Context(), dbtest.Now.AddDate(0, 0, 1), 0); err == nil || asked != 3 {
		t.Errorf("a host that may not be reached: %v, %d", err, asked)
	}
	if v, err := s.Verify(t.Context()); err != nil || len(v.Wrong) > 0 {
		t.Error(v.Wrong, err)
	}
}
