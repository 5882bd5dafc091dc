package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"huiyin/db"
)

func verifyFlags(fs *flag.FlagSet) action {
	data := dataFlag(fs)
	return func(ctx context.Context, con console, _ []string) error {
		if err := needData(*data); err != nil {
			return err
		}
		v, err := db.Verify(ctx, *data)
		if err != nil {
			return err
		}
		return report(con, v)
	}
}

// report prints a verdict: counts, the newest hash and each thing that is wrong. The first of these is
// also the error (rule J2).
func report(con console, v db.Verdict) error {
	fmt.Fprintf(con.out, "journal entries %d\ncomplaints      %d\nattachments     %d\nnewest hash     %s\n", v.Entries,
		v.Complaints, v.Files, v.Newest)
	for _, w := range v.Wrong {
		fmt.Fprintln(con.out, "wrong: "+w)
	}
	switch len(v.Wrong) {
	case 0:
		fmt.Fprintln(con.out, "all fits")
		return nil
	case 1:
		return errors.New(v.Wrong[0])
	}
	return fmt.Errorf("%s, and %d more", v.Wrong[0], len(v.Wrong)-1)
}
