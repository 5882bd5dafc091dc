package complaints

import "huiyin/huiyin"

// showsAnswers tells whether there is an answer to show, to give or to wait for.
func (v View) showsAnswers() bool {
	return len(v.C.Answers)+len(v.C.Results)+len(v.C.FollowUps) > 0 || v.C.State == huiyin.Approving ||
		v.can(huiyin.ActionGiveAnswer) || v.can(huiyin.ActionTellResult)
}
