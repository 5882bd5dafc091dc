package scan

import (
	"encoding/json"

	"huiyin/huiyin"
)

// MostStrokes is the largest text of strokes that is read, in bytes; mostPoints how many points they have together.
const (
	MostStrokes = 1 << 20
	mostPoints  = 20_000
)

// Strokes reads how a signature was written: strokes, each of points with their place on the pad and the milliseconds
// since the first touch. They are kept as data (rule F8); what is none is Invalid.
func Strokes(text string) ([]byte, error) {
	wrong := huiyin.Invalid("drawing", "笔迹无法读取，请清除后重新签名。")
	var strokes [][][3]int64
	if text == "" || len(text) > MostStrokes || json.Unmarshal([]byte(text), &strokes) != nil {
		return nil, wrong
	}
	points, last := 0, int64(0)
	for _, s := range strokes {
		if points += len(s); len(s) == 0 || points > mostPoints {
			return nil, wrong
		}
		for _, p := range s {
			if p[0] < -10_000 || p[0] > 10_000 || p[1] < -10_000 || p[1] > 10_000 || p[2] < last || p[2] > 3_600_000 {
				return nil, wrong
			}
			last = p[2]
		}
	}
	if points < 2 || last == 0 {
		return nil, huiyin.Invalid("drawing", "这不像一个签名，请清除后重新签名。")
	}
	b, err := json.Marshal(strokes)
	if err != nil {
		return nil, err
	}
	return b, nil
}
