package complaints

// opening says who may open the restricted complaint (rule P8).
func (v View) opening() string {
	if len(v.C.Named) == 0 {
		return v.T("只有负责人和经办人可以查看。")
	}
	return v.T("只有负责人、经办人和以下人员可以查看：%s", v.names(v.C.Named))
}

func (v View) restrictLabel() string {
	if v.C.Restricted {
		return "调整可以查看的人员"
	}
	return "设为受限"
}
