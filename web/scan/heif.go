package scan

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"encoding/binary"
	"image"
	"io"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// heifWASM is libheif with libde265, as gen2brain/heic 0.4.0 builds them. It is run here and not by that module, which
// would link the program to the machine's C library, and bound neither memory nor time.
//
//go:embed heif.wasm.gz
var heifWASM []byte

type heifDecoder struct {
	run  wazero.Runtime
	code wazero.CompiledModule
}

// warm brings up the decoder of a kind of file, if it is one that takes time for that.
func (r *Reader) warm(kind string) error {
	switch kind {
	case "application/pdf":
		return r.warmPDF()
	case "image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence":
		return r.warmHEIF()
	}
	return nil
}

func (r *Reader) warmHEIF() error {
	if r.heif != nil {
		return nil
	}
	z, err := gzip.NewReader(bytes.NewReader(heifWASM))
	if err != nil {
		return err
	}
	b, err := io.ReadAll(z)
	if err != nil {
		return err
	}
	ctx := context.Background()
	run := wazero.NewRuntimeWithConfig(ctx, r.config())
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, run); err != nil {
		return err
	}
	code, err := run.CompileModule(ctx, b)
	if err != nil {
		return err
	}
	r.heif = &heifDecoder{run, code}
	return nil
}

// heifCall is one use of the decoder, with a memory of its own.
type heifCall struct {
	mod    api.Module
	broken bool
}

func (c *heifCall) call(name string, args ...uint64) uint64 {
	out, err := c.mod.ExportedFunction(name).Call(context.Background(), args...)
	if err != nil || len(out) == 0 {
		c.broken = true
		return 0
	}
	return out[0]
}

// The decoder's words for how a picture's colours are kept.
const (
	heifYCbCr, heifRGB, heifGray        = 0, 1, 2
	heif420, heif422, heif444           = 1, 2, 3
	heifFacts                           = 5 // numbers it gives: width, height, colours, their shares, transparency
	heifAlign                           = 16
	heifHeader, heifWhole        uint64 = 1, 0
)

// decode decodes a picture and turns it upright.
func (h *heifDecoder) decode(b []byte) (image.Image, error) {
	ctx := context.Background()
	if err := fitsHEIF(b); err != nil {
		return nil, err
	}
	mod, err := h.run.InstantiateModule(ctx, h.code, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, err
	}
	defer func() { _ = mod.Close(ctx) }()
	c := &heifCall{mod: mod}
	in, facts := c.call("malloc", uint64(len(b))), c.call("malloc", 4*heifFacts)
	if c.broken || in == 0 || facts == 0 || !mod.Memory().Write(uint32(in), b) { // #nosec G115 -- 32 bits of memory
		return nil, errDamaged
	}
	decode := func(what, out uint64) bool {
		return c.call("decode", in, uint64(len(b)), what, facts, facts+4, facts+8, facts+12, facts+16, out) != 0
	}
	if !decode(heifHeader, 0) {
		return nil, errDamaged
	}
	var v [heifFacts]int
	for i := range v {
		n, ok := mod.Memory().ReadUint32Le(uint32(facts) + 4*uint32(i)) // #nosec G115
		if !ok {
			return nil, errDamaged
		}
		v[i] = int(n)
	}
	if err := fits(int64(v[0]), int64(v[1]), 4); err != nil {
		return nil, err
	}
	img, size := heifPlanes(v)
	if img == nil {
		return nil, errDamaged
	}
	out := c.call("malloc", uint64(size)) // #nosec G115 -- bounded
	if out == 0 || !decode(heifWhole, out) {
		return nil, errDamaged
	}
	data, ok := mod.Memory().Read(uint32(out), uint32(size)) // #nosec G115
	if !ok {
		return nil, errDamaged
	}
	return img(bytes.Clone(data)), nil
}

// heifPlanes tells how many bytes a picture has, and makes it of them.
func heifPlanes(v [heifFacts]int) (of func([]byte) image.Image, size int) {
	up := func(n int) int { return (n + heifAlign - 1) / heifAlign * heifAlign }
	w, h := v[0], v[1]
	rect := image.Rect(0, 0, w, h)
	switch v[2] {
	case heifYCbCr:
		ratio, ok := map[int]image.YCbCrSubsampleRatio{heif420: image.YCbCrSubsampleRatio420,
			heif422: image.YCbCrSubsampleRatio422, heif444: image.YCbCrSubsampleRatio444}[v[3]]
		if !ok {
			return nil, 0
		}
		cw, ch := w, h
		if v[3] != heif444 {
			cw = (w + 1) / 2
		}
		if v[3] == heif420 {
			ch = (h + 1) / 2
		}
		row, part := up(w), up(cw)
		a, b := row*h, row*h+part*ch
		return func(d []byte) image.Image {
			return &image.YCbCr{Y: d[:a], Cb: d[a:b], Cr: d[b:], YStride: row, CStride: part, SubsampleRatio: ratio,
				Rect: rect}
		}, b + part*ch
	case heifGray:
		return func(d []byte) image.Image { return &image.Gray{Pix: d, Stride: up(w), Rect: rect} }, up(w) * h
	case heifRGB:
		return func(d []byte) image.Image { return &image.NRGBA{Pix: d, Stride: up(4 * w), Rect: rect} }, up(4*w) * h
	}
	return nil, 0
}

// fitsHEIF looks at the sizes that a file names, the whole picture's among them.
func fitsHEIF(b []byte) error {
	for at := b; ; {
		i := bytes.Index(at, []byte("ispe"))
		if i < 0 {
			return nil
		}
		if at = at[i+4:]; len(at) < 12 {
			return nil
		}
		w, h := int64(binary.BigEndian.Uint32(at[4:])), int64(binary.BigEndian.Uint32(at[8:]))
		if w > 0 && h > 0 {
			if err := fits(w, h, 4); err != nil {
				return err
			}
		}
	}
}
