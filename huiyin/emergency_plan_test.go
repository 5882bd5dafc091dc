package huiyin

import (
	"slices"
	"strings"
	"testing"
)

// No plan advises to refuse a receipt, to keep figures from whoever asks by law, or to hide what happened (rule B4).
func TestB4_NoPlanAdvisesToObstruct(t *testing.T) {
	text := func(p EmergencyPlan) string {
		return strings.Join(slices.Concat([]string{p.First}, p.Do, p.Dont, p.Call), "\n")
	}
	for _, p := range EmergencyPlans() {
		for _, word := range []string{"不签收", "拒签", "不给出", "不对外给出", "统一口径"} {
			if strings.Contains(text(p), word) {
				t.Errorf("%s says %s", p.Name, word)
			}
		}
	}
	for code, words := range map[string][]string{
		"inspection": {"证件", "30 分钟", "项目经理或法务", "如实回答", "送达回证可以当场签收", "项目经理指定的人", "不隐藏、不转移、不删除"},
		"accident":   {"先救人", "保护现场", "1 小时", "应急管理部门", "住建部门", "市场监管部门", "不删监控", "谁都不能下令隐瞒"},
	} {
		for _, word := range words {
			if !strings.Contains(text(*emergencyPlanOf(code)), word) {
				t.Errorf("the plan %s lacks %s", code, word)
			}
		}
	}
}
