package register

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"huiyin/huiyin"
)

// foreign are files that are no register, by how they begin, and what is true of each (I6).
var foreign = []struct {
	begin string
	why   error
}{
	{"%PDF", errOther("PDF 文件")}, {"\x89PNG", errOther("图片")}, {"\xFF\xD8\xFF", errOther("图片")},
	{"GIF8", errOther("图片")}, {"BM", errOther("图片")},
	{"{\\rtf", errOther("写字板（.rtf）文档")},
	{"Rar!", errPacked}, {"7z\xBC\xAF", errPacked}, {"\x1F\x8B", errPacked},
	{"MIME-Version:", errOther("单个文件网页（.mht）")},
	{"\x09\x08\x10\x00", errOldExcel}, {"\x09\x08\x08\x00", errOldExcel}, {"\x09\x04\x06\x00", errOldExcel},
	{"\x09\x02\x06\x00", errOldExcel}, {"SQLite format 3\x00", errNoTable},
}

var (
	errPacked   = huiyin.Invalid("file", "这是压缩包。请先解压，上传里面的 .xlsx 或 CSV 文件。")
	errOldExcel = huiyin.Invalid("file", "这是旧版 Excel 的二进制 .xls 工作簿，无法读取。请在 WPS/Excel 中打开，另存为 .xlsx 再上传。")
	errLocked   = huiyin.Invalid("file", "这个工作簿加了打开密码，无法读取。请在 WPS/Excel 中打开，取消密码，另存为 .xlsx 再上传。")
	errBinary   = huiyin.Invalid("file", "这是二进制工作簿（.xlsb），无法读取。请在 WPS/Excel 中打开，另存为 .xlsx 再上传。")
	errOpenDoc  = huiyin.Invalid("file", "这是 OpenDocument 表格（.ods），无法读取。请在 WPS/Excel 中打开，另存为 .xlsx 再上传。")
	errNumbers  = huiyin.Invalid("file", "这是苹果 Numbers 表格，无法读取。请在 Numbers 中导出为 Excel（.xlsx）再上传。")
	errNoTables = huiyin.Invalid("file", "这是网页，里面没有表格，表格可能在另一个文件里。请在 WPS/Excel 中打开，另存为 .xlsx 再上传。")
)

func errOther(what string) error {
	return huiyin.Invalid("file", "这是%s，不是表格。请把台账在 WPS/Excel 中另存为 .xlsx 再上传。", what)
}

// sniff tells what a file is by what it holds, whatever its name says; what cannot be read is refused with the true
// reason.
func sniff(file File, lim limits, fold func(string) string) (source, error) {
	head := make([]byte, 4096)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	head = head[:n]
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(head, utf8Mark))) == 0:
		return nil, huiyin.Invalid("file", "文件是空的。")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return openBook(file, lim)
	case bytes.HasPrefix(head, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return nil, compound(file)
	}
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.begin)) && (f.begin != "BM" || bytes.IndexByte(head, 0) > 0) {
			return nil, f.why
		}
	}
	from, skip, err := encodingOf(file, head, fold)
	if err != nil {
		return nil, err
	}
	text := textFile{file, from, skip, lim}
	begin, err := text.head()
	if err != nil {
		return nil, err
	}
	switch kind := markup(begin); kind {
	case "html":
		return openPage(text)
	case "xml":
		return openXMLBook(text)
	}
	return &csvSource{textFile: text, comma: separator(begin)}, nil
}

// markup tells a page or an XML workbook, as many systems name .xls, from a plain text.
func markup(begin string) string {
	begin = strings.ToLower(strings.TrimLeft(begin, " \t\r\n\uFEFF"))
	if !strings.HasPrefix(begin, "<") {
		return ""
	}
	switch {
	case strings.Contains(begin, "urn:schemas-microsoft-com:office:spreadsheet") && !strings.Contains(begin, "<html"):
		return "xml"
	case slices.ContainsFunc([]string{"<html", "<table", "<!doctype html", "<meta", "<head", "<body", "<style", "<div"},
		func(tag string) bool { return strings.Contains(begin, tag) }):
		return "html"
	}
	return ""
}

// compound tells what an OLE file is by the names of its streams.
func compound(file File) error {
	named := func(b []byte, name string) bool {
		var wide []byte
		for i := range len(name) {
			wide = append(wide, name[i], 0)
		}
		return bytes.Contains(b, append(wide, 0, 0))
	}
	found := map[string]bool{}
	buf := make([]byte, 1<<16)
	kept := 0
	for {
		n, err := file.Read(buf[kept:])
		for _, name := range []string{"EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document"} {
			if named(buf[:kept+n], name) {
				found[name] = true
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		kept = copy(buf, buf[max(0, kept+n-128):kept+n])
	}
	switch {
	case found["EncryptedPackage"]:
		return errLocked
	case found["WordDocument"]:
		return errOther("旧版 Word 文档（.doc）")
	case found["PowerPoint Document"]:
		return errOther("旧版演示文稿（.ppt）")
	}
	return errOldExcel
}

// otherPackage tells what a zip is that is no .xlsx workbook, nil where it is one.
func otherPackage(files []*zip.File) error {
	has := func(test func(string) bool) bool {
		return slices.ContainsFunc(files, func(f *zip.File) bool { return test(partName(f.Name)) })
	}
	is := func(name string) func(string) bool { return func(s string) bool { return s == name } }
	under := func(dir string) func(string) bool { return func(s string) bool { return strings.HasPrefix(s, dir) } }
	switch {
	case has(is("xl/workbook.bin")):
		return errBinary
	case has(under("xl/")), has(is("_rels/.rels")) && !has(under("word/")) && !has(under("ppt/")):
		return nil
	case has(under("word/")):
		return errOther("Word 文档（.docx）")
	case has(under("ppt/")):
		return errOther("演示文稿（.pptx）")
	case has(is("content.xml")) && has(is("mimetype")):
		return errOpenDoc
	case has(func(s string) bool { return strings.HasSuffix(s, ".iwa") }):
		return errNumbers
	case len(files) == 0:
		return errBroken
	}
	return errPacked
}
