package print

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"strings"

	"huiyin/huiyin"
)

// SignaturePage writes the page that is put behind a paper that a customer has signed on a screen: the
// signature, who signed, when, who witnessed it, and the hash of the PDF as it was shown (rule F6).
func SignaturePage(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org, k *huiyin.Signing,
	drawing []byte) error {
	size, err := png.DecodeConfig(bytes.NewReader(drawing))
	if err != nil {
		return fmt.Errorf("reading the signature: %w", err)
	}
	p := newPaper(a4, s, "现场签字页", personal, c, org)
	p.version = fmt.Sprint(k.Edition)
	p.row(0, label(2.4, "所签单据"), value(9.6, "《"+k.Paper.Label()+"》"))
	p.row(0, label(2.4, "单据编号"), value(3.6, c.Number), label(2.4, "记录版本"), value(3.6, fmt.Sprint(k.Edition)))
	p.row(0, label(2.4, "出示时间"), value(3.6, p.when(k.At)), label(2.4, "出示人"), value(3.6, p.who(k.By)))
	p.row(0, label(2.4, "签字时间"), value(3.6, p.when(k.SignedAt)), label(2.4, "办理人"), value(3.6, p.who(k.SignedBy)))
	p.row(0, label(2.4, "签字人"), value(3.6, k.Signer), label(2.4, "见证人"), value(3.6, p.who(k.Witness)))
	if k.Full() {
		p.row(0, label(2.4, "签字方式"), value(3.6, "签字人同意在屏幕上签字"), label(2.4, "出示"), value(3.6, "单据每一页均已出示"))
		p.row(0, label(2.4, "核对证件"), value(3.6, k.IDKind.Label()), label(2.4, "核对人"), value(3.6, p.who(k.SignedBy)))
		p.row(0, label(2.4, "证件号码"), value(9.6, p.signersID(k)))
		p.row(0, label(2.4, "副本交付"), value(9.6, k.CopyWay.Label()))
	}
	p.row(0, label(2.4, "原件校验值\n（SHA-256）"), value(9.6, k.Hash[:len(k.Hash)/2]+"\n"+k.Hash[len(k.Hash)/2:]))
	p.row(0, label(2.4, "签名校验值\n（SHA-256）"), value(9.6, k.Drawing[:len(k.Drawing)/2]+"\n"+k.Drawing[len(k.Drawing)/2:]))
	if k.Full() {
		p.row(0, label(2.4, "笔迹校验值\n（SHA-256）"), value(9.6, k.Strokes[:len(k.Strokes)/2]+"\n"+k.Strokes[len(k.Strokes)/2:]))
	}
	const height = 62
	p.keep(height)
	top := p.y
	p.row(height, label(2.4, "签名"), value(9.6, ""))
	left := p.left + (p.right-p.left)*2.4/12
	p.picture(drawing, fit(size, left+6, top+5, p.right-6, top+height-5))
	p.gap(3)
	p.par("签字人在触摸屏上看过上述单据的全部内容，并亲笔签名。本页附在原件之后，原件一字未改：本文件开头与原件逐字节相同，其校验值即上列原件校验值。")
	if k.Full() {
		p.par("屏幕签名是手写图形，连同笔迹的位置和时间一并保存；它不是《电子签名法》上的可靠电子签名。")
	}
	return p.write(w)
}

// signersID is the number of the document that was seen, masked (rule P5): the customer's own where it is on record and
// ends as the one that was seen, else its last four signs.
func (p *paper) signersID(k *huiyin.Signing) string {
	if id := p.c.Identity; k.Signer == p.c.Name && strings.HasSuffix(strings.ToUpper(id), k.IDLast4) && id != "" {
		return p.masked("identity", id)
	}
	return "****" + k.IDLast4
}

// fit gives the largest place within a box that has a picture's shape: x, y, width, height.
func fit(size image.Config, x1, y1, x2, y2 float64) [4]float64 {
	w, h := float64(max(size.Width, 1)), float64(max(size.Height, 1))
	f := min((x2-x1)/w, (y2-y1)/h, 1/pointsPerMM) // a small one is not blown up
	return [4]float64{(x1 + x2 - w*f) / 2, (y1 + y2 - h*f) / 2, w * f, h * f}
}
