package huiyin

import (
	"slices"
	"testing"
	"time"
)

func TestW5_Tasks(t *testing.T) {
	w := record(t, demo(disabled("a02")), "a01", intake(against("b01"))).handled("x02", "a01")
	add := func(change func(*Task)) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			task := Task{What: "检查电梯", Who: "e01", Due: now.AddDate(0, 0, 1)}
			change(&task)
			return w.AddTask(by, now, task)
		}
	}
	for _, tt := range []struct {
		field  string
		change func(*Task)
	}{
		{"what", func(k *Task) { k.What = "" }}, {"who", func(k *Task) { k.Who = "" }},
		{"who", func(k *Task) { k.Who = "a02" }}, {"who", func(k *Task) { k.Who = "b01" }},
		{"due", func(k *Task) { k.Due = time.Time{} }}, {"due", func(k *Task) { k.Due = monday.AddDate(0, 0, -1) }},
	} {
		w.wrong("a01", tt.field, add(tt.change))
	}
	w.must("a01", add(func(*Task) {})).must("a01", add(func(*Task) {})).must("a01",
		add(func(k *Task) { k.Who = "w01" }))
	end := func(id int64, done, dropped string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error { return w.EndTask(by, now, id, done, dropped) }
	}
	w.wrong("e01", "done", end(1, " ", ""))
	w.refused("s01", KindForbidden, end(1, "好了", "")) // of the site, but neither worker, handler nor in charge
	w.refused("w01", KindForbidden, end(1, "好了", "")) // has another one
	w.refused("t01", KindNotFound, end(1, "好了", ""))
	w.refused("e01", KindNotFound, end(9, "好了", ""))
	w.must("e01", end(1, "已检查", "")).must("x02", end(2, "", "客户自行解决"))
	w.refused("e01", KindConflict, end(1, "再次", ""))
	if a, b := w.Task(1), w.Task(2); a.Result != "已检查" || a.Dropped || a.EndedBy != "e01" || !b.Dropped ||
		b.Result != "客户自行解决" {
		t.Errorf("got %+v, %+v", a, b)
	}
}

// Whoever is opened a case by a task reads it until some days after the task ended; whoever is in charge is told, and
// other work keeps it open (rules P3, P10).
func TestP3P10_ATaskOpensTheCaseForAWhile(t *testing.T) {
	w := reached(t, Investigating)
	task := func(who string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.AddTask(by, now, Task{What: "回电", Who: who, Due: now.AddDate(0, 0, 1)})
		}
	}
	b01 := w.o.as("b01")
	w.now = w.now.Add(time.Minute)
	if err := task("b01")(w.o.as("a01"), w.now); err != nil || !slices.Equal(w.heard(NoticeOpened), []string{"s01"}) {
		t.Fatalf("%v, told %v", err, w.Notices())
	}
	w.saved()
	w.now = w.now.Add(time.Minute)
	if err := task("s02")(w.o.as("a01"), w.now); err != nil || len(w.heard(NoticeOpened)) > 0 {
		t.Errorf("told of who saw it anyhow: %v %v", err, w.Notices())
	}
	w.saved()
	w.must("b01", func(by Actor, now time.Time) error { return w.EndTask(by, now, w.Tasks[0].ID, "已回电", "") })
	ended := w.now
	w.Run(w.o, ended.AddDate(0, 0, 30).Add(-time.Minute))
	if !w.Visible(b01) {
		t.Error("closed before its time")
	}
	w.saved()
	w.Run(w.o, ended.AddDate(0, 0, 30))
	if w.Visible(b01) || w.ReadsByTask(&w.Tasks[0]) || !w.ReadsByTask(&w.Tasks[1]) {
		t.Errorf("still open: %+v", w.Tasks)
	}
	if !slices.ContainsFunc(w.Journal(), func(e Entry) bool {
		return e.Action == ActionEndReading && e.At.Equal(ended.AddDate(0, 0, 30))
	}) {
		t.Errorf("not on record: %+v", w.Journal())
	}
	w.saved()
	w.now = ended.AddDate(0, 0, 31)
	w.must("s01", task("b01"))
	if !w.Visible(b01) {
		t.Error("a new task does not open it")
	}
}
