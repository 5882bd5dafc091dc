package db

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"huiyin/huiyin"
)

// This file finds complaints that say much the same (rules K7, I13). A text is taken as the set of its pairs of Han
// characters and of its other words, folded as in the search index, without the pairs that nearly every complaint has;
// pairs that name only a place weigh less. Two sets are alike by the cosine of the angle between them, or, where a long
// text holds most of a short one, by how much of that it holds. All open complaints are compared, so that whoever is like
// another has it the same way round, after a restart as before it.

// likeFrom is how alike two texts are from which they are shown as alike. TestK7I13_LikeTextsByMeasure has
// the pairs it was measured on.
const likeFrom = 0.27

// commonPairs stand in complaints about anything.
var commonPairs = func() map[string]bool {
	m := map[string]bool{}
	for _, phrase := range strings.Fields(commonPhrases) {
		for w := range grams(phrase, math.MaxInt) {
			m[w] = true
		}
	}
	return m
}()

// mostCompared is how much of a text is compared, in characters: what is the matter is said at its beginning.
const mostCompared = 400

// grams gives what a text is compared by.
func grams(text string, most int) map[string]bool {
	if r := []rune(text); len(r) > most {
		text = string(r[:most])
	}
	out := map[string]bool{}
	runs(text, func(run []rune, han bool) {
		if !han {
			if len(run) > 1 {
				out[string(run)] = true
			}
			return
		}
		for i := 0; i+1 < len(run); i++ {
			out[string(run[i:i+2])] = true
		}
	})
	return out
}

// telling leaves out the pairs that tell nothing.
func telling(text string) map[string]bool {
	out := grams(text, mostCompared)
	for w := range out {
		if commonPairs[w] {
			delete(out, w)
		}
	}
	return out
}

// leastTelling is how many telling pairs a text must have before anything is said to be like it.
const leastTelling = 4

// placeWeight is what a pair weighs that names a place in the house, as many complaints do.
const placeWeight = 0.16

// likeText is a text to be compared: its telling pairs, by their fingerprints in order, and what they weigh together.
type likeText struct {
	pairs  []uint32
	weighs []float32
	sum    float64
}

// toCompare makes a text ready to be compared; one with too little in it is like none.
func toCompare(text string) (out likeText) {
	words := telling(text)
	if len(words) < leastTelling {
		return out
	}
	weight := make(map[uint32]float32, len(words))
	for w := range words {
		h := fnv.New32a()
		_, _ = h.Write([]byte(w))
		weight[h.Sum32()] = 1
		if placePairs[w] {
			weight[h.Sum32()] = placeWeight
		}
	}
	out.pairs = slices.Sorted(maps.Keys(weight))
	for _, p := range out.pairs {
		out.weighs = append(out.weighs, weight[p])
		out.sum += float64(weight[p])
	}
	return out
}

// Of a short text a longer one must have this much, in pairs and as a share of alike.
const (
	leastHeld = 4
	heldCount = 0.6
)

// alike tells how alike two texts are, from 0 to 1.
func (a *likeText) alike(b *likeText) float64 {
	if a.sum == 0 || b.sum == 0 {
		return 0
	}
	both := 0.0
	for i, j := 0, 0; i < len(a.pairs) && j < len(b.pairs); {
		switch {
		case a.pairs[i] < b.pairs[j]:
			i++
		case a.pairs[i] > b.pairs[j]:
			j++
		default:
			both += float64(a.weighs[i])
			i, j = i+1, j+1
		}
	}
	likes := both / math.Sqrt(a.sum*b.sum)
	if both >= leastHeld {
		likes = max(likes, heldCount*both/min(a.sum, b.sum))
	}
	return likes
}

// repeat is one with the little that tells who may do what to it.
type repeat struct {
	huiyin.Repeat
	partial *huiyin.Complaint
	likes   float64
}

// Question is what a complaint says of itself, or the little that was typed of it so far.
type Question struct {
	Number, Site, Phone, Unit, Matter string
	Most                              int               // of the same phone or unit
	Of                                *huiyin.Complaint // that could be merged into what is found, nil while recording
}

// samePhone and sameUnit tell what one has in common with it, however it was typed (I8).
func (ask *Question) samePhone(o *huiyin.Org, r *repeat) bool {
	return o.SamePhone(ask.Phone, r.partial.Phone)
}

func (ask *Question) sameUnit(r *repeat) bool {
	return ask.Site == r.Site && huiyin.SameUnit(ask.Unit, r.Listed.Unit)
}

const mostLike = 8

