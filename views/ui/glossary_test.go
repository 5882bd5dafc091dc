package ui

import (
	"strings"
	"testing"
)

// One word for one thing, as the offices say it: the words on the left stand nowhere in the interface.
var glossary = map[string]string{
	"已超时": "已逾期", "超时限": "逾期", "严重超时": "严重逾期", "其中超时": "其中逾期", "人工改定": "人工调整", "对外升级": "外部升级",
	"请求编号": "错误编号", "急用慰问": "应急慰问", "来访方式": "受理渠道", "等我审批": "待我审批", "昨天以来": "最近通知",
	"看得到的其他投诉": "权限内其他投诉", "保存方案": "存草稿",
}

// taiwan are words of Hong Kong and the mainland, with what Traditional Chinese says here: one variety.
var taiwan = map[string]string{
	"打印": "列印", "裏": "裡", "登錄": "登入", "賬": "帳", "導出": "匯出", "首次響應": "首次回應", "合同": "合約", "網絡": "網路",
	"默認": "預設", "服務器": "伺服器", "短信": "簡訊", "屏幕": "螢幕", "軟件": "軟體", "字符": "字元", "鏈接": "連結", "用戶": "使用者",
	"證書": "憑證", "搜索": "搜尋", "“": "「", "”": "」",
}

func TestOneWordForOneThing(t *testing.T) {
	for text, where := range said(t) {
		for old, word := range glossary {
			if strings.Contains(text, old) {
				t.Errorf("%s: %q says %s, the glossary %s", where, text, old, word)
			}
		}
	}
	for text, said := range catalogue(Hant) {
		for old, word := range taiwan {
			if strings.Contains(said, old) {
				t.Errorf("%q: %q says %s, here %s", text, said, old, word)
			}
		}
	}
}

// Sums in capitals follow the language of the page.
func TestCapitalsFollowTheLanguage(t *testing.T) {
	for l, want := range map[Lang]string{Hans: "陆万捌仟元整", Hant: "陸萬捌仟元整"} {
		if got := l.Capitals(6_800_000); got != want {
			t.Errorf("%s: %s, want %s", l, got, want)
		}
	}
}
