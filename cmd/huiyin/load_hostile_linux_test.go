package main

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"sync"
)

// hostileEvery is which of the people of the load mean harm: a tenth.
const hostileEvery = 10

// mostResident is what the server may hold in memory at its height, in KiB, whatever it is sent.
const mostResident = 600 << 10

// attack is a kind of request that means harm: it may be refused, and takes nothing from the others.
const attack kind = "attack"

// refusals are how an attack may be answered; a 500 never.
var refusals = []int{http.StatusOK, http.StatusSeeOther, http.StatusBadRequest, http.StatusUnauthorized,
	http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusRequestEntityTooLarge,
	http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusTooManyRequests,
	http.StatusServiceUnavailable}

// harm does one thing after the other that a server would be brought down with: files that unpack to hundreds of
// megabytes, guesses of others' passwords, papers of everything, streams without end.
func (w *worker) harm() {
	w.account = []string{"p01", "x02", "v01", "s01"}[w.n/hostileEvery%4]
	w.hostile = true
	w.login()
	for range 300 / (loadPeople / hostileEvery) {
		w.arrive()
		w.cut = nil // and keeps it
	}
	for i := w.n; w.over.Err() == nil; i++ {
		switch i % 6 {
		case 0:
			w.throw("/imports", "register.xlsx", bombs().workbook)
		case 1:
			w.throw("/scans", "scan.png", bombs().picture)
		case 2:
			// Of those who come for the first time strangers may keep some out (rule P11): nobody here is one of these.
			w.guess(url.Values{"username": {anyOf(w, "admin", "root")}, "password": {fmt.Sprint("guess", i)}})
		case 3:
			w.get(attack, "/complaints/ledger.pdf", false, refusals...)
		case 4:
			w.get(attack, "/complaints/export.xlsx?col=phone&col=demand&purpose=x", false, refusals...)
		case 5:
			w.guessCodes(i)
		}
		w.pause(w.think / 4)
	}
}

// guess asks for a log-in without taking the session that might come of it.
func (w *worker) guess(form url.Values) {
	kept := w.cookie
	w.cookie = ""
	w.post(attack, "/login", form, refusals...)
	w.cookie = kept
}

// guessCodes tries what is short enough to be tried through: a code of the second factor, at the log-in and where it is
// taken into use, another's password by the form of the reset, and numbers with whole phones at the counter (rule P11).
func (w *worker) guessCodes(i int) {
	code := fmt.Sprintf("%06d", i%1_000_000)
	long := "long-enough-" + code
	for _, try := range []struct {
		path string
		form url.Values
	}{
		{"/login/second", url.Values{"code": {code}}},
		{"/account/security/take", url.Values{"code": {code}, "password": {long}}},
		{"/account/password", url.Values{"old": {"guess" + code}, "new": {long}, "again": {long}}},
		{"/settings/people/admin/password", url.Values{"password": {long}}},
	} {
		w.post(attack, try.path, try.form, refusals...)
	}
	w.get(attack, fmt.Sprintf("/counter?q=TS-HY-20250303-%03d", i%1000), false, refusals...)
	w.get(attack, "/search?q=139"+code+"03", false, refusals...)
}

func (w *worker) throw(path, name string, file []byte) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		panic(err)
	}
	_, _ = part.Write(file)
	_ = form.Close()
	r, err := http.NewRequestWithContext(w.ctx, http.MethodPost, w.base+path, &b)
	if err != nil {
		panic(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w.ask(attack, r, false, refusals...)
}

// bombs are made once.
var bombs = sync.OnceValue(func() (out struct{ workbook, picture []byte }) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	for _, part := range [][2]string{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"_rels/.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` +
			`officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/_rels/workbook.xml.rels", head +
			`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` +
			`worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/workbook.xml", head + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ` +
			`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` +
			`<sheet name="s" sheetId="1" r:id="r"/></sheets></workbook>`},
	} {
		w, _ := z.Create(part[0])
		_, _ = io.WriteString(w, part[1])
	}
	w, _ := z.Create("xl/worksheets/sheet1.xml")
	_, _ = io.WriteString(w, head+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`+
		`<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>`)
	for range 300 {
		_, _ = w.Write(bytes.Repeat([]byte("x"), 1<<20))
	}
	_, _ = io.WriteString(w, `</t></is></c></row></sheetData></worksheet>`)
	_ = z.Close()
	out.workbook, out.picture = slices.Clone(b.Bytes()), pictureBomb(40_000)
	return out
})

// pictureBomb is a white picture of so many pixels each way, in a file of some kilobytes.
func pictureBomb(side uint32) []byte {
	b := bytes.NewBufferString("\x89PNG\r\n\x1a\n")
	chunk := func(name string, data []byte) {
		_ = binary.Write(b, binary.BigEndian, uint32(len(data)))
		_, _ = b.WriteString(name)
		_, _ = b.Write(data)
		_ = binary.Write(b, binary.BigEndian, crc32.ChecksumIEEE(append([]byte(name), data...)))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, side), side)
	chunk("IHDR", append(head, 1, 0, 0, 0, 0))
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	line := append([]byte{0}, bytes.Repeat([]byte{0xFF}, int(side+7)/8)...)
	for range side {
		_, _ = z.Write(line)
	}
	_ = z.Close()
	chunk("IDAT", packed.Bytes())
	chunk("IEND", nil)
	return b.Bytes()
}

// swollen says that the server held more than it may.
func (o *office) swollen() []string {
	if o.height > mostResident {
		return []string{fmt.Sprintf("%d KiB were resident at the height", o.height)}
	}
	return nil
}

// meansHarm tells whether a person of the load is one of those; never where the portal is another's.
func (o *office) meansHarm(n int) bool {
	return o.hostile && o.cmd != nil && n%hostileEvery == hostileEvery-1
}
