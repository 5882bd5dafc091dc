package complaints

// onTheSpot says what was done while the customer was still there.
func (v View) onTheSpot() string {
	switch {
	case v.C.ReadBack && v.C.Apologised:
		return v.T("已复述确认") + v.T("、") + v.T("已致歉安抚")
	case v.C.ReadBack:
		return v.T("已复述确认")
	}
	return v.T("已致歉安抚")
}
