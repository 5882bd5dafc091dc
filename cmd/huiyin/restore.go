package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"huiyin/db"
)

func restoreFlags(fs *flag.FlagSet) action {
	data, key := dataFlag(fs), keyFlag(fs)
	return func(ctx context.Context, con console, args []string) error {
		if err := needData(*data); err != nil {
			return err
		}
		v, err := db.RestoreSealed(ctx, args[0], *key, *data)
		if err != nil {
			return err
		}
		fmt.Fprintf(con.out, "restored into %s\n", *data)
		return report(con, v)
	}
}

func keyFlag(fs *flag.FlagSet) *string {
	return fs.String("key", "", "the `file` with the secret key of a sealed backup")
}

// tryRestoreFlags is a restore rehearsed: into a place that is removed afterwards.
func tryRestoreFlags(fs *flag.FlagSet) action {
	key := keyFlag(fs)
	temp := fs.String("temp", "",
		"the `directory` in which a temporary one is made; it needs room for the whole installation (default: "+
			"that of FILE)")
	return func(ctx context.Context, con console, args []string) (err error) {
		if *temp == "" {
			*temp = filepath.Dir(args[0])
		}
		dir, err := os.MkdirTemp(*temp, ".huiyin-restore-")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		v, err := db.RestoreSealed(ctx, args[0], *key, dir)
		if err != nil {
			return err
		}
		fmt.Fprintf(con.out, "%s can be restored\n", args[0])
		return report(con, v)
	}
}
