package db

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"golang.org/x/crypto/argon2"
)

// argon2id parameters: 19 MiB, two passes, one lane; in turns.
const (
	argonMemory = 19 * 1024
	argonTime   = 2
	argonLanes  = 1
)

// argonTurns let only half of the processors hash, at least one, so that pages find one free.
var argonTurns = make(chan struct{}, max(1, runtime.NumCPU()/2))

// PasswordTurn waits for a turn to compare a password, as long as ctx lets it, and gives what ends it.
func PasswordTurn(ctx context.Context) (end func(), err error) {
	select {
	case argonTurns <- struct{}{}:
		return sync.OnceFunc(func() { <-argonTurns }), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// HashPassword gives the PHC string of a password, as it is stored. It waits for its turn.
func HashPassword(password string) string {
	end, _ := PasswordTurn(context.Background()) // which does not end
	defer end()
	return newPHC(password)
}

func newPHC(password string) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	return phc(password, salt)
}

func phc(password string, salt []byte) string {
	key := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonLanes, 32)
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes,
		enc.EncodeToString(salt), enc.EncodeToString(key))
}

// nobody is the hash that a log-in without an account is compared with, so that it takes as long.
var nobody = sync.OnceValue(func() string { return newPHC("nobody") })

// RightPassword compares a password with its PHC string, "" for none, in the same time whether the account exists
// or not. Its caller has the turn of PasswordTurn.
func RightPassword(stored, password string) bool {
	known := stored != ""
	if !known {
		stored = nobody()
	}
	parts := strings.Split(stored, "$")
	if len(parts) != 6 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	return subtle.ConstantTimeCompare([]byte(phc(password, salt)), []byte(stored)) == 1 && known
}
