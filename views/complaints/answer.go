package complaints

import "huiyin/huiyin"

// showsAnswers tells whether there is an answer to show, to give or to wait for.
func (v View) showsAnswers() bool {
	return len(v.C.Answers)+len(v.C.Results)+len(v.C.FollowUps)+len(v.C.Objections) > 0 ||
		v.C.CloseReason != "" || v.C.State == huiyin.Approving ||
		v.can(huiyin.ActionGiveAnswer) || v.can(huiyin.ActionTellResult)
}

// proofCode says in a word what proves the customer's word (rule W6).
func (v View) proofCode(w *huiyin.CustomerWord) string {
	switch {
	case w.Proof != "":
		return string(w.Proof)
	case w.Denied:
		return "denied"
	}
	return "none"
}
