package complaints

import "huiyin/huiyin"

// lawSource says where the law sets a date, and when that was read (rule T3).
func (v View) lawSource(t huiyin.LawTerm) string {
	switch {
	case t.ReadOn == "":
		return t.Ground
	case !t.ByRead:
		return v.T("%s（%s 查阅，尚未核对原文）", t.Ground, t.ReadOn)
	}
	return v.T("%s（%s 查阅）", t.Ground, t.ReadOn)
}
