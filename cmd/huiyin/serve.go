package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"huiyin/cmd/huiyin/demo"
	"huiyin/cmd/huiyin/mailer"
	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/web"
	"huiyin/web/ldap"
)

// service says how the portal is served.
type service struct {
	addr, data, cert, key string
	demo                  bool
	rehearsal             time.Time // zero unless rehearsing
	limits                limits
	reach                 []string // hosts that messages may go to besides the ordinary ones
}

func serveFlags(fs *flag.FlagSet) action {
	s := service{limits: ordinaryLimits}
	fs.StringVar(&s.addr, "addr", ":8080", "the `address` to listen on")
	fs.StringVar(&s.data, "data", "data", "the data `directory`")
	fs.BoolVar(&s.demo, "demo", false, "fill an empty installation with the demo company")
	fs.Func("rehearsal", "rehearse, with a clock that starts at this `time` (RFC 3339) and stands still until moved",
		func(v string) (err error) {
			s.rehearsal, err = time.Parse(time.RFC3339, v)
			return err
		})
	fs.Func("reach", "`hosts`, separated by commas, that mail and robots may reach although they are this machine's "+
		"own or no vendor's", func(v string) error {
		s.reach = append(s.reach, strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' })...)
		return nil
	})
	fs.StringVar(&s.cert, "tls-cert", "", "certificate `file`, for HTTPS")
	fs.StringVar(&s.key, "tls-key", "", "key `file`, for HTTPS")
	return func(ctx context.Context, con console, _ []string) error { return s.run(ctx, con) }
}

func (s service) run(ctx context.Context, con console) (err error) {
	if (s.cert == "") != (s.key == "") {
		return errors.New("--tls-cert and --tls-key belong together")
	}
	debug.SetGCPercent(50) // the records live in SQLite: the heap holds little but garbage
	log := slog.New(slog.NewTextHandler(con.err, nil))
	memory := limitMemory(os.DirFS("/"), con.env)
	store, err := db.Open(ctx, s.data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	checkJournal(ctx, store, log)
	checkSecrets(ctx, store, log)
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // closed already where it served
	var shown *keyPair
	if s.cert != "" {
		if shown, err = openKeyPair(s.cert, s.key, time.Now, log); err != nil {
			return err
		}
	}

	post := mailer.New(store, time.Now, log, s.reach...)
	options := web.Options{Now: time.Now, Wall: time.Now, Domain: ldap.Server{}, Secure: s.cert != "", Version: version,
		Cache: filepath.Join(s.data, "cache"), Log: log}
	if !s.rehearsal.IsZero() {
		clock, err := newRehearsal(ctx, store, s.rehearsal, log)
		if err != nil {
			return err
		}
		options.Now, options.Rehearsal, post = clock.Now, clock, clock.post
	}
	if shown != nil {
		options.Certificate = shown.Chain
	}
	options.Courier = post
	if s.demo {
		if _, err := demo.Found(ctx, store, options.Now(), s.rehearsal.IsZero()); err != nil {
			return fmt.Errorf("demo company: %w", err)
		}
	}
	// a real company's log-in names no accounts
	options.Demo = s.demo && store.Org().Company == huiyin.DemoCompany().Company
	working, stop := context.WithCancel(ctx)
	var jobs sync.WaitGroup
	jobs.Go(func() { post.Run(working) })
	jobs.Go(func() { watchChanges(working, store, log) })
	if s.rehearsal.IsZero() {
		jobs.Go(func() { keepTime(working, store, time.Now, log) })
		jobs.Go(func() { keepBackups(working, store, time.Now, log) })
		notes := &anchors{store: store, post: post, log: log, started: time.Now()}
		jobs.Go(func() { notes.keep(working) })
	}
	jobs.Go(func() {
		if err := store.Check(working); err != nil && working.Err() == nil {
			log.Error("check of the database", "error", err)
		}
	})
	jobs.Go(func() { indexAnew(working, store, log) })
	portal := web.New(store, options)
	jobs.Go(func() { portal.Work(working) })
	defer func() { stop(); portal.End(); jobs.Wait() }()

	server, door := s.limits.server(portal.Handler(), log), s.limits.door(listener)
	server.RegisterOnShutdown(portal.Leave)
	failed := make(chan error, 1)
	go func() {
		if shown != nil {
			server.TLSConfig = shown.config()
			failed <- server.ServeTLS(httpsOnly{door, shown}, "", "")
			return
		}
		failed <- server.Serve(door)
	}()
	log.Info("start", "version", version, "data", s.data, "addr", listener.Addr().String(), "tls", s.cert != "",
		"rehearsal", !s.rehearsal.IsZero(), "memory", memory>>20)
	fmt.Fprintln(con.out, "huiyin listening on "+s.url(listener.Addr()))
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	log.Info("stop")
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.limits.shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(stopping); err != nil {
		return errors.Join(fmt.Errorf("requests still running after %v were cut off", s.limits.shutdownTimeout),
			server.Close())
	}
	portal.Finish(stopping)
	return nil
}

// url is where a browser on this machine finds the portal.
func (s service) url(bound net.Addr) string {
	scheme := "http"
	if s.cert != "" {
		scheme = "https"
	}
	host, _, _ := net.SplitHostPort(s.addr) // net.Listen has accepted it
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	_, port, _ := net.SplitHostPort(bound.String())
	return strings.TrimSuffix(scheme+"://"+net.JoinHostPort(host, port),
		map[string]string{"http": ":80", "https": ":443"}[scheme])
}
