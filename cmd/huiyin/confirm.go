package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

// confirmFlags give the second word of rule P10 on the machine itself, for a house with one administrator and no vice
// president. It stands in the journal, and whoever it concerns and every vice president hear of it.
func confirmFlags(fs *flag.FlagSet) action {
	data := dataFlag(fs)
	n := fs.Int64("number", 0, "the `number` of the change; without it, those that wait are listed")
	return func(ctx context.Context, con console, _ []string) (err error) {
		if err := needData(*data); err != nil {
			return err
		}
		store, err := openExisting(ctx, *data)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, store.Close()) }()
		if *n == 0 {
			listAsked(con, store.Org(), time.Now())
			return nil
		}
		return confirm(ctx, con, store, *n, time.Now())
	}
}

func listAsked(con console, o *huiyin.Org, now time.Time) {
	for _, w := range o.SecondWordsAsked("", now) {
		fmt.Fprintf(con.out, "%d  %s  %s, asked by %s\n", w.ID, w.Account, w.On, w.By)
		for _, c := range w.Changes() {
			fmt.Fprintf(con.out, "   %s: %q -> %q\n", c.Field, c.Before, c.After)
		}
	}
}

func confirm(ctx context.Context, con console, store *db.Store, n int64, now time.Time) error {
	err := store.ChangeOrgKnowing(ctx, db.Once{}, func(o *huiyin.Org, open func(string) ([]string, error)) error {
		numbers, err := open(o.SecondWordOn(n))
		if err != nil {
			return err
		}
		return o.GiveSecondWord(huiyin.Installer(o), now, n,
			huiyin.SecondWordDecision{Decision: huiyin.Approve, Open: numbers, Wall: now})
	})
	switch huiyin.KindOf(err) {
	case huiyin.KindNotFound:
		return fmt.Errorf("no change of rights has the number %d", n)
	case huiyin.KindConflict:
		return fmt.Errorf("number %d no longer waits, or its account was changed meanwhile", n)
	}
	if err == nil {
		fmt.Fprintf(con.out, "confirmed %d\n", n)
	}
	return err
}
