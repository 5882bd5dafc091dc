package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strconv"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

func verifyFlags(fs *flag.FlagSet) action {
	data := dataFlag(fs)
	var contains []string
	fs.Func("contains",
		"a `hash` as it is printed, also with spaces: which entry of the journal has it; may be repeated",
		func(text string) error {
			hash := huiyin.ParseHash(text)
			if hash == "" {
				return errors.New("a hash has 64 digits, 0 to 9 and a to f")
			}
			contains = append(contains, hash)
			return nil
		})
	return func(ctx context.Context, con console, _ []string) error {
		if err := needData(*data); err != nil {
			return err
		}
		v, err := db.Verify(ctx, *data, contains...)
		if err != nil {
			return err
		}
		return errors.Join(report(con, v), contained(con, v))
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
	for _, name := range v.Unnamed {
		fmt.Fprintln(con.out, "no record names: "+name)
	}
	if len(v.Secrets) > 0 {
		fmt.Fprintln(con.out, "secrets.key in the data directory is missing or not the one of before. Add its line to it and "+
			"start the portal again, or enter anew:")
	}
	for _, what := range v.Secrets {
		fmt.Fprintln(con.out, "  "+what)
	}
	if len(v.Wrong) == 0 {
		fmt.Fprintln(con.out, "all fits")
	}
	if a := v.Anchor; a.Entry > 0 {
		fmt.Fprintf(con.out, "last anchor that fits: %s\n", entryOf(a.Entry, a.At, v.Zone))
	}
	switch len(v.Wrong) {
	case 0:
		return nil
	case 1:
		return errors.New(v.Wrong[0])
	}
	return fmt.Errorf("%s, and %d more", v.Wrong[0], len(v.Wrong)-1)
}

// contained says of each hash that was asked for which entry has it; one that none has is the error (rule J2).
func contained(con console, v db.Verdict) error {
	missing := 0
	for _, c := range v.Contains {
		if c.Entry == 0 {
			missing++
			fmt.Fprintf(con.out, "%s: not in this journal\n", c.Hash)
			continue
		}
		fmt.Fprintf(con.out, "%s: %s\n", c.Hash, entryOf(c.Entry, c.At, v.Zone))
	}
	if missing > 0 {
		return fmt.Errorf("%d of %d hashes: not in this journal", missing, len(v.Contains))
	}
	return nil
}

// entryOf names an entry for people: entry 1,234 of 2025-03-03 10:00.
func entryOf(n int64, at time.Time, zone *time.Location) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return "entry " + digits + " of " + at.In(zone).Format("2006-01-02 15:04")
}
