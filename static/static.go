// Package static holds the files that browsers load, and the typefaces of the papers, inside the binary.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io"
	"io/fs"
	"path"
	"regexp"
	"sync"
)

//go:embed css js img licences
var files embed.FS

//go:embed fonts/NotoSansSC-Regular.ttf
var regular []byte

//go:embed fonts/NotoSansSC-Bold.ttf
var bold []byte

// What the two lack of names and places, cut out of the Hanazono fonts by .ci/rare.go.
//
//go:embed fonts/Rare.ttf.gz
var rarePacked []byte

var rare = sync.OnceValue(func() []byte { return unpack(rarePacked) })

// types are given here because mime.TypeByExtension depends on the machine.
var types = map[string]string{
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".png":         "image/png",
	".webmanifest": "application/manifest+json",
}

type file struct {
	data func() content
	gzip func() []byte
}

type content struct {
	bytes     []byte
	hash, url string
}

// index knows every file by its name; nothing is read before it is first asked for.
var index = build()

func build() map[string]file {
	all := map[string]file{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data := sync.OnceValue(func() content { return read(name) })
		all[name] = file{data: data, gzip: sync.OnceValue(func() []byte { return compress(data().bytes) })}
		return nil
	})
	if err != nil {
		panic(err) // an embedded file system cannot fail to list itself
	}
	return all
}

// remarks are comments that take lines of their own, and what lines begin with, which no browser needs.
var remarks = regexp.MustCompile(`(?m)^[ \t]*(?://.*\n|/\*.*\*/\n|\n)?`)

func read(name string) content {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(err) // the name comes from the walk over the same files
	}
	if name == "css/app.css" || name == "js/app.js" {
		b = remarks.ReplaceAll(b, nil)
	}
	sum := sha256.Sum256(b)
	hash := hex.EncodeToString(sum[:8])
	return content{bytes: b, hash: hash, url: "/static/" + name + "?v=" + hash}
}

func compress(b []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	if _, err = w.Write(b); err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // a buffer takes whatever is written to it
	}
	return out.Bytes()
}

// Path returns the address of a file such as "css/app.css". It changes with the content, so that
// browsers may keep the answer for ever. An unknown name is a mistake in the program and panics.
func Path(name string) string {
	f, ok := index[name]
	if !ok {
		panic("static: no file " + name)
	}
	return f.data().url
}

// Open returns a file, its media type and the hash in its Path. The bytes are shared: read only.
func Open(name string) (data []byte, contentType, hash string, ok bool) {
	f, ok := index[name]
	if !ok {
		return nil, "", "", false
	}
	c := f.data()
	return c.bytes, types[path.Ext(name)], c.hash, true
}

// Gzipped returns a file compressed, nil when there is no such file. The bytes are shared: read only.
func Gzipped(name string) []byte {
	f, ok := index[name]
	if !ok {
		return nil
	}
	return f.gzip()
}

func unpack(b []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		panic(err) // the file is part of the program
	}
	out, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	return out
}

// Font returns the TrueType file of "regular", "bold" or "rare", nil for any other name. The bytes are
// shared: read only; what writes into them needs a copy. The rare one is unpacked when first asked for.
func Font(name string) []byte {
	switch name {
	case "rare":
		return rare()
	case "regular":
		return regular
	case "bold":
		return bold
	}
	return nil
}
