package huiyin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// judging are words that judge a person, or that ask to work on people instead of on their matter.
var judging = strings.Fields(`带头 挑头 领头 闹事 闹访 分化 瓦解 孤立 策反 施压 逐个击破 各个击破 摸清底细 刁民 别有用心 不明真相
	恶意投诉 难缠 黑名单 重点人员 稳控 跟拍 负面人员`)

// What the portal says of itself, in lists, plans, templates and labels, judges nobody, and asks for no picture of a
// crowd (RULES.md §8).
func TestNothingThatThePortalSaysJudgesAPerson(t *testing.T) {
	for _, dir := range []string{".", "crisis", "../views", "../web", "../static/js"} {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			ext := filepath.Ext(path)
			if err != nil || d.IsDir() || ext != ".go" && ext != ".templ" && ext != ".json" && ext != ".js" ||
				strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") ||
				path == "emergency_words_seed.go" || // what customers say
				strings.Contains(path, "testdata") {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for n, line := range strings.Split(string(text), "\n") {
				for _, word := range judging {
					if strings.Contains(line, word) && !allowed(line, word) {
						t.Errorf("%s:%d says %s: %s", path, n+1, word, strings.TrimSpace(line))
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// allowed: what forbids it may name it.
func allowed(line, word string) bool {
	for _, no := range []string{"不", "禁止", "不得"} {
		if strings.Contains(line, no+word) {
			return true
		}
	}
	return false
}