var repeatCols = selectListed + ", c.phone, c.recorded_by, c.first_contact, c.accused, substr(c.matter, 1, 400)"

// Repeats lists what a complaint may repeat (rule K7): earlier ones of the same phone or unit, the newest
// first, then open ones of the same site with like text, the most alike first; of each only those that
// the reader may see (rules P3, P4).
func (s *Store) Repeats(ctx context.Context, by huiyin.Actor, ask Question) ([]huiyin.Repeat, error) {
	var found []repeat
	q := reader{ctx, s}
	if query, args := relatedQuery(by, ask); query != "" {
		var err error
		if found, err = repeats(q, query, args); err != nil {
			return nil, fmt.Errorf("find repeats: %w", err)
		}
		found = slices.DeleteFunc(found, func(r repeat) bool { return !ask.samePhone(by.Org, &r) && !ask.sameUnit(&r) })
		found = found[:min(len(found), ask.Most)]
	}
	like, err := s.likely(q, by, ask)
	if err != nil {
		return nil, fmt.Errorf("find repeats: %w", err)
	}
	for _, l := range like {
		if !slices.ContainsFunc(found, func(r repeat) bool { return r.ID == l.ID }) {
			found = append(found, l)
		}
	}
	asked := toCompare(ask.Matter)
	out := make([]huiyin.Repeat, len(found))
	for i, r := range found {
		r.Phone, r.Unit = ask.samePhone(by.Org, &r), ask.sameUnit(&r)
		of := toCompare(r.partial.Matter)
		r.Text = asked.alike(&of) >= likeFrom
		r.Reminds = r.partial.Offers(by, huiyin.ActionRemind)
		r.Takes = ask.Of != nil && r.partial.MayTake(by, ask.Of) == nil
		out[i] = r.Repeat
	}
	return out, nil
}

