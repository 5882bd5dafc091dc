package units

import (
	"cmp"
	"strings"
	"time"

	"huiyin/huiyin"
)

// Line is what a line of a file says of a unit: only the fields that it says anything of.
type Line struct {
	Sheet    string
	Line     int
	Site     string
	Code     string
	Typed    string
	Values   map[string]string // of fields
	People   []Period          // the owner first
	ChangeAt time.Time         // 变更日期
}

// File is the sort of files that units come in by.
var File = huiyin.KindOfRegister("units", huiyin.ActionImportUnits, []huiyin.RegisterColumn{
	huiyin.ColumnNamed("site", "项目", "项目名称", "案场", "小区", "楼盘"),
	huiyin.ColumnNamed("building", "楼栋", "栋号", "楼号", "栋", "幢", "座", "楼栋号", "幢号"),
	huiyin.ColumnNamed("entrance", "单元", "单元号"),
	huiyin.ColumnNamed("unit", "房号", "房间号", "房间", "室号", "户号", "房屋", "房源", "单元房号", "门牌号"),
	huiyin.ColumnNamed("floor", "楼层", "层", "所在楼层"),
	huiyin.ColumnNamed("plan", "户型", "房型"),
	huiyin.ColumnNamed("area", "建筑面积", "面积", "建面", "预测建筑面积", "实测建筑面积"),
	huiyin.ColumnNamed("inner_area", "套内面积", "套内建筑面积", "套内"),
	huiyin.ColumnNamed("use", "用途", "房屋用途", "产品类型", "业态"),
	huiyin.ColumnNamed("price", "标价", "总价", "表价", "挂牌价", "销售价"),
	huiyin.ColumnNamed("filed", "备案价", "备案总价"),
	huiyin.ColumnNamed("permit", "预售或现售证号", "预售证号", "预售许可证", "现售备案号", "预售许可证号"),
	huiyin.ColumnNamed("charges", "抵押查封", "抵押情况", "查封情况", "权利限制"),
	huiyin.ColumnNamed("charges_at", "抵押查封查询日期", "查询日", "查询日期"),
	huiyin.ColumnNamed("state", "销售状态", "状态", "房源状态"),
	huiyin.ColumnNamed("owner", "业主", "业主姓名", "产权人", "客户姓名", "客户", "买受人", "姓名"),
	huiyin.ColumnNamed("phone", "业主电话", "联系电话", "电话", "手机", "手机号", "联系方式"),
	huiyin.ColumnNamed("co_owner", "共有人", "共同买受人"),
	huiyin.ColumnNamed("share", "份额", "产权份额"),
	huiyin.ColumnNamed("relation", "与房屋的关系", "关系", "住户身份"),
	huiyin.ColumnNamed("contract", "合同编号", "合同号"),
	huiyin.ColumnNamed("signed_at", "签约日期", "合同日期", "签约时间"),
	huiyin.ColumnNamed("delivered_at", "交付日期", "交房日期", "收楼日期"),
	huiyin.ColumnNamed("changed_at", "变更日期", "过户日期", "业主变更日期"),
	huiyin.ColumnNamed("identity", "证件号码", "身份证号", "身份证号码", "身份证"), // not read (rule K13)
}, []string{"site", "unit"}, titleHints, wordHints, wordChoices, "项目、楼栋、单元、房号、建筑面积、标价、业主、业主电话")

var titleHints = []huiyin.TitleHint{
	{Field: "identity", Parts: "身份证 证件"}, {Field: "phone", Parts: "电话 手机 联系方 联络"},
	{Field: "changed_at", Parts: "变更日 过户"}, {Field: "signed_at", Parts: "签约日 签约时 合同日"},
	{Field: "delivered_at", Parts: "交付日 交房日 收楼"}, {Field: "charges_at", Parts: "查询日"},
	{Field: "building", Parts: "楼栋 栋号 楼号 幢"}, {Field: "entrance", Parts: "单元"}, {Field: "floor", Parts: "楼层"},
	{Field: "inner_area", Parts: "套内"}, {Field: "area", Parts: "面积 建面"}, {Field: "plan", Parts: "户型 房型"},
	{Field: "filed", Parts: "备案价"}, {Field: "permit", Parts: "预售 现售"}, {Field: "charges", Parts: "抵押 查封"},
	{Field: "price", Parts: "标价 总价 价格 售价"}, {Field: "use", Parts: "用途 业态 类型"},
	{Field: "co_owner", Parts: "共有 共同"}, {Field: "share", Parts: "份额"}, {Field: "relation", Parts: "关系 身份"},
	{Field: "owner", Parts: "业主 产权 户主 买受 客户 姓名 住户"}, {Field: "contract", Parts: "合同"},
	{Field: "state", Parts: "状态"}, {Field: "unit", Parts: "房号 房屋 户号 房间 房源 室号"},
	{Field: "site", Parts: "项目 案场 小区 楼盘"},
}

var wordHints = map[string][]huiyin.WordHint{
	"state": {{Code: "not_for_sale", Parts: "不可售 不售 销控 保留 暂不 未推"}, {Code: "for_sale", Parts: "待售 可售 在售 未售 空置"},
		{Code: "subscribed", Parts: "认购 认筹 预订 预定 下定"}, {Code: "contracted", Parts: "签约 网签 草签"},
		{Code: "sold", Parts: "已售 售出 成交 交付 入住 装修"}, {Code: "own", Parts: "自持 自有 自用"}},
	"charges": {{Code: "sealed", Parts: "查封 冻结"}, {Code: "mortgaged", Parts: "有抵押 已抵押 抵押中 在建工程抵押 是"},
		{Code: "none", Parts: "无 否 未 没有 正常"}},
	"relation": {{Code: "co_owner", Parts: "共有 共同"}, {Code: "tenant", Parts: "租 承租"},
		{Code: "family", Parts: "家属 配偶 子女 父母 家庭"}, {Code: "owner", Parts: "业主 产权 户主 本人"}},
}

