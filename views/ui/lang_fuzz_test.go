package ui

import (
	"slices"
	"strings"
	"testing"
)

// Whatever languages a browser asks for, it gets one of ours.
func FuzzMatch(f *testing.F) {
	for _, s := range []string{"zh-TW,zh;q=0.9,en;q=0.8", "en-GB", "*;q=x", "", strings.Repeat("a-", 500),
		"zh-Hant-u-co-stroke-x-y;q=0.5", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if l := Match(s); !slices.Contains(Langs, l) {
			t.Errorf("%q gives %q", s, l)
		}
	})
}
