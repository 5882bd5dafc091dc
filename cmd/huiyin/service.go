package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"huiyin/db"
)

// installed says how the machine's own manager of services runs the portal.
type installed struct {
	name, user string
	program    string // where the program lies
	data, addr string
	cert, key  string
	names      string   // for the certificate that is made where none is given
	plain      bool     // no HTTPS
	reach      string   // as serve has it
	write      []string // folders that the portal writes besides the data, such as the second one of the backup
	print      bool
}

func serviceFlags(fs *flag.FlagSet) action {
	s := installed{name: "huiyin"}
	fs.StringVar(&s.data, "data", defaultData, "the data `directory`")
	fs.StringVar(&s.addr, "addr", ":443", "the `address` to listen on")
	fs.StringVar(&s.user, "user", defaultUser, "the `account` that the portal runs as, made where it is missing")
	fs.StringVar(&s.program, "program", defaultProgram, "the `file` as which the program is put in its place")
	fs.StringVar(&s.cert, "tls-cert", "", "certificate `file`; without one, that of huiyin cert is used, or made")
	fs.StringVar(&s.key, "tls-key", "", "key `file`")
	fs.StringVar(&s.names, "names", "", "the host `names` and addresses of a certificate that is made")
	fs.BoolVar(&s.plain, "plain", false, "serve without HTTPS, on a line that nobody listens to")
	fs.StringVar(&s.reach, "reach", "", "`hosts` as for serve")
	fs.Func("write", "a further `directory` that the portal writes to, such as the backup's second folder (repeatable)",
		func(v string) error { s.write = append(s.write, v); return nil })
	fs.BoolVar(&s.print, "print", false, "with install: only print what would be installed")
	return func(ctx context.Context, con console, args []string) error {
		switch args[0] {
		case "install":
			if err := s.complete(); err != nil {
				return err
			}
			return s.install(ctx, con)
		case "remove":
			return s.remove(con)
		case "status":
			return s.status(con)
		}
		return fmt.Errorf("%q is none of install, remove and status", args[0])
	}
}

// complete makes what was given whole, and refuses what no service could be made of.
func (s *installed) complete() (err error) {
	_, port, err := net.SplitHostPort(s.addr)
	if err != nil {
		return err
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return fmt.Errorf("--addr %s: a service needs a port between 1 and 65535", s.addr)
	}
	if (s.cert == "") != (s.key == "") {
		return errors.New("--tls-cert and --tls-key belong together")
	}
	if s.plain && (s.cert != "" || s.names != "") {
		return errors.New("--plain goes with no certificate")
	}
	paths := []*string{&s.data, &s.program, &s.cert, &s.key}
	for i := range s.write {
		paths = append(paths, &s.write[i])
	}
	for _, p := range paths {
		if *p == "" {
			continue
		}
		if strings.ContainsFunc(*p, unicode.IsControl) {
			return fmt.Errorf("%q: a path of a service has no control characters", *p)
		}
		if *p, err = filepath.Abs(*p); err != nil {
			return err
		}
	}
	if !s.plain && s.cert == "" {
		s.cert, s.key = filepath.Join(s.data, "tls", serverCert), filepath.Join(s.data, "tls", serverKey)
	}
	return nil
}

// arguments are those of the program that serves.
func (s *installed) arguments() []string {
	out := []string{"serve", "--data", s.data, "--addr", s.addr}
	if !s.plain {
		out = append(out, "--tls-cert", s.cert, "--tls-key", s.key)
	}
	if s.reach != "" {
		out = append(out, "--reach", s.reach)
	}
	return out
}

// prepare makes the data directory whole: a database of this program's, and a certificate where none was given.
func (s *installed) prepare(ctx context.Context, con console) error {
	store, err := db.Open(ctx, s.data)
	if err != nil {
		return err
	}
	empty := len(store.Org().People) == 0
	if err := store.Close(); err != nil {
		return err
	}
	if empty {
		return fmt.Errorf("nobody could log in yet; first: huiyin admin --data %q --user NAME", s.data)
	}
	if s.plain || s.cert != filepath.Join(s.data, "tls", serverCert) || exists(s.cert) && s.names == "" {
		return nil
	}
	args := []string{"--data", s.data, "--addr", s.addr}
	if s.names != "" {
		args = append(args, "--names", s.names)
	}
	fs := flag.NewFlagSet("cert", flag.ContinueOnError)
	act := certFlags(fs)
	if err := fs.Parse(args); err != nil {
		return err
	}
	return act(ctx, con, nil)
}
