package huiyin

import (
	"testing"
	"time"
)

func TestW4_APromiseIsKeptWhenItIsDoneByItsDate(t *testing.T) {
	due := monday.Add(time.Hour)
	for name, tt := range map[string]struct {
		task Task
		now  time.Time
		want PromiseStatus
	}{
		"before its date":        {Task{Due: due}, monday, PromiseOpen},
		"at its date":            {Task{Due: due}, due, PromiseOpen},
		"after its date":         {Task{Due: due}, due.Add(time.Second), PromiseOverdue},
		"done before":            {Task{Due: due, EndedAt: monday}, due.AddDate(1, 0, 0), PromiseKept},
		"done at its date":       {Task{Due: due, EndedAt: due}, due.AddDate(1, 0, 0), PromiseKept},
		"done late":              {Task{Due: due, EndedAt: due.Add(time.Second)}, due.AddDate(1, 0, 0), PromiseLate},
		"dropped before":         {Task{Due: due, EndedAt: monday, Dropped: true}, due, PromiseDropped},
		"dropped after its date": {Task{Due: due, EndedAt: due.Add(time.Hour), Dropped: true}, due, PromiseDropped},
	} {
		if got := tt.task.PromiseStatus(tt.now); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}
