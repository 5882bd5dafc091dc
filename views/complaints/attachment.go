package complaints

import (
	"fmt"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

func size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d kB", n>>10)
	}
	return fmt.Sprintf("%d B", n)
}

func (v View) uploadTarget() ui.Target {
	t := v.target(huiyin.ActionAttach, "attachments", "evidence")
	t.Files = true
	return t
}
