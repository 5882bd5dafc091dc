package complaints

func causeTitle(i, n int) string {
	if i < n-1 {
		return "原因（先前的分析）"
	}
	return "根本原因"
}
