package scan

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
)

// TestMain lets the test binary stand for the program that reads files apart.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == Subcommand {
		if err := Serve(os.Stdin, os.Stdout, os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// kept is where the decoders stay compiled between tests: it takes seconds.
func kept() string {
	return filepath.Join(os.TempDir(), "huiyin-readers-"+strconv.Itoa(os.Getuid()))
}

// reader reads within the test; it reads one file at a time.
var reader = sync.OnceValue(func() *Reader {
	r := NewReader(kept())
	if err := r.warmPDF(); err != nil {
		panic(err)
	}
	return r
})

func pagesOf(b []byte, each func(Sheet) error) error {
	return reader().Read("application/pdf", b, each)
}

func pictureOf(b []byte) (out Sheet, err error) {
	err = reader().Read("image/jpeg", b, func(s Sheet) error { out = s; return nil })
	return out, err
}
