package scan

import (
	"strings"
	"testing"
)

func TestF8_Strokes(t *testing.T) {
	for text, want := range map[string]bool{
		`[[[1,2,0],[3,4,10]],[[5,6,20]]]`: true, "": false, "[]": false, "[[]]": false, "[[[1,2,0]]]": false,
		`[[[1,2,0],[3,4,0]]]`: false, `[[[1,2,9],[3,4,5]]]`: false, `[[[1,2,0],[99999,4,5]]]`: false,
		`[[[1,2,0],[3,4,99999999]]]`: false, `[[[1.5,2,0],[3,4,5]]]`: false, `{"a":1}`: false, "nonsense": false,
		"[[" + strings.Repeat("[1,2,3],", 20_001) + "[1,2,4]]]": false,
	} {
		b, err := Strokes(text)
		if (err == nil) != want || want && string(b) != text {
			t.Errorf("%.40s: %s, %v", text, b, err)
		}
	}
}

func FuzzStrokes(f *testing.F) {
	f.Add(`[[[1,2,0],[3,4,10]]]`)
	f.Fuzz(func(t *testing.T, s string) {
		if b, err := Strokes(s); err == nil {
			if again, err := Strokes(string(b)); err != nil || string(again) != string(b) {
				t.Errorf("%q", s)
			}
		}
	})
}
