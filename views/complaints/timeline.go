package complaints

import "huiyin/huiyin"

// run is a stretch of the journal: what people did, or what the system did on one day.
type run struct {
	system  bool
	entries []huiyin.Entry
}

// shownRuns is how many of them a page shows at once, and phoneRuns a phone; what is older is folded.
const (
	shownRuns = 6
	phoneRuns = 2
)

// count is how many entries are in some runs.
func count(runs []run) int {
	n := 0
	for _, r := range runs {
		n += len(r.entries)
	}
	return n
}

// runs cut the journal so that what the system wrote takes one line a day (UI.md).
func (v View) runs() []run {
	var out []run
	for i, e := range v.Journal {
		system := e.By == ""
		if n := len(out); n > 0 && out[n-1].system == system &&
			(!system && len(out[n-1].entries) < 2 || system && v.Clock().Date(out[n-1].entries[0].At) == v.Clock().Date(e.At)) {
			out[n-1].entries = v.Journal[i-len(out[n-1].entries) : i+1] // they follow one another
			continue
		}
		out = append(out, run{system, v.Journal[i : i+1]})
	}
	return out
}
