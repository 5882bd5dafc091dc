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
	return func(ctx context.Context, con console, args []string) error {
		if err := needData(*data); err != nil {
			return err
		}
		made := db.Backup(ctx, *data, args[0])
		if lacking := (*db.Lacking)(nil); made != nil && !errors.As(made, &lacking) {
			return made
		}
		info, err := os.Stat(args[0])
		if err != nil {
			return err
		}
		fmt.Fprintf(con.out, "backed up into %s, %d bytes\n", args[0], info.Size())
		return errors.Join(made, db.NoteBackup(*data, time.Now(), args[0]))
	}
}
