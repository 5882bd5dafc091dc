// Package demo is the invented company: its people, their complaints of the last 90 days, and a crowd for load tests.
package demo

import (
	"context"
	"sync"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

// Password is the password of every demo account (CONTRACT.md).
const Password = "huiyin-demo"

// daysOld is how long before its first start the demo company was founded: longer than a closed complaint can be
// reopened, so that one is archived (rule W10).
const daysOld = 97

// Found gives an empty installation the demo company, its people and, where asked, their
// complaints of the last 90 days. It leaves any other installation alone and tells which it was.
func Found(ctx context.Context, store *db.Store, now time.Time, complaints bool) (founded bool, err error) {
	if len(store.Org().People) > 0 {
		return false, nil
	}
	company := huiyin.DemoCompany()
	if complaints {
		company = storied()
	}
	passwords := make([]db.Password, len(company.People))
	var hashing sync.WaitGroup
	for i, p := range company.People { // db.HashPassword lets few work at a time
		hashing.Go(func() { passwords[i] = db.Password{Account: p.Account, Hash: db.HashPassword(Password)} })
	}
	hashing.Wait()
	founding := now
	if complaints {
		founding = now.AddDate(0, 0, -daysOld)
	}
	if err := found(ctx, store, founding, company, passwords...); err != nil {
		return false, err
	}
	if !complaints {
		return true, nil
	}
	return true, relive(ctx, store, now)
}

// relive lets the company live through its stories, up to now.
func relive(ctx context.Context, store *db.Store, now time.Time) error {
	if err := replay(ctx, store, now, invented()); err != nil {
		return err
	}
	return store.ChangeOrg(ctx, db.Once{}, func(o *huiyin.Org) error {
		gone := leaver
		gone.Disabled, gone.Order = true, o.Person(gone.Account).Order
		return o.PutPerson(huiyin.Actor{Person: o.Person("admin"), Org: o}, now, gone.Account, gone, nil)
	})
}

// storied is the company with those who have left it on the way.
func storied() *huiyin.Org {
	o := huiyin.DemoCompany()
	last := leaver
	last.Order = len(o.People) + 1
	o.People = append(o.People, last)
	return o.Index()
}

// leaver is a supervisor who has left while a step waited for her (rules C4, P7).
var leaver = huiyin.Person{Account: "n01", Name: "钱雨桐", Role: huiyin.Supervisor, Site: "LT"}

// found gives an empty installation its company, and people their first passwords.
func found(ctx context.Context, store *db.Store, now time.Time, company *huiyin.Org, passwords ...db.Password) error {
	return store.ChangeOrg(ctx, db.Once{}, func(o *huiyin.Org) error {
		if err := o.Found(now, company); err != nil {
			return err
		}
		for _, p := range passwords {
			if err := o.ResetPassword(huiyin.Installer(o.Index()), now, p.Account); err != nil {
				return err
			}
		}
		return nil
	}, passwords...)
}
