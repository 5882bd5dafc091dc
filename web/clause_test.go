package web

import "testing"

// Clauses are put by the administrator with their days, never edited, read by everybody on a page of their own
// (rules A3, B3).
func TestA3_ClausesByVersionAndRead(t *testing.T) {
	p := newPortal(t)
	put := func(more ...string) []string {
		return append([]string{"code", "3.9", "text", "来访须登记。", "from", "2025-03-03", "discussed", "2025-02-01",
			"announced", "2025-02-10", "allows", "warning"}, more...)
	}
	p.as("s01").get("/")
	p.as("admin").get("/settings")
	before := p.contents()
	p.check(
		row{"s01", get, "/settings/clauses", nil, 403, nil, nil},
		row{"admin", post, "/settings/clauses", []string{"code", "3.9", "text", "来访须登记。", "allows", "warning"}, 422,
			[]string{"民主讨论", "来访须登记。"}, nil},
		row{"admin", post, "/settings/clauses", []string{"code", "3.9", "text", "迟到的罚款五十元。", "from", "2025-03-03",
			"discussed", "2025-02-01", "announced", "2025-02-10", "allows", "warning"}, 422, []string{"不作任何经济处罚"}, nil},
		row{"admin", post, "/settings/clauses", put("allows", "black_card"), 422, []string{"什么是黑牌"}, nil},
	)
	if p.contents() != before {
		t.Error("a refused clause changed something")
	}
	p.check(
		row{"admin", post, "/settings/clauses", put(), 303, nil, nil},
		row{"admin", get, "/settings/clauses", nil, 200, []string{"3.9", "来访须登记。", "法律要求"}, nil},
		row{"a01", get, "/rules", nil, 200, []string{"来访须登记。", "我已阅读", "2025-02-01"}, nil},
		row{"a01", post, "/rules", []string{"clause", "3.9@2"}, 422, nil, nil},
		row{"a01", post, "/rules", []string{"clause", "3.9@1"}, 303, nil, nil},
		row{"a01", post, "/rules", []string{"clause", "3.9@1"}, 409, nil, nil},
		row{"admin", post, "/settings/clauses/end", []string{"clause", "3.9@1", "until", "2025-03-01"}, 422, nil, nil},
		row{"admin", post, "/settings/clauses/end", []string{"clause", "3.9@1", "until", "2025-03-31"}, 303, nil, nil},
		row{
			"admin",
			post,
			"/settings/clauses/end",
			[]string{"clause", "nothing", "until", "2025-03-31"},
			422,
			nil,
			nil,
		},
	)
	p.verified()
}
