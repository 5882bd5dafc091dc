package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"huiyin/db"
	"huiyin/huiyin"
)

func adminFlags(fs *flag.FlagSet) action {
	data := dataFlag(fs)
	user := fs.String("user", "", "the administrator's account `name`")
	return func(ctx context.Context, con console, _ []string) (err error) {
		if err := needData(*data); err != nil {
			return err
		}
		name := strings.ToLower(strings.TrimSpace(*user))
		if name == "" {
			return errors.New("--user NAME is missing")
		}
		store, err := db.Open(ctx, *data)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, store.Close()) }()
		if len(store.Org().People) > 0 {
			return errors.New("the installation has its people already; its administrator makes further accounts " +
				"in the portal")
		}
		password, err := askPassword(con, name)
		if err != nil {
			return err
		}
		return makeAdmin(ctx, con, store, name, password)
	}
}

// makeAdmin gives an empty installation its first administrator and the seeded categories (rules P1, K1).
// An empty password is replaced by a random one, which is printed.
func makeAdmin(ctx context.Context, con console, store *db.Store, name, password string) error {
	now, said := time.Now(), ""
	if password == "" {
		password = rand.Text()[:16]
		said = ", password " + password
	}
	hash := db.Password{Account: name, Hash: db.HashPassword(password)}
	err := store.ChangeOrg(ctx, db.Once{}, func(o *huiyin.Org) error {
		if err := o.Found(now, &huiyin.Org{Categories: huiyin.SeedCategories()}); err != nil {
			return err
		}
		first := huiyin.Person{Account: name, Name: name, Role: huiyin.Agent, Admin: true}
		if err := o.PutPerson(huiyin.Installer(o), now, "", first, nil); err != nil {
			return err
		}
		return o.ResetPassword(huiyin.Installer(o), now, name)
	}, hash)
	if err == nil {
		fmt.Fprintf(con.out, "administrator %s%s\n", name, said)
	}
	return err
}

// askPassword asks twice where a person sits at a terminal; elsewhere, and where nothing is typed, one
// is to be made up.
func askPassword(con console, name string) (string, error) {
	f, ok := con.in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return "", nil
	}
	ask := func(prompt string) (string, error) {
		fmt.Fprint(con.err, prompt)
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(con.err)
		return string(b), err
	}
	first, err := ask(fmt.Sprintf("Password for %s (Enter makes one up): ", name))
	if err != nil || first == "" {
		return "", err
	}
	if huiyin.PasswordLength(first) < huiyin.LeastPassword {
		return "", fmt.Errorf("a password has at least %d characters", huiyin.LeastPassword)
	}
	if huiyin.CommonPassword(name, first) {
		return "", errors.New("this password is among the first that somebody would try")
	}
	again, err := ask("Once more: ")
	if err == nil && again != first {
		err = errors.New("the two passwords differ")
	}
	return first, err
}
