package huiyin

import "slices"

// partMoved is what of a case an action moves, for those that leave all else as other forms show it: "" for what only
// adds an entry of its own. An action that is not here moves the whole, or rests on all that was shown (rule W12).
var partMoved = map[Action]string{
	ActionLogContact: "", ActionRemind: "", ActionCounterRemind: "", ActionLeaveMessage: "", ActionAttach: "", ActionUrge: "",
	ActionAssign: "people", ActionAccept: "people", ActionAssess: "assessment", ActionFind: "findings",
	ActionGiveOpinion: "opinion", ActionAddTask: "tasks", ActionEndTask: "tasks", ActionFindCause: "cause",
	ActionAddMeasure: "measures", ActionDoMeasure: "measures", ActionSetPhase: "phase", ActionMarkItem: "steps",
}

// Since are the entries by people that changed something after a version, as a page of that version does not show them.
func Since(journal []Entry, version int64) []Entry {
	var out []Entry
	for _, e := range journal {
		if e.Version > version && e.By != "" && !e.Action.silent() {
			out = append(out, e)
		}
	}
	return out
}

// StandsBeside tells whether what was just done on a page that is no longer the newest stands beside what was done since:
// nothing of it moved what the other had before their eyes (rule W12). since are all later entries, the clock's too.
func StandsBeside(done, since []Entry) bool {
	for _, d := range done {
		if d.By == "" {
			continue
		}
		mine, known := partMoved[d.Action]
		if !known {
			return false
		}
		if slices.ContainsFunc(since, func(e Entry) bool {
			theirs, known := partMoved[e.Action]
			return !e.Action.silent() && mine != "" && (!known || theirs == mine)
		}) {
			return false
		}
	}
	return true
}
