package complaints

import "huiyin/huiyin"

func (v View) gradeWhy() string {
	why, args := v.C.GradeWhy(v.By.Org)
	return v.T(why, args...)
}

// step is where the complaint stands on the stepper of UI.md.
func (v View) step() int {
	switch v.C.State {
	case huiyin.Received:
		return 0
	case huiyin.Investigating:
		return 1
	case huiyin.Proposing, huiyin.InDispute:
		return 2
	case huiyin.Approving:
		return 3
	case huiyin.Answering:
		return 4
	case huiyin.Executing:
		return 5
	}
	return 7
}

func (v View) steps() []string {
	names := []string{"受理", "调查", "方案", "审批", "确认", "执行", "结案"}
	if v.C.State == huiyin.InDispute {
		names[2] = "争议处理"
	}
	for i, n := range names {
		names[i] = v.T(n)
	}
	return names
}

// owner names who is in charge, or says that somebody must be appointed (rule G6).
func (v View) owner() string {
	if v.C.Unowned() {
		return v.T("须任命负责人")
	}
	return v.person(v.C.Owner)
}
