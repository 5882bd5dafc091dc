package units

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// Field is what is known of a unit, as text: read from a file, corrected by hand, and compared.
type Field struct {
	Name, Title string
	get         func(*Unit) string
	set         func(*Unit, string)
	parse       func(o *huiyin.Org, field, text string) (string, error)
}

func textField(name, title string, of func(*Unit) *string) Field {
	return Field{name, title, func(u *Unit) string { return *of(u) }, func(u *Unit, v string) { *of(u) = v },
		func(_ *huiyin.Org, field, text string) (string, error) {
			text = strings.TrimSpace(text)
			return text, huiyin.AtMost(field, text, 100)
		}}
}

var areaForm = regexp.MustCompile(`^\d{1,6}(\.\d{1,4})?$`)

// buildingField holds a building as its units' codes have it: 5栋 and 5 are one.
func buildingField(name, title string, of func(*Unit) *string) Field {
	f := textField(name, title, of)
	f.parse = func(_ *huiyin.Org, field, text string) (string, error) {
		if code := CodeOf(marked(strings.TrimSpace(text), buildingMark)); code != "" {
			text = code
		}
		return text, huiyin.AtMost(field, text, 40)
	}
	return f
}

// areaMarks are written behind an area.
var areaMarks = strings.NewReplacer("㎡", "", "m²", "", "平方米", "", "平米", "", ",", "")

func areaField(name, title string, of func(*Unit) *string) Field {
	f := textField(name, title, of)
	f.parse = func(_ *huiyin.Org, field, text string) (string, error) {
		text = strings.TrimSpace(areaMarks.Replace(huiyin.PlainTyped(text)))
		if text == "" {
			return "", nil
		}
		if !areaForm.MatchString(text) {
			return "", huiyin.Invalid(field, "“%s”不是面积，请写成 98.5。", huiyin.Shortened(text))
		}
		if strings.Contains(text, ".") {
			text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
		}
		return text, nil
	}
	return f
}

func moneyField(name, title string, of func(*Unit) *huiyin.Money) Field {
	return Field{name, title,
		func(u *Unit) string {
			if *of(u) == 0 {
				return ""
			}
			return of(u).Plain()
		},
		func(u *Unit, v string) { *of(u), _ = huiyin.ParseMoney("", v) },
		func(_ *huiyin.Org, field, text string) (string, error) {
			if text = strings.TrimSpace(text); text == "" {
				return "", nil
			}
			m, err := huiyin.ParseMoney(field, text)
			if err != nil {
				return "", err
			}
			return m.Plain(), nil
		}}
}

func dayField(name, title string, of func(*Unit) *time.Time) Field {
	return Field{name, title,
		func(u *Unit) string {
			if of(u).IsZero() {
				return ""
			}
			return of(u).Format(time.DateOnly)
		},
		func(u *Unit, v string) { *of(u), _ = time.Parse(time.DateOnly, v) },
		func(_ *huiyin.Org, field, text string) (string, error) {
			if text = strings.TrimSpace(text); text == "" {
				return "", nil
			}
			at, err := time.Parse(time.DateOnly, text)
			if err != nil || at.Year() < 1950 || at.Year() > 2100 {
				return "", huiyin.Invalid(field, "请写成 2026-03-01。")
			}
			return text, nil
		}}
}

func wordField[T ~string](name, title string, known huiyin.Words[T], of func(*Unit) *T) Field {
	return Field{name, title, func(u *Unit) string { return string(*of(u)) }, func(u *Unit, v string) { *of(u) = T(v) },
		func(_ *huiyin.Org, field, text string) (string, error) {
			text = strings.TrimSpace(text)
			for _, w := range known {
				if text == string(w.Value) || text == w.Name {
					return string(w.Value), nil
				}
			}
			if text == "" {
				return "", nil
			}
			labels := make(huiyin.List, len(known))
			for i, w := range known {
				labels[i] = w.Name
			}
			return "", huiyin.Invalid(field, "可以写：%s。", labels)
		}}
}

// fields are what is known of a unit, in the order of its page; price stands alone: when it changed is its day.
var fields = []Field{
	wordField("state", "销售状态", states, func(u *Unit) *State { return &u.State }),
	moneyField("price", "标价", func(u *Unit) *huiyin.Money { return &u.Price }),
	moneyField("filed", "备案价", func(u *Unit) *huiyin.Money { return &u.Filed }),
	textField("permit", "预售或现售证号", func(u *Unit) *string { return &u.Permit }),
	wordField("charges", "抵押查封", charges, func(u *Unit) *Charges { return &u.Charges }),
	dayField("charges_at", "抵押查封查询日期", func(u *Unit) *time.Time { return &u.ChargesAt }),
	buildingField("building", "楼栋", func(u *Unit) *string { return &u.Building }),
	textField("floor", "楼层", func(u *Unit) *string { return &u.Floor }),
	textField("plan", "户型", func(u *Unit) *string { return &u.Plan }),
	areaField("area", "建筑面积", func(u *Unit) *string { return &u.Area }),
	areaField("inner_area", "套内面积", func(u *Unit) *string { return &u.Inner }),
	textField("use", "用途", func(u *Unit) *string { return &u.Use }),
	dayField("delivered_at", "交付日期", func(u *Unit) *time.Time { return &u.Delivered }),
}

// Fields lists what is known of a unit.
func Fields() []Field { return fields }

// Of is what is known of a unit in the field, for pages: words by their names.
func (f Field) Of(u *Unit) string {
	switch f.Name {
	case "state":
		return u.State.Label()
	case "charges":
		return u.Charges.Label()
	case "price":
		return sum(u.Price)
	case "filed":
		return sum(u.Filed)
	}
	return f.get(u)
}

func sum(m huiyin.Money) string {
	if m == 0 {
		return ""
	}
	return m.String()
}

func fieldNamed(name string) *Field {
	if i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == name }); i >= 0 {
		return &fields[i]
	}
	return nil
}

// FieldTitle is what a field is called on pages.
func FieldTitle(name string) string {
	if f := fieldNamed(name); f != nil {
		return f.Title
	}
	return otherTitles[name]
}

// otherTitles are the titles of what a file says of a unit's people and of its parts.
var otherTitles = map[string]string{"owner": "业主", "owner_phone": "业主电话", "entrance": "单元", "unit": "房号", "co_owner": "共有人",
	"share": "份额", "relation": "与房屋的关系", "contract": "合同编号", "signed_at": "签约日期", "changed_at": "变更日期",
	"identity": "证件号码"}

// Shown is what is known of a unit in a field, for pages.
func Shown(u *Unit, field string) string {
	if f := fieldNamed(field); f != nil {
		return f.Of(u)
	}
	return ""
}
