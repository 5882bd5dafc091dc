package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"huiyin/db"
)

func backupFlags(fs *flag.FlagSet) action {
	data := dataFlag(fs)
	seal := fs.String("seal-to", "", "seal it to this public `key` (age1…, from huiyin seal-key), so that only who has the "+
		"secret one can open it")
	return func(ctx context.Context, con console, args []string) error {
		if err := needData(*data); err != nil {
			return err
		}
		head, made := db.SealedBackup(ctx, *data, args[0], *seal)
		if lacking := (*db.Lacking)(nil); made != nil && !errors.As(made, &lacking) {
			return made
		}
		info, err := os.Stat(args[0])
		if err != nil {
			return err
		}
		fmt.Fprintf(con.out, "backed up into %s, %d bytes\n", args[0], info.Size())
		return errors.Join(made, db.NoteBackup(*data, time.Now(), args[0], head))
	}
}

func sealKeyFlags(*flag.FlagSet) action {
	return func(_ context.Context, con console, args []string) error {
		public, err := db.NewSeal(args[0])
		if err != nil {
			return err
		}
		fmt.Fprintf(con.out, "%s\nThis is the public key: give it to huiyin backup --seal-to, or to the page of backups. Keep %s "+
			"away from the portal's machine and from its backups, in two places: without it no sealed backup can be opened.\n",
			public, args[0])
		return nil
	}
}
