package complaints

import "huiyin/huiyin"

func taskStatus(t huiyin.Task, v View) string {
	switch {
	case t.Dropped:
		return "dropped"
	case !t.EndedAt.IsZero():
		return "done"
	case v.Now.After(t.Due):
		return "late"
	}
	return "open"
}
