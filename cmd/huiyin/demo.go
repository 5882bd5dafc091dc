package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"sync"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/web"
)

// demoPassword is the password of every demo account (CONTRACT.md).
const demoPassword = "huiyin-demo"

// demoDays is how long before its first start the demo company was founded.
const demoDays = 92

func demoFlags(fs *flag.FlagSet) action {
	data := dataFlag(fs)
	more := fs.Int("complaints", 0, "so `many` more complaints, spread over three years, for load tests")
	return func(ctx context.Context, con console, _ []string) (err error) {
		if err := needData(*data); err != nil {
			return err
		}
		store, err := db.Open(ctx, *data)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, store.Close()) }()
		now := time.Now()
		founded, err := foundDemo(ctx, store, now, true)
		switch {
		case err != nil:
			return err
		case *more > 0 && store.Org().Company != huiyin.DemoCompany().Company:
			return errors.New("complaints for load tests belong in a demo company; this installation is another")
		case *more > 0:
			return addCrowd(ctx, store, now, *more)
		case !founded:
			fmt.Fprintln(con.out, "the installation has its people already; nothing was added")
		}
		return nil
	}
}

// foundDemo gives an empty installation the demo company, its people and, where asked, their
// complaints of the last 90 days. It leaves any other installation alone and tells which it was.
func foundDemo(ctx context.Context, store *db.Store, now time.Time, complaints bool) (founded bool, err error) {
	if len(store.Org().People) > 0 {
		return false, nil
	}
	company := huiyin.DemoCompany()
	passwords := make([]db.Password, len(company.People))
	var hashing sync.WaitGroup
	for i, p := range company.People { // web.HashPassword lets few work at a time
		hashing.Go(func() { passwords[i] = db.Password{Account: p.Account, Hash: web.HashPassword(demoPassword)} })
	}
	hashing.Wait()
	founding := now
	if complaints {
		founding = now.AddDate(0, 0, -demoDays)
	}
	if err := found(ctx, store, founding, company, passwords...); err != nil {
		return false, err
	}
	if !complaints {
		return true, nil
	}
	return true, replay(ctx, store, now, invented())
}

// found gives an empty installation its company, and people their first passwords.
func found(ctx context.Context, store *db.Store, now time.Time, company *huiyin.Org, passwords ...db.Password) error {
	return store.ChangeOrg(ctx, db.Once{}, func(o *huiyin.Org) error {
		if err := o.Found(now, company); err != nil {
			return err
		}
		for _, p := range passwords {
			if err := o.ResetPassword(installer(o.Index()), now, p.Account); err != nil {
				return err
			}
		}
		return nil
	}, passwords...)
}

// installer acts for who runs the commands; its journal entries name no account.
func installer(o *huiyin.Org) huiyin.Actor {
	return huiyin.Actor{Person: &huiyin.Person{Role: huiyin.Agent, Admin: true}, Org: o}
}
