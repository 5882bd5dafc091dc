package complaints

import (
	"strings"

	"huiyin/huiyin"
)

// words are grounds as their codes.
func words(grounds []huiyin.HoldGround) []string {
	out := make([]string, len(grounds))
	for i, g := range grounds {
		out[i] = string(g)
	}
	return out
}

// heldBy are the codes that outside programs read (CONTRACT.md).
func (v View) heldBy(grounds []huiyin.HoldGround) string { return strings.Join(words(grounds), " ") }

// grounds puts codes into words.
func (v View) grounds(codes []string) string {
	out := make([]string, len(codes))
	for i, g := range codes {
		out[i] = v.T(huiyin.HoldGround(g).Label())
	}
	return strings.Join(out, v.T("、"))
}

// lastHold is the word by which somebody set the hold, nil where it stands by itself.
func (v View) lastHold() *huiyin.Hold { return v.C.HeldByHand() }