// repeats reads complaints with what tells who works on one or decides over it.
func repeats(q querier, query string, args []any) ([]repeat, error) {
	var out []repeat
	err := q.query(query, args, func(rows *sql.Rows) error {
		for rows.Next() {
			r := repeat{partial: &huiyin.Complaint{}}
			p := r.partial
			if err := rows.Scan(targets(append(listedPtrs(&r.Listed), &p.Phone, &p.RecordedBy, &p.FirstContact,
				&p.Accused, &p.Matter))...); err != nil {
				return err
			}
			p.Number, p.Site, p.State, p.Owner, p.Handler, p.MergedInto = r.Number, r.Site, r.State, r.Owner, r.Handler,
				r.MergedInto
			p.Name, p.Unit = r.Listed.Name, r.Listed.Unit
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

// openTexts remembers the texts of the open complaints, each in the version in which it was read.
type openTexts struct {
	mu    sync.Mutex
	texts map[int64]openText
	sites map[string]openList
}

type openText struct {
	version int64
	like    likeText
}

// openList are the open complaints of a site, "" for all, as they were when the store had changed so often.
type openList struct {
	changed int64
	ids     []int64
}

// all gives the open complaints of a site with their texts, reading those that are new or were changed.
func (k *openTexts) all(q querier, site string, changed int64) (ids []int64, texts []likeText, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.texts == nil {
		k.texts, k.sites = map[int64]openText{}, map[string]openList{}
	}
	list, known := k.sites[site]
	if !known || list.changed != changed {
		if list, err = k.read(q, site, changed); err != nil {
			return nil, nil, err
		}
		k.sites[site] = list
	}
	texts = make([]likeText, len(list.ids))
	for i, id := range list.ids {
		texts[i] = k.texts[id].like
	}
	return list.ids, texts, nil
}

func (k *openTexts) read(q querier, site string, changed int64) (list openList, err error) {
	conditions := []condition{{openAlone, nil}}
	if site != "" {
		conditions = append(conditions, condition{"c.site = ?", []any{site}})
	}
	cond, args := where(conditions)
	list.changed = changed
	var unread []int64
	open := map[int64]bool{}
	err = q.query("SELECT c.id, c.version FROM complaint c WHERE "+cond+" ORDER BY c.id", args, func(rows *sql.Rows) error {
		for rows.Next() {
			var id, version int64
			if err := rows.Scan(&id, &version); err != nil {
				return err
			}
			list.ids, open[id] = append(list.ids, id), true
			if k.texts[id].version != version {
				unread = append(unread, id)
			}
		}
		return nil
	})
	if err != nil {
		return list, err
	}
	if site == "" { // what is no longer open
		maps.DeleteFunc(k.texts, func(id int64, _ openText) bool { return !open[id] })
	} else if len(k.texts) > mostOpenTexts {
		clear(k.sites)
		maps.DeleteFunc(k.texts, func(id int64, _ openText) bool { return !open[id] })
	}
	return list, q.query("SELECT c.id, c.version, substr(c.matter, 1, ?) FROM json_each(?) j CROSS JOIN complaint c ON c.id = "+
		"j.value", []any{mostCompared, jsonList(unread)}, func(rows *sql.Rows) error {
		for rows.Next() {
			var id, version int64
			var matter string
			if err := rows.Scan(&id, &version, &matter); err != nil {
				return err
			}
			k.texts[id] = openText{version, toCompare(matter)}
		}
		return nil
	})
}

// mostOpenTexts is how many texts are remembered.
const mostOpenTexts = 50_000

// likely finds the open complaints with like text that a reader may see, the most alike first.
func (s *Store) likely(q querier, by huiyin.Actor, ask Question) ([]repeat, error) {
	asked := toCompare(ask.Matter)
	if asked.sum == 0 {
		return nil, nil
	}
	ids, texts, err := s.openTexts.all(q, ask.Site, s.changed.Load())
	if err != nil {
		return nil, err
	}
	likes := map[int64]float64{}
	for i := range texts {
		if a := asked.alike(&texts[i]); a >= likeFrom {
			likes[ids[i]] = a
		}
	}
	if len(likes) == 0 {
		return nil, nil
	}
	conditions := append([]condition{{openAlone, nil}, {"c.number <> ?", []any{ask.Number}}}, scopeOf(by).flat()...)
	cond, args := where(conditions)
	var found []int64
	err = q.query("SELECT c.id FROM json_each(?) j CROSS JOIN complaint c ON c.id = j.value WHERE "+cond,
		append([]any{jsonList(slices.Sorted(maps.Keys(likes)))}, args...), func(rows *sql.Rows) error {
			for rows.Next() {
				var id int64
				if err := rows.Scan(&id); err != nil {
					return err
				}
				found = append(found, id)
			}
			return nil
		})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	nearest := func(a, b int64) int { return cmp.Or(cmp.Compare(likes[b], likes[a]), cmp.Compare(b, a)) }
	slices.SortFunc(found, nearest)
	found = found[:min(len(found), mostLike)]
	out, err := repeats(q, "SELECT "+repeatCols+" FROM json_each(?) j CROSS JOIN complaint c ON c.id = j.value",
		[]any{jsonList(found)})
	for i := range out {
		out[i].likes = likes[out[i].ID]
	}
	slices.SortFunc(out, func(a, b repeat) int { return nearest(a.ID, b.ID) })
	return out, err
}

// jsonList gives a list as one argument of a statement.
func jsonList[T any](list []T) string {
	if len(list) == 0 {
		return "[]"
	}
	b, _ := json.Marshal(list) // numbers and texts always marshal
	return string(b)
}

// placePairs name places of a house.
var placePairs = func() map[string]bool {
	m := map[string]bool{}
	for _, phrase := range strings.Fields(placePhrases) {
		for w := range grams(phrase, math.MaxInt) {
			m[w] = true
		}
	}
	return m
}()

const placePhrases = `单元大堂 单元门 单元 大堂 门厅 电梯厅 地下车库 地库 车库 停车场 楼道 走廊 楼梯间 楼顶 天台 小区 园区 大门口 北门 南门 东门 西门 门口 儿童乐园 健身房 会所 游泳池 厨房 卫生间 主卫 次卫 客厅 卧室 主卧 阳台 飘窗 外墙 地下室 架空层 物业前台 前台 售楼部 营销中心 样板间 门店`

// commonPhrases are what people say in complaints about anything.
const commonPhrases = `昨天晚上 今天早上 今天上午 今天下午 上个星期 上周末 这个月以来 前天 连续三天 最近两周 已经 一直 没有 没人 处理 解决 反映 多次 好几次 打电话 电话
	物业 客服 工作人员 希望 尽快 要求 我们 你们 他们 我家 家里 现在 还是 不能 影响 非常 严重 投诉 业主 问题 情况 答复 结果 每次 说是 一个 这个 因为 所以 但是 而且
	请你们 给个说法 有人 到现在 还没有 都没有 反映了 没有结果 没有人来处理 也没有 不知道 很多 时候 时间 觉得 认为 造成 导致
	今天一早 昨晚 月初开始 好几天 半个月 两次 三次 反映了两次都没有结果 一直没有人来处理 打了好几遍没有人接 没有道歉 没有通知 没有办
	销售 签约时 开发商 售楼部 承诺的 经纪人 拖了一个月 拖了一年`