func wordChoices(_ *huiyin.Org, field string) []huiyin.WordChoice {
	switch field {
	case "state":
		return choices(states)
	case "charges":
		return choices(charges)
	case "relation":
		return choices(relations)
	}
	return nil
}

func choices[T ~string](known huiyin.Words[T]) (out []huiyin.WordChoice) {
	for _, w := range known {
		out = append(out, huiyin.WordChoice{Code: string(w.Value), Label: w.Name})
	}
	return out
}

// marked writes a number of a building or a part of it so that it is read as one.
func marked(text, mark string) string {
	if text == "" || strings.ContainsAny(text, "栋幢座楼号单元门梯#区期") {
		return text
	}
	return text + mark
}

// wholeMarks stand in a code that names its building too.
const wholeMarks = "-－–—/、·栋幢座#"

const buildingMark, partMark = "栋", "单元"

// ReadLine reads a line of a file; of what it says wrongly the first is its error.
func ReadLine(r *huiyin.Register, row huiyin.RegisterRow) (Line, error) {
	l := Line{Sheet: row.Sheet, Line: row.Line, Site: r.Site, Values: map[string]string{}}
	var wrong error
	note := func(err error) { wrong = cmp.Or(wrong, err) }
	site, err := row.Word("site")
	note(err)
	l.Site = cmp.Or(site, l.Site)
	door, err := row.Digits("unit")
	note(err)
	note(l.stands(row, door))
	for _, f := range fields {
		value, err := f.read(r.Org, row)
		note(err)
		if value != "" {
			l.Values[f.Name] = value
		}
	}
	l.ChangeAt, err = row.Day("changed_at")
	note(err)
	note(l.readPeople(row))
	switch {
	case wrong != nil:
		return l, wrong
	case l.Site == "":
		return l, huiyin.Invalid("site", "没有写明项目。")
	case door == "":
		return l, huiyin.Invalid("unit", "没有房号。")
	}
	return l, nil
}

// stands puts a line at its unit: the door alone, or building, part and door in three columns.
func (l *Line) stands(row huiyin.RegisterRow, door string) error {
	l.Typed = door
	if !strings.ContainsAny(door, wholeMarks) {
		l.Typed = marked(row.Text("building"), buildingMark) + marked(row.Text("entrance"), partMark) + door
	}
	l.Code = CodeOf(l.Typed)
	if door != "" && (l.Code == "" || len([]rune(l.Typed)) > 60 || strings.ContainsAny(l.Code, "/?#%\\")) {
		return huiyin.Invalid("unit", "“%s”不是能认出的房号。", huiyin.Shortened(l.Typed))
	}
	return nil
}

// read is what a line says of a field, in the one form in which it is compared.
func (f Field) read(o *huiyin.Org, row huiyin.RegisterRow) (string, error) {
	switch f.Name {
	case "state", "charges":
		return row.Word(f.Name)
	case "charges_at", "delivered_at":
		at, err := row.Day(f.Name)
		if err != nil || at.IsZero() {
			return "", err
		}
		return at.In(o.Zone).Format(time.DateOnly), nil
	}
	text := row.Text(f.Name)
	if text == "" {
		return "", nil
	}
	return f.parse(o, f.Name, text)
}

// betweenNames parts the names of a cell.
const betweenNames = "、,，;；/\n"

// betweenDoors parts the units of a cell; a slash may stand in one.
const betweenDoors = "、,，;；\n"

func (l *Line) readPeople(row huiyin.RegisterRow) error {
	phone, err := row.Digits("phone")
	if err != nil {
		return err
	}
	if err := withoutStars("phone", phone); err != nil {
		return err
	}
	relation, err := row.Word("relation")
	if err != nil {
		return err
	}
	signed, err := row.Day("signed_at")
	if err != nil {
		return err
	}
	names := strings.FieldsFunc(row.Text("owner"), func(c rune) bool { return strings.ContainsRune(betweenNames, c) })
	for i, name := range names {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		p := Period{Relation: Relation(cmp.Or(relation, string(Owner))), Name: name, Signed: signed,
			Contract: row.Text("contract"), Share: row.Text("share")}
		if i > 0 && p.Relation == Owner {
			p.Relation = CoOwner
		} else if i == 0 {
			p.Phone = phone
		}
		l.People = append(l.People, p)
	}
	for name := range strings.FieldsFuncSeq(row.Text("co_owner"), func(c rune) bool { return strings.ContainsRune(betweenNames, c) }) {
		if name = strings.TrimSpace(name); name != "" {
			l.People = append(l.People, Period{Relation: CoOwner, Name: name})
		}
	}
	for _, p := range l.People {
		for field, text := range map[string]string{"owner": p.Name, "contract": p.Contract, "share": p.Share} {
			if err := huiyin.AtMost(field, text, 100); err != nil {
				return err
			}
		}
	}
	return huiyin.AtMost("phone", phone, 100)
}

// same tells whether two lines say the same of a unit.
func (l *Line) same(other *Line) bool {
	if len(l.Values) != len(other.Values) || len(l.People) != len(other.People) {
		return false
	}
	for f, v := range l.Values {
		if other.Values[f] != v {
			return false
		}
	}
	for i, p := range l.People {
		if p != other.People[i] {
			return false
		}
	}
	return true
}
