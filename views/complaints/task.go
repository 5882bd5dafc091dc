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

// readDays is for how long a task opens the case after it was ended (rule P3).
func (v View) readDays() int64 { return v.By.Org.Parameters.Get(huiyin.ReadAfterTask) }
