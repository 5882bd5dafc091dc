package print

import "sync"

// rare has the characters of names and places that the two faces lack, in one weight. It is unpacked when somebody
// first has such a name, and costs nothing before.
var rare = sync.OnceValue(func() *face { return mustFace("rare") })

// faceOf is the face that has a rune: f itself, else the one of rare names; f where none has it.
func faceOf(f *face, r rune) *face {
	if !mayBeRare(r) || f.find(r) != 0 || rare().find(r) == 0 {
		return f
	}
	return rare()
}

// mayBeRare keeps emoji and foreign scripts from unpacking a font of Han characters.
func mayBeRare(r rune) bool { return r >= 0x20000 && r < 0x30000 || r >= 0xF900 && r < 0xFB00 }
