package complaints

import (
	"slices"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// provenanceNames are the fields about where a file comes from.
var provenanceNames = []string{"origin", "made_by", "made_at", "device", "came_by", "original", "place", "keeper",
	"holder", "cctv_ground", "asked_by", "agreed_by", "blurred", "announced"}

// provenanceWrong tells whether one of them was refused, so that it is seen.
func (v View) provenanceWrong(f ui.Form) bool {
	return f.Wrong != nil && slices.Contains(provenanceNames, f.Wrong.Field)
}

// removedWhy says why a file has no content any more (rules B1, K6).
func (v View) removedWhy(a huiyin.Attachment) string {
	if v.C.AnonymisedAt.IsZero() {
		return v.T("通话录音不作证据，已到期删除")
	}
	return v.T("内容已随个人信息删除")
}

func (v View) translated(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = v.T(w)
	}
	return out
}

// provenanceWords are what is known of where a file comes from.
func (v View) provenanceWords(a huiyin.Attachment) []string {
	p := a.EvidenceSource
	out := []string{v.T("来源：%s", v.T(p.Origin.Label()))}
	add := func(name, value string) {
		if value != "" {
			out = append(out, v.T("%s：%s", v.T(name), value))
		}
	}
	add("制作人", p.MadeBy)
	if !p.MadeAt.IsZero() {
		add("制作时间", v.Clock().Full(p.MadeAt))
	}
	add("所用设备", p.Device)
	add("取得方式", p.CameBy)
	add("原件在哪里", v.T(p.Original.Label()))
	add("具体位置", p.Place)
	add("原件保管人", p.Keeper)
	add("设备持有人", p.Holder)
	add("调取监控的依据", v.T(p.CCTV.Label()))
	add("申请调取人", p.AskedBy)
	add("同意调取人", p.ConsentBy)
	for _, m := range []struct {
		on   bool
		what string
	}{
		{p.FirstFile, "未经转码的原始文件"}, {p.Blurred, "已遮挡其他人"}, {p.Announced, "已告知录音"}, {p.Evidence, "作为证据保存"},
	} {
		if m.on {
			out = append(out, v.T(m.what))
		}
	}
	return out
}
