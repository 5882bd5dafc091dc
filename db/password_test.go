package db

import (
	"context"
	"errors"
	"runtime"
	"testing"
)

// Passwords are hashed on half of the processors at most, and who no longer waits for a turn gets none.
func TestHeavy_PasswordsHaveTheirTurn(t *testing.T) {
	if n := cap(argonTurns); n < 1 || n > max(1, runtime.NumCPU()/2) {
		t.Error(n)
	}
	for range cap(argonTurns) {
		end, err := PasswordTurn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer end()
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := PasswordTurn(gone); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A password is right for its own hash only, and for no account's never.
func TestRightPassword(t *testing.T) {
	hash, same := HashPassword("tea with a friend"), HashPassword("tea with a friend")
	if hash == same {
		t.Error("two hashes of one password are alike")
	}
	for stored, want := range map[string]bool{hash: true, same: true, "": false, "x": false,
		"$argon2id$v=19$m=1,t=1,p=1$!$x": false} {
		if RightPassword(stored, "tea with a friend") != want {
			t.Errorf("%q: not %v", stored, want)
		}
	}
	if RightPassword(hash, "tea with a fiend") || RightPassword("", "nobody") {
		t.Error("a wrong password is right")
	}
}
