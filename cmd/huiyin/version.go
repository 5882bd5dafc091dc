package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
)

// version is set by the linker (Makefile).
var version = "development"

func versionFlags(*flag.FlagSet) action {
	return func(_ context.Context, con console, _ []string) error {
		fmt.Fprintf(con.out, "huiyin %s, %s, %s/%s\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
		return nil
	}
}
