package scan

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"

	"huiyin/huiyin"
)

// Limits of a drawn signature as it comes in, and the width of what is kept of it, in pixels.
const (
	MostDrawing       = 1 << 20
	mostDrawingPixels = 6_000_000
	drawingWidth      = 1200
	leastInk          = 40 // pixels, of which a dot has fewer
)

// Signature reads what was drawn, a data URL of a PNG, and draws it anew: black on white, without what is
// empty around it. What is no signature is Invalid.
func Signature(text string) ([]byte, error) {
	wrong := huiyin.Invalid("drawing", "签名无法读取，请清除后重新签名。")
	if text == "" {
		return nil, huiyin.Invalid("drawing", "请客户在框内签名。")
	}
	code, ok := strings.CutPrefix(text, "data:image/png;base64,")
	if !ok || len(code) > MostDrawing {
		return nil, wrong
	}
	b, err := base64.StdEncoding.DecodeString(code)
	if err != nil {
		return nil, wrong
	}
	size, err := png.DecodeConfig(bytes.NewReader(b))
	if err != nil || size.Width < 1 || size.Height < 1 || int64(size.Width)*int64(size.Height) > mostDrawingPixels {
		return nil, wrong
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, wrong
	}
	at := img.Bounds()
	sheet := image.NewGray(image.Rect(0, 0, at.Dx(), at.Dy()))
	draw.Draw(sheet, sheet.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(sheet, sheet.Rect, img, at.Min, draw.Over)
	g := &gray{at.Dx(), at.Dy(), sheet.Pix}
	ink, box := 0, image.Rectangle{}
	for y := range g.h {
		for x := range g.w {
			if g.pix[y*g.w+x] < 128 {
				ink++
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	switch {
	case ink == 0:
		return nil, huiyin.Invalid("drawing", "请客户在框内签名。")
	case ink < leastInk || max(box.Dx(), box.Dy()) < 20 || ink > g.w*g.h/2:
		return nil, huiyin.Invalid("drawing", "这不像一个签名，请清除后重新签名。")
	}
	box = box.Inset(-6).Intersect(sheet.Rect)
	g = g.crop(box.Min.X, box.Min.Y, box.Dx(), box.Dy())
	if max(g.w, g.h) > drawingWidth {
		g = g.scaled(drawingWidth)
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out,
		&image.Gray{Pix: g.pix, Stride: g.w, Rect: image.Rect(0, 0, g.w, g.h)}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
