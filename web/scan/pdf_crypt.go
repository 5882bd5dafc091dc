package scan

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5" //nolint:gosec // what the format asks for
	"crypto/rc4" //nolint:gosec // the same
	"encoding/binary"
	"slices"
	"strconv"
)

// A scanner's PDF may be locked against changes and yet open for everybody: its owner has a password, its reader has
// none. Such a file is opened as any program does, with the empty password; one that asks for a password stays closed.

var passwordPad = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08" +
	"\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// opener is how an encrypted file's streams and strings are opened.
type opener struct {
	key []byte
	aes bool
}

// open finds the key of a file for which nobody needs a password, and opens all it holds; false where it stays closed.
func (f *pdfFile) open() bool {
	i := slices.IndexFunc(f.trailers, func(d pdfDict) bool { return d["Encrypt"] != nil })
	if i < 0 {
		return true
	}
	t := f.trailers[i]
	d := f.dict(t["Encrypt"])
	o, ok := f.openerOf(d, t)
	if !ok {
		return false
	}
	own := -1
	if r, ok := t["Encrypt"].(pdfRef); ok {
		own = r[0]
	}
	var packed []*pdfStream
	for n, v := range f.objects {
		if n == own || f.inStream[n] {
			continue
		}
		if s, ok := v.(*pdfStream); ok && s.dict["Type"] == pdfName("XRef") {
			continue
		}
		f.objects[n] = o.value(v, n, f.generations[n])
	}
	for n, v := range f.objects {
		if s, ok := v.(*pdfStream); ok && s.dict["Type"] == pdfName("ObjStm") && n >= 0 {
			packed = append(packed, s)
		}
	}
	for i := range f.trailers {
		delete(f.trailers[i], "Encrypt")
	}
	for _, s := range packed {
		if f.unpack(s) != nil {
			return false
		}
	}
	return true
}

// openerOf makes the key from the empty password, and tells whether it is the right one.
func (f *pdfFile) openerOf(d, trailer pdfDict) (o opener, ok bool) {
	v, r := whole64(f.get(d["V"])), whole64(f.get(d["R"]))
	if f.get(d["Filter"]) != pdfName("Standard") || v < 1 || v > 4 || v == 3 || r < 2 || r > 4 {
		return o, false
	}
	size := int64(5)
	if v > 1 && d["Length"] != nil {
		size = whole64(f.get(d["Length"])) / 8
	}
	if v == 4 {
		method := f.get(f.dict(f.dict(d["CF"])["StdCF"])["CFM"])
		if o.aes = method == pdfName("AESV2"); !o.aes && method != pdfName("V2") {
			return o, false
		}
		size = 16
	}
	owner, _ := f.get(d["O"]).(pdfString)
	user, _ := f.get(d["U"]).(pdfString)
	id := pdfString{}
	if ids, ok := f.get(trailer["ID"]).(pdfArray); ok && len(ids) > 0 {
		id, _ = f.get(ids[0]).(pdfString)
	}
	rights, _ := f.get(d["P"]).(pdfWord)
	if size < 5 || size > 16 || len(owner.bytes()) < 32 || len(user.bytes()) < 16 {
		return o, false
	}
	h := md5.New() //nolint:gosec // what the format asks for
	h.Write(passwordPad)
	h.Write(owner.bytes()[:32])
	_ = binary.Write(h, binary.LittleEndian, rightsOf(rights))
	h.Write(id.bytes())
	if r >= 4 && f.get(d["EncryptMetadata"]) == pdfWord("false") {
		h.Write([]byte{255, 255, 255, 255})
	}
	key := h.Sum(nil)
	if r >= 3 {
		for range 50 {
			sum := md5.Sum(key[:size]) //nolint:gosec // the same
			key = sum[:]
		}
	}
	o.key = key[:size]
	return o, bytes.Equal(o.check(r, id.bytes())[:16], user.bytes()[:16])
}

// check is what the file holds of the right password.
func (o opener) check(r int64, id []byte) []byte {
	if r == 2 {
		return rc4With(o.key, passwordPad)
	}
	sum := md5.Sum(append(slices.Clone(passwordPad), id...)) //nolint:gosec // what the format asks for
	out := sum[:]
	for i := range 20 {
		key := slices.Clone(o.key)
		for j := range key {
			key[j] ^= byte(i)
		}
		out = rc4With(key, out)
	}
	return out
}

// rightsOf are the file's permissions as the 32 bits that they are.
func rightsOf(w pdfWord) uint32 {
	n, _ := strconv.ParseInt(string(w), 10, 64)
	return uint32(n & 0xFFFFFFFF) //nolint:gosec // cut on purpose
}

func rc4With(key, b []byte) []byte {
	c, err := rc4.NewCipher(key) //nolint:gosec // what the format asks for
	if err != nil {
		return b
	}
	out := make([]byte, len(b))
	c.XORKeyStream(out, b)
	return out
}

// value opens the strings and the stream of an object.
func (o opener) value(v any, n, generation int) any {
	switch v := v.(type) {
	case *pdfStream:
		d, _ := o.value(v.dict, n, generation).(pdfDict)
		return &pdfStream{d, o.bytes(v.raw, n, generation)}
	case pdfDict:
		for k := range v {
			v[k] = o.value(v[k], n, generation)
		}
	case pdfArray:
		for i := range v {
			v[i] = o.value(v[i], n, generation)
		}
	case pdfString:
		const hex = "0123456789abcdef"
		out := pdfString("<")
		for _, b := range o.bytes(v.bytes(), n, generation) {
			out = append(out, hex[b>>4], hex[b&15])
		}
		return append(out, '>')
	}
	return v
}

// keyOf is the key of an object.
func (o opener) keyOf(n, generation int) []byte {
	key := append(slices.Clone(o.key), byte(n), byte(n>>8), byte(n>>16), byte(generation), byte(generation>>8))
	if o.aes {
		key = append(key, "sAlT"...)
	}
	sum := md5.Sum(key) //nolint:gosec // what the format asks for
	return sum[:min(16, len(o.key)+5)]
}

func (o opener) bytes(b []byte, n, generation int) []byte {
	key := o.keyOf(n, generation)
	if !o.aes {
		return rc4With(key, b)
	}
	block, err := aes.NewCipher(key)
	if err != nil || len(b) < 2*aes.BlockSize || len(b)%aes.BlockSize != 0 {
		return nil
	}
	out := make([]byte, len(b)-aes.BlockSize)
	cipher.NewCBCDecrypter(block, b[:aes.BlockSize]).CryptBlocks(out, b[aes.BlockSize:])
	if pad := int(out[len(out)-1]); pad >= 1 && pad <= aes.BlockSize {
		out = out[:len(out)-pad]
	}
	return out
}
