package complaints

import "huiyin/huiyin"

// showsInvestigation tells whether anything was found or said, or can be.
func (v View) showsInvestigation() bool {
	return len(v.C.Findings)+len(v.C.Opinions)+len(v.C.Statements) > 0 ||
		v.can(huiyin.ActionFind) || v.can(huiyin.ActionChangeAccused) || v.can(huiyin.ActionGiveOpinion)
}
