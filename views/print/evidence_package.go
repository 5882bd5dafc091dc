package print

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
)

// EvidencePackage is what a 举证包 is put together from (rule J4).
type EvidencePackage struct {
	C       *huiyin.Complaint
	Org     *huiyin.Org
	Package *huiyin.EvidencePackage
	At      time.Time
	Entries []huiyin.ProvenEntry
	Anchors []byte // the lines that stand outside the database
	Stamps  []Stamped
	Dossier []byte // the edition for outside
	System  EvidenceSystem
	Open    func(hash string, size int64) (io.ReadCloser, error)
}

// Stamped is a trusted timestamp with what it attests: the line of an anchor, or the bytes of an entry that lie in the
// package anyway, then without a text (rule J4).
type Stamped struct {
	huiyin.Timestamp
	Line []byte
}

// name is where the token lies: beside the entry, or with its anchor's line.
func (s *Stamped) name() string {
	if s.Line == nil {
		return fmt.Sprintf("journal/%09d", s.Entry)
	}
	return fmt.Sprintf("timestamps/%09d", s.Entry)
}

// EvidenceSystem describes the portal for whoever has to judge its records.
type EvidenceSystem struct {
	Version string
	Drift   string // of its clock, when last measured
	Backup  time.Time
}

// packed is one file of a package: its text, or an attachment whose hash is known.
type packed struct {
	name string
	text []byte
	file *huiyin.Attachment
}

// checkScript looks through a package with nothing but a shell and sha256sum.
const checkScript = `#!/bin/sh
# 核对举证包，只用 sha256sum。Checks this package with nothing but sha256sum.
set -eu
cd "$(dirname "$0")"
sum() { sha256sum "$@" | cut -d' ' -f1; }
wrong() { echo "不符 wrong: $1"; exit 1; }
sha256sum -c --strict --quiet SHA256SUMS || wrong SHA256SUMS
entries=0 anchored=0
for e in journal/*.entry; do
	n=$(basename "$e" .entry) h=$(sum "$e") entries=$((entries + 1))
	if [ -f "journal/$n.detail.json" ]; then
		[ "$(sed -n 11p "$e")" = "$(sum "journal/$n.detail.json")" ] || wrong "entry $n: detail"
	fi
	grep -q "^$n $h " 02-journal.txt || wrong "entry $n: hash"
	[ -f "journal/$n.path" ] || continue
	while read -r side other; do
		case $side in
		L) h=$(printf '%s\n%s\n' "$other" "$h" | sum) ;;
		R) h=$(printf '%s\n%s\n' "$h" "$other" | sum) ;;
		ROOT) [ "$h" = "$other" ] && grep -q "$other" 03-anchors.txt || wrong "entry $n: anchor" ;;
		esac
	done <"journal/$n.path"
	anchored=$((anchored + 1))
done
echo "全部相符 all fits: $entries entries, $anchored of them anchored"
`

// files lists what the package holds besides the list of hashes, in a fixed order.
func (p *EvidencePackage) files() []packed {
	out := []packed{
		{name: "00-readme.txt", text: p.readme()}, {name: "01-system.txt", text: p.system()},
		{name: "02-journal.txt", text: p.journal()}, {name: "03-anchors.txt", text: p.Anchors},
		{name: "04-files.txt", text: p.index()}, {name: "check.sh", text: []byte(checkScript)},
		{name: "dossier.pdf", text: p.Dossier},
	}
	for i := range p.Stamps {
		s := &p.Stamps[i]
		out = append(out, packed{name: s.name() + ".tsr", text: s.Token})
		if s.Line != nil {
			out = append(out, packed{name: s.name() + ".txt", text: s.Line})
		}
	}
	for i, a := range p.attachments() {
		if a.RemovedAt.IsZero() {
			out = append(out, packed{name: fileName(i, a), file: a})
		}
	}
	for i := range p.Entries {
		e := &p.Entries[i]
		name := "journal/" + entryNumber(e)
		out = append(out, packed{name: name + ".entry", text: e.Bytes()})
		if e.Digest == "" && e.Outward() {
			out = append(out, packed{name: name + ".detail.json", text: e.DetailJSON()})
		}
		if e.Tree.Root != "" {
			out = append(out, packed{name: name + ".path", text: pathLines(e)})
		}
	}
	return out
}

func entryNumber(e *huiyin.ProvenEntry) string { return fmt.Sprintf("%09d", e.ID) }

