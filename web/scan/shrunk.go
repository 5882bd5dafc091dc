package scan

import (
	"image"
	"image/color"
	"image/draw"
)

// shrunk puts a picture on white, at most so many pixels long. It takes the mean of the pixels that fall
// on one, a strip at a time, so that beside the picture itself hardly anything is in memory.
func shrunk(img image.Image, most int) *image.RGBA {
	from := img.Bounds()
	w, h := from.Dx(), from.Dy()
	dw, dh := w, h
	if long := max(w, h); long > most {
		dw, dh = max(w*most/long, 1), max(h*most/long, 1)
	}
	out := image.NewRGBA(image.Rect(0, 0, dw, dh))
	strip := image.NewRGBA(image.Rect(0, 0, w, (h+dh-1)/dh+1))
	for y := range dh {
		y0, y1 := y*h/dh, max((y+1)*h/dh, y*h/dh+1)
		part := strip.SubImage(image.Rect(0, 0, w, y1-y0)).(*image.RGBA)
		draw.Draw(part, part.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
		draw.Draw(part, part.Rect, img, from.Min.Add(image.Pt(0, y0)), draw.Over)
		for x := range dw {
			x0, x1 := x*w/dw, max((x+1)*w/dw, x*w/dw+1)
			var r, g, b, n uint32
			for sy := range y1 - y0 {
				row := part.Pix[sy*part.Stride+4*x0 : sy*part.Stride+4*x1]
				for ; len(row) >= 4; row = row[4:] {
					r, g, b, n = r+uint32(row[0]), g+uint32(row[1]), b+uint32(row[2]), n+1
				}
			}
			i := y*out.Stride + 4*x
			out.Pix[i], out.Pix[i+1], out.Pix[i+2], out.Pix[i+3] = uint8(r/n), uint8(g/n), uint8(b/n), 255
		}
	}
	return out
}
