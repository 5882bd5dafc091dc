package layout

import (
	"net/url"

	"huiyin/huiyin"
)

// GroupURL leads to the complaints behind a hint at a group (rule K8).
func (p Page) GroupURL(g huiyin.Group) string {
	if g.N == 0 { // one complaint of many people
		return "/complaints/" + g.Number
	}
	return "/complaints?" + url.Values{"site": {g.Site}, "category": {g.Category}, "from": {p.Clock().Input(g.From)},
		"open": {"1"}}.Encode()
}