// fileName is where an attachment lies: its own name may tell more than the file.
func fileName(i int, a *huiyin.Attachment) string {
	ext := strings.ToLower(path.Ext(a.Name))
	if len(ext) > 6 || strings.ContainsFunc(ext[min(1, len(ext)):], func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		ext = ""
	}
	return fmt.Sprintf("files/%03d%s", i+1, ext)
}

func (p *EvidencePackage) attachments() (out []*huiyin.Attachment) {
	for i := range p.C.Attachments {
		if a := &p.C.Attachments[i]; a.GoesOutside() {
			out = append(out, a)
		}
	}
	return out
}

func pathLines(e *huiyin.ProvenEntry) []byte {
	var b bytes.Buffer
	for _, step := range e.Path {
		fmt.Fprintf(&b, "%s %s\n", step[0], step[1])
	}
	fmt.Fprintf(&b, "ROOT %s\n", e.Tree.Root)
	return b.Bytes()
}

func (p *EvidencePackage) readme() []byte {
	contents, how, english := p.stampWords()
	return fmt.Appendf(nil, `举证包 %s-%d
案件：%s，%s
用途：%s
接收人：%s
制作时间：%s，制作人：%s

一、内容
00-readme.txt   本说明
01-system.txt   系统说明（版本、时钟、备份、谁能进入）
02-journal.txt  本案日志目录：编号、校验码、时间、事项、已外部存证的范围
03-anchors.txt  外部存证：每晚记在数据库之外的日志条数、校验码和汇总校验码
04-files.txt    材料目录：校验码、归入时间、类别、大小、来源（何种材料、制作时间、原件在哪里）
dossier.pdf     案卷外部版
files/          材料原样，未转换、未压缩图像
journal/        每条日志的原始字节（.entry）、内容（.detail.json）、汇总路径（.path）和可信时间戳（.tsr，定稿和签字的才有）
%scheck.sh        核对脚本，只用 sha256sum
SHA256SUMS      以上全部文件的 SHA-256

二、怎样核对（任何装有 sha256sum 的电脑，无须本系统）
1. sha256sum -c --strict SHA256SUMS        每份文件与目录一致
2. sh check.sh                    以下 3 至 5 一次完成
3. sha256sum journal/N.entry      就是第 N 条日志的校验码，02-journal.txt 列出的即是它
4. .entry 第 1 行是前一条的校验码，第 11 行是 .detail.json 的 SHA-256；改动任何一处，校验码即不同
5. .path 逐行把左（L）或右（R）边的校验码与手中的接成两行再求 SHA-256，最后一行 ROOT 须一致，
   且与 03-anchors.txt、外部邮箱收到的存证邮件（设有邮箱的）里的汇总校验码一致
%s没有 .path 的条目，其所在的当晚还没有存证。
没有 .detail.json 的条目是内部内容，只给出其校验码；法院要求时可以出示，并用第 11 行核对。

How to check without the portal: sha256sum -c --strict SHA256SUMS; sh check.sh. The SHA-256 of a .entry file is the hash of that
journal entry; its first line is the hash before it, its eleventh the SHA-256 of the detail. A .path leads from it to a
root that was noted outside the database on that night.
%s`, p.C.Number, p.Package.N, p.C.Number, p.Org.SiteName(p.C.Site), p.Package.Purpose, p.Package.Receiver,
		p.time(p.At), p.Org.PersonName(p.Package.By), contents, how, english)
}

// stampWords tell of the timestamps, where there are any: what lies there, and how each is checked.
func (p *EvidencePackage) stampWords() (contents, how, english string) {
	if len(p.Stamps) == 0 {
		return "", "", ""
	}
	contents = "timestamps/     每晚存证的那一行（.txt）和它的可信时间戳（.tsr，RFC 3161）\n"
	how = "6. openssl ts -verify -data timestamps/N.txt -in timestamps/N.tsr -CAfile CA.pem\n" +
		"   journal/N.tsr 同样对 journal/N.entry；CA.pem 是时间戳服务机构的根证书，向该机构索取\n"
	for i := range p.Stamps {
		s := &p.Stamps[i]
		how += fmt.Sprintf("   %s.tsr：%s，%s\n", s.name(), p.time(s.At), s.Server)
	}
	return contents, how, "A .tsr is a trusted timestamp: openssl ts -verify -data FILE -in FILE.tsr -CAfile CA.pem, with the\n" +
		"root certificate of the authority that issued it.\n"
}

func (p *EvidencePackage) time(t time.Time) string {
	return t.In(p.Org.Zone).Format("2006-01-02 15:04:05 -07:00")
}

