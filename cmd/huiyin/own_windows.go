package main

// ownAs has nothing to do: files belong to whom their folder's permissions say.
func ownAs(_, _ string) error { return nil }
