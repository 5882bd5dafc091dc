package scan

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"testing"

	"huiyin/huiyin"
	"huiyin/web/scan/scantest"
)

// lockedPDF is a page of a scanner, encrypted so that nobody needs a password to read it.
func lockedPDF(t *testing.T, version, revision int, method string) []byte {
	t.Helper()
	dict := func(user []byte) string {
		more := ""
		if version > 1 {
			more = "/Length 128"
		}
		if method != "" {
			more += "/CF<</StdCF<</CFM/" + method + "/AuthEvent/DocOpen/Length 16>>>>/StmF/StdCF/StrF/StdCF"
		}
		return fmt.Sprintf("<</Filter/Standard/V %d/R %d%s/P -3904/O<%x>/U<%x>>>", version, revision, more,
			bytes.Repeat([]byte("own-word"), 4), user)
	}
	id := []byte("0123456789abcdef")
	f := &pdfFile{}
	trailer := pdfDict{"ID": pdfArray{pdfString(fmt.Sprintf("<%x>", id))}}
	parsed, _ := (&pdfParser{b: []byte(dict(make([]byte, 32)))}).value(0).(pdfDict)
	o, _ := f.openerOf(parsed, trailer)
	user := append(o.check(int64(revision), id), make([]byte, 16)...)[:32]
	seal := func(b []byte, n int) []byte {
		if !o.aes {
			return o.bytes(b, n, 0) // RC4 goes both ways
		}
		pad := aes.BlockSize - len(b)%aes.BlockSize
		b = append(bytes.Clone(b), bytes.Repeat([]byte{byte(pad)}, pad)...)
		block, err := aes.NewCipher(o.keyOf(n, 0))
		if err != nil {
			t.Fatal(err)
		}
		out := append([]byte("initial vector !"), make([]byte, len(b))...)
		cipher.NewCBCEncrypter(block, out[:16]).CryptBlocks(out[16:], b)
		return out
	}
	g := grayOf(leafPicture())
	picture, content := seal(scantest.Leaf(onLeaf), 4), seal([]byte("q 595 0 0 842 0 0 cm /I Do Q"), 5)
	var out bytes.Buffer
	var at []int
	out.WriteString("%PDF-1.6\n")
	for i, object := range []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>",
		fmt.Sprintf("<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"+
			"/Length %d>>\nstream\n%s\nendstream", g.w, g.h, len(picture), picture),
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content), dict(user),
	} {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R/Encrypt 6 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, id, id,
		start)
	return out.Bytes()
}

// What a scanner locked against changes only is read; what asks for a password stays closed.
func TestF6_OwnersPasswordOnly(t *testing.T) {
	for _, k := range []struct {
		version, revision int
		method            string
	}{{1, 2, ""}, {2, 3, ""}, {4, 4, "V2"}, {4, 4, "AESV2"}} {
		b := lockedPDF(t, k.version, k.revision, k.method)
		var got []huiyin.PaperCode
		if err := pagesOf(b, func(s Sheet) error {
			got = append(got, s.Codes...)
			return nil
		}); err != nil || len(got) != 1 {
			t.Errorf("%+v: %v %v", k, got, err)
		}
		// another program opens it as well, so that it is what such files are
		if pages := paperPages(t, b, 100); len(pages) != 1 || len(pages[0].codes()) != 1 {
			t.Errorf("%+v is no such file", k)
		}
		closed := bytes.Replace(b, []byte("/U<"), []byte("/U<00"), 1)
		if err := pagesOf(closed, func(Sheet) error { return nil }); err != errEncrypted {
			t.Errorf("%+v with a password: %v", k, err)
		}
	}
}
