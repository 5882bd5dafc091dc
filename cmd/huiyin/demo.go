package main

import (
	"context"
	"errors"
	"flag"
	"sync"
	"time"

	"huiyin"
	"huiyin/db"
	"huiyin/web"
)

// demoPassword is the password of every demo account (CONTRACT).
const demoPassword = "huiyin-demo"

// demoDays is how long before its first start the demo company was founded.
const demoDays = 92

func demoFlags(fs *flag.FlagSet) action {
	data := dataFlag(fs)
	return func(ctx context.Context, con console, _ []string) (err error) {
		if err := needData(*data); err != nil {
			return err
		}
		store, err := db.Open(ctx, *data)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, store.Close()) }()
		_, err = foundDemo(ctx, store, time.Now(), true)
		return err
	}
}

// foundDemo gives an empty installation the demo company, its people and, where asked, their
// complaints of the last 90 days. It leaves any other installation alone and tells which it was.
func foundDemo(ctx context.Context, store *db.Store, now time.Time, complaints bool) (founded bool, err error) {
	if len(store.Org().People) > 0 {
		return false, nil
	}
	company := huiyin.DemoCompany()
	hashes := make([]string, len(company.People))
	var hashing sync.WaitGroup
	for i := range hashes { // web.HashPassword lets two work at a time
		hashing.Go(func() { hashes[i] = web.HashPassword(demoPassword) })
	}
	founding := now
	if complaints {
		founding = now.AddDate(0, 0, -demoDays)
	}
	if err := store.ChangeOrg(ctx, db.Once{}, func(o *huiyin.Org) error { return o.Found(founding, company) }); err != nil {
		return false, err
	}
	hashing.Wait()
	for i, p := range company.People {
		if err := givePassword(ctx, store, p.Account, hashes[i], founding); err != nil {
			return false, err
		}
	}
	if !complaints {
		return true, nil
	}
	return true, replay(ctx, store, now, invented())
}
