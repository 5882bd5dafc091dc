package units

import (
	"cmp"
	"slices"
	"strings"

	"huiyin/huiyin"
)

// Customers is the sort of files that the customers of a site come in by: a line is a person at one or more units. Who has
// no unit is not kept in advance: their file begins with what they say (rules B1, K13).
var Customers = huiyin.KindOfRegister("customers", huiyin.ActionImportUnits, []huiyin.RegisterColumn{
	huiyin.ColumnNamed("site", "项目", "项目名称", "案场", "小区", "楼盘"),
	huiyin.ColumnNamed("building", "楼栋", "栋号", "楼号", "栋", "幢", "座", "楼栋号", "幢号"),
	huiyin.ColumnNamed("entrance", "单元", "单元号"),
	huiyin.ColumnNamed("unit", "房号", "房间号", "房间", "室号", "户号", "房屋", "房源", "单元房号", "门牌号", "名下房源"),
	huiyin.ColumnNamed("owner", "姓名", "客户姓名", "客户", "业主", "业主姓名", "住户", "住户姓名", "联系人"),
	huiyin.ColumnNamed("phone", "电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "业主电话"),
	huiyin.ColumnNamed("phone2", "备用电话", "其他电话", "电话2", "第二电话"),
	huiyin.ColumnNamed("relation", "与房屋的关系", "关系", "身份", "客户身份", "住户身份", "客户类型"),
	huiyin.ColumnNamed("co_owner", "共有人", "共同买受人"),
	huiyin.ColumnNamed("share", "份额", "产权份额"),
	huiyin.ColumnNamed("contract", "合同编号", "合同号"),
	huiyin.ColumnNamed("signed_at", "签约日期", "合同日期", "签约时间"),
	huiyin.ColumnNamed("changed_at", "变更日期", "过户日期", "业主变更日期"),
	huiyin.ColumnNamed("identity", "证件号码", "身份证号", "身份证号码", "身份证"), // not read (rule K13)
}, []string{"site", "unit", "owner"}, customerTitles, wordHints, wordChoices, "项目、房号、姓名、电话、关系")

var customerTitles = append([]huiyin.TitleHint{{Field: "phone2", Parts: "备用 其他电话 紧急联系"}}, titleHints...)

// ReadCustomer reads a line of a file of customers into one for each of its units; what it says wrongly is its error.
func ReadCustomer(r *huiyin.Register, row huiyin.RegisterRow) ([]Line, error) {
	l := Line{Sheet: row.Sheet, Line: row.Line, Site: r.Site, Values: map[string]string{}}
	site, wrong := row.Word("site")
	l.Site = cmp.Or(site, l.Site)
	doors, err := row.Digits("unit")
	wrong = huiyin.Every(wrong, err, l.readPeople(row))
	second, err := row.Digits("phone2")
	wrong = huiyin.Every(wrong, err, withoutStars("phone2", second))
	l.ChangeAt, err = row.Day("changed_at")
	if wrong = huiyin.Every(wrong, err); wrong != nil {
		return nil, wrong
	}
	if len(l.People) > 0 && second != "" {
		l.People[0].Phone = strings.TrimPrefix(l.People[0].Phone+"、"+second, "、")
		wrong = huiyin.AtMost("phone2", l.People[0].Phone, 100)
	}
	switch {
	case l.Site == "":
		return nil, huiyin.Invalid("site", "没有写明项目。")
	case len(l.People) == 0:
		return nil, huiyin.Invalid("owner", "没有姓名。")
	case doors == "":
		return nil, huiyin.Invalid("unit", "没有房号。没有房屋的客户不预先登记，档案随其第一件投诉、咨询或表扬建立。")
	}
	var out []Line
	for door := range strings.FieldsFuncSeq(doors, func(c rune) bool { return strings.ContainsRune(betweenDoors, c) }) {
		one := l
		one.People = slices.Clone(l.People)
		wrong = cmp.Or(wrong, one.stands(row, strings.TrimSpace(door)))
		out = append(out, one)
	}
	return out, wrong
}

// withoutStars refuses a number of which a part is hidden.
func withoutStars(field, phone string) error {
	if strings.ContainsRune(phone, '*') {
		return huiyin.Invalid(field, "电话“%s”是脱敏的，请填写完整的号码。", phone)
	}
	return nil
}

// Together brings the lines of one unit together: what becomes of a unit is one thing. It gives for each line what is wrong
// with it, and which line it repeats, -1 for none.
func Together(lines []Line) (out []Line, from [][]int, wrong []*huiyin.Error, repeats []int) {
	wrong, repeats = make([]*huiyin.Error, len(lines)), make([]int, len(lines))
	at := map[string]int{}
	for i, l := range lines {
		repeats[i] = -1
		key := Number(l.Site, l.Code)
		n, ok := at[key]
		if !ok {
			l.People = slices.Clone(l.People)
			at[key], out, from = len(out), append(out, l), append(from, []int{i})
			continue
		}
		u := &out[n]
		for _, j := range from[n] {
			if slices.Equal(lines[j].People, l.People) {
				repeats[i] = j
			}
		}
		owner := func(l *Line) int {
			return slices.IndexFunc(l.People, func(p Period) bool { return p.Relation == Owner })
		}
		switch first := owner(u); {
		case repeats[i] >= 0:
			continue
		case owner(&l) >= 0 && first >= 0:
			wrong[i] = asError(huiyin.Invalid("owner", "第 %d 行已写明这套房的业主；共有的请写“共有人”，不再是业主的请删去。", u.Line))
			continue
		case owner(&l) >= 0:
			u.People = append(slices.Clone(l.People), u.People...)
		default:
			u.People = append(u.People, l.People...)
		}
		if u.ChangeAt.IsZero() {
			u.ChangeAt = l.ChangeAt
		}
		from[n] = append(from[n], i)
	}
	return out, from, wrong, repeats
}

// Elsewhere is where the number of a person in a file is known already: at another unit, or in a customer's file.
type Elsewhere struct {
	Name, Unit string
	File       int64 // of the customer, 0 for a unit
	Other      bool  // under another name
}

// Says puts it into words.
func (e Elsewhere) Says() *huiyin.Error {
	switch {
	case e.File != 0 && e.Other:
		return huiyin.Conflict("同一电话的客户档案是%s，姓名不同。", e.Name)
	case e.File != 0:
		return huiyin.Conflict("与客户档案%s是同一电话，归在一起。", e.Name)
	case e.Other:
		return huiyin.Conflict("%s 的%s登记着同一电话，姓名不同。", e.Unit, e.Name)
	}
	return huiyin.Conflict("与 %s 的%s是同一人。", e.Unit, e.Name)
}

// At are the lasting periods of a unit's people with a number.
func (u *Unit) At(o *huiyin.Org, phone string) (out []Period) {
	for _, p := range u.Periods {
		if !p.Void && p.To.IsZero() && o.SamePhone(p.Phone, phone) {
			out = append(out, p)
		}
	}
	return out
}
