package db

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"huiyin/huiyin"
)

// up follows a path as somebody outside would.
func up(hash string, path [][2]string) string {
	for _, step := range path {
		if step[0] == "L" {
			hash = pairHash(step[1], hash)
		} else {
			hash = pairHash(hash, step[1])
		}
	}
	return hash
}

// Every leaf's path leads to the root, and no other leaf's hash does in its place.
func TestJ4_EveryEntryIsProvenAlone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		leaves := make([]string, rapid.IntRange(1, 70).Draw(rt, "entries"))
		for i := range leaves {
			leaves[i] = huiyin.Digest(fmt.Sprint(i))
		}
		at := rapid.IntRange(0, len(leaves)-1).Draw(rt, "at")
		root, path := rootOf(leaves, at)
		if up(leaves[at], path) != root {
			rt.Fatalf("the path of %d of %d does not lead to the root", at, len(leaves))
		}
		if len(path) > 0 && up(huiyin.Digest("another"), path) == root {
			rt.Fatal("another entry is proven too")
		}
		var g grown
		g.list = []Tree{{From: 3, To: int64(len(leaves)) + 2, Root: root}}
		for i, leaf := range leaves {
			if _, differs := g.next(int64(i)+3, leaf); differs {
				rt.Fatal("the same journal differs")
			}
		}
		g = grown{list: []Tree{{From: 1, To: int64(len(leaves)), Root: root}}}
		leaves[at] = huiyin.Digest("changed")
		differs := false
		for i, leaf := range leaves {
			_, d := g.next(int64(i)+1, leaf)
			differs = differs || d
		}
		if !differs {
			rt.Fatal("a changed journal has the same root")
		}
	})
}
