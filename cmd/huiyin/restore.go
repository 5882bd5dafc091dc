package main

import (
	"context"
	"flag"
	"fmt"

	"huiyin/db"
)

func restoreFlags(fs *flag.FlagSet) action {
	data := dataFlag(fs)
	return func(ctx context.Context, con console, args []string) error {
		if err := needData(*data); err != nil {
			return err
		}
		v, err := db.Restore(ctx, args[0], *data)
		if err != nil {
			return err
		}
		fmt.Fprintf(con.out, "restored into %s\n", *data)
		return report(con, v)
	}
}
