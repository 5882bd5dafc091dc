package complaints

import (
	"huiyin/huiyin"
	"huiyin/views/ui"
)

// protected gives a protected field as this person may see it (rule P5).
func (v View) protected(field, value string) string {
	if v.Revealed[field] {
		return value
	}
	return huiyin.Mask(value)
}

func (v View) revealTarget() ui.Target {
	t := v.target(huiyin.ActionReveal, "reveal", "customer")
	t.Version = 0
	return t
}
