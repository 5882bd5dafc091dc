package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"huiyin/cmd/huiyin/demo"
	"huiyin/db"
	"huiyin/huiyin"
)

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
		founded, err := demo.Found(ctx, store, now, true)
		switch {
		case err != nil:
			return err
		case *more > 0 && store.Org().Company != huiyin.DemoCompany().Company:
			return errors.New("complaints for load tests belong in a demo company; this installation is another")
		case *more > 0:
			return demo.Crowd(ctx, store, now, *more)
		case !founded:
			fmt.Fprintln(con.out, "the installation has its people already; nothing was added")
		}
		return nil
	}
}