func (p *EvidencePackage) system() []byte {
	counts, admins := map[huiyin.Role]int{}, 0
	for i := range p.Org.People {
		if q := &p.Org.People[i]; !q.Disabled {
			counts[q.Role]++
			if q.Admin {
				admins++
			}
		}
	}
	backup := "还没有备份"
	if !p.System.Backup.IsZero() {
		backup = p.time(p.System.Backup)
	}
	var roles []string
	for _, r := range huiyin.Roles() {
		roles = append(roles, fmt.Sprintf("%s %d 人", r.Label(), counts[r]))
	}
	return fmt.Appendf(nil, `系统说明
软件：回音 Huiyin，版本 %s
使用单位：%s
时钟：服务器系统时钟，时区 %s；时间一律记到毫秒，同时记发生时间和写入时间。最近一次量得的时钟偏差：%s
日志：每次操作一条，只增不改；每条的校验码是 SHA-256，含前一条的校验码，改动或删除任何一条都会使其后不符。
外部存证：每晚把条数、最新校验码、汇总校验码和时钟偏差记到数据库之外（文件、系统日志，设有外部邮箱的另发邮件）。
材料：按内容的 SHA-256 存放，从不覆盖；撤回的仍列出。
备份：整库备份，最近一次：%s
能进入的人：在用账号 %s；系统管理员 %d 人，管理员身份不带查看投诉的权限。
登录：口令以 argon2id 保存，可加两步验证；登录和退出记入日志。
正常经营：记录由员工在受理和办理时逐笔登记，非为诉讼制作。
`, cmp.Or(p.System.Version, "-"), p.Org.PaperName(), p.Org.Zone, cmp.Or(p.System.Drift, "尚未测量"), backup,
		strings.Join(roles, "、"), admins)
}

// journal lists the entries; those of the house by their kind alone.
func (p *EvidencePackage) journal() []byte {
	var b bytes.Buffer
	for i := range p.Entries {
		e := &p.Entries[i]
		scope := "当晚尚未存证"
		if e.Tree.Root != "" {
			scope = fmt.Sprintf("存证范围 %d-%d", e.Tree.From, e.Tree.To)
		}
		what := "内部记录"
		if e.Outward() {
			what = e.Action.Label()
		}
		fmt.Fprintf(&b, "%s %s %s 写入 %s %s %s\n", entryNumber(e), e.Hash, p.time(e.At), p.time(e.Logged), what, scope)
	}
	return b.Bytes()
}

func (p *EvidencePackage) index() []byte {
	var b bytes.Buffer
	for i, a := range p.attachments() {
		name := fileName(i, a)
		if !a.RemovedAt.IsZero() {
			name = "（内容已删除）"
		}
		from := cmp.Or(a.Outward(p.Org), "来源未登记")
		fmt.Fprintf(&b, "%s %s %s %s %d %s\n", name, a.Hash, p.time(a.At), a.Kind.Label(), a.Size, from)
	}
	return b.Bytes()
}

// Manifest is the list of hashes of everything in the package, as sha256sum reads it.
func (p *EvidencePackage) Manifest() []byte {
	var b bytes.Buffer
	for _, f := range p.files() {
		hash := huiyin.Digest(string(f.text))
		if f.file != nil {
			hash = f.file.Hash
		}
		fmt.Fprintf(&b, "%s  %s\n", hash, f.name)
	}
	return b.Bytes()
}

// Check tells whether every file of the package can be opened.
func (p *EvidencePackage) Check() error {
	for _, a := range p.attachments() {
		if !a.RemovedAt.IsZero() {
			continue
		}
		f, err := p.Open(a.Hash, a.Size)
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// Write writes the package as a zip, with the list that Manifest gave.
func (p *EvidencePackage) Write(w io.Writer, manifest []byte) error {
	z := zip.NewWriter(w)
	for _, f := range slices.Concat(p.files(), []packed{{name: "SHA256SUMS", text: manifest}}) {
		if err := p.add(z, f); err != nil {
			return fmt.Errorf("evidence package: %s: %w", f.name, err)
		}
	}
	return z.Close()
}

func (p *EvidencePackage) add(z *zip.Writer, f packed) error {
	to, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: p.At})
	if err != nil {
		return err
	}
	if f.file == nil {
		_, err = to.Write(f.text)
		return err
	}
	from, err := p.Open(f.file.Hash, f.file.Size)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return cmp.Or(err, from.Close())
}

// EvidencePackageName is the name of the file.
func EvidencePackageName(c *huiyin.Complaint, n int) string {
	return c.Number + "-evidence-" + strconv.Itoa(n) + ".zip"
}
