package web

import (
	"context"
	"sync"

	"huiyin/huiyin"
)

// gate lets only so many under a key at once, and so many more wait; who comes beyond is refused. So whoever sends many
// log-ins waits for their own (rule P11).
type gate struct {
	mu   sync.Mutex
	of   map[string]*lane
	full string // said to who comes beyond
}

type lane struct {
	in    int // and waiting
	turns semaphore
}

func newGate(full string) *gate { return &gate{of: map[string]*lane{}, full: full} }

// How many passwords are hashed at once, and how many more wait for it: a house in which all begin at nine has room, and
// those of others wait for no more than two of it.
const (
	hashedByAccount, waitByAccount = 1, 20
	hashedByAddress, waitByAddress = 2, 250
)

// enter waits for a turn under a key and gives what ends it.
func (g *gate) enter(ctx context.Context, key string, atOnce, wait int) (leave func(), err error) {
	g.mu.Lock()
	l := g.of[key]
	if l == nil {
		l = &lane{turns: make(semaphore, atOnce)}
		g.of[key] = l
	}
	if l.in >= atOnce+wait {
		g.mu.Unlock()
		return nil, &huiyin.Error{Kind: huiyin.KindTooMany, Text: g.full}
	}
	l.in++
	g.mu.Unlock()
	out := func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if l.in--; l.in == 0 {
			delete(g.of, key)
		}
	}
	end, err := l.turns.take(ctx)
	if err != nil {
		out()
		return nil, err
	}
	return sync.OnceFunc(func() { end(); out() }), nil
}

// enterAs waits for a place under the keys of a try.
func (g *gate) enterAs(ctx context.Context, by tryKeys) (leave func(), err error) {
	account, err := g.enter(ctx, by.keys[0].name, hashedByAccount, waitByAccount)
	if err != nil {
		return nil, err
	}
	address, err := g.enter(ctx, "from "+by.house, hashedByAddress, waitByAddress)
	if err != nil {
		account()
		return nil, err
	}
	return func() { address(); account() }, nil
}
