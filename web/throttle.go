package web

import (
	"context"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"huiyin/db"
)

// throttle bounds what may be tried, passwords and codes, by account and by address. A try is taken before it is
// looked at and given back when it was right, so that of many at once no more are looked at than are allowed (rule
// P11). golang.org/x/time/rate gives nothing back once time has passed.
type throttle struct {
	mu      sync.Mutex
	known   map[string]*bucket
	unkept  map[string]struct{} // whose wrong ones are not in the store yet
	keeping bool                // they are being put there
}

func newThrottle() *throttle {
	return &throttle{known: map[string]*bucket{}, unkept: map[string]struct{}{}}
}

// Wrong log-ins that may come at once, and how long each takes to be forgiven.
const (
	wrongByAccount = 5
	wrongByAddress = 50
	forgiven       = time.Minute
	mostThrottled  = 10_000
	mostAccount    = 100 // bytes of a name that is looked at
)

// bucket holds the tries that are left; one comes back after each while.
type bucket struct {
	left, most float64
	at         time.Time
	told       time.Time // when its person was warned
}

// now is what is left at a time; a clock that was put back takes nothing away.
func (b *bucket) now(at time.Time) float64 {
	return min(b.most, b.left+max(0, float64(at.Sub(b.at))/float64(forgiven)))
}

func (b *bucket) add(n float64, at time.Time) {
	b.left, b.at = min(b.most, b.now(at)+n), at
}

// tryKey is something that tries are counted by, and how many it takes at once.
type tryKey struct {
	name string
	most float64
}

// tryKeys are all that a try is counted by, and where it comes from.
type tryKeys struct {
	keys  []tryKey
	house string
}

// accountTries begins what tries at an account are counted by.
const accountTries = "account "

// keysOf are what a stranger's try is counted by. Of an IPv6 address it is the network, which is one house.
func keysOf(account, address string) tryKeys {
	if a, err := netip.ParseAddr(address); err == nil && a.Is6() && !a.Is4In6() {
		if network, err := a.WithZone("").Prefix(64); err == nil {
			address = network.String()
		}
	}
	return tryKeys{[]tryKey{{accountTries + account, wrongByAccount}, {"address " + address, wrongByAddress}}, address}
}

// friendKeys are what a try is counted by that comes from where its person is known.
func friendKeys(name string) tryKeys { return tryKeys{[]tryKey{{name, wrongByAccount}}, name} }

// refused tells whether there were too many wrong ones already. To ask leaves nothing behind, so that nobody can
// drive the others out by asking.
func (t *throttle) refused(by tryKeys, at time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.none(by, at)
}

func (t *throttle) none(by tryKeys, at time.Time) bool {
	for _, key := range by.keys {
		if b := t.known[key.name]; b != nil && b.now(at) < 1 {
			return true
		}
	}
	return false
}

// take takes a try, if one is left; who turns out to be right gives it back.
func (t *throttle) take(by tryKeys, at time.Time) (giveBack func(), ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.none(by, at) {
		return nil, false
	}
	var taken []*bucket
	for _, key := range by.keys {
		b := t.bucket(key.name, key.most, at)
		b.add(-1, at)
		taken = append(taken, b)
	}
	return sync.OnceFunc(func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		for i, b := range taken {
			if b.add(1, at); b.left >= b.most && t.known[by.keys[i].name] == b {
				delete(t.known, by.keys[i].name) // right ones leave nothing behind
			}
		}
	}), true
}

// warned is how long a person is not told again that strangers try their account.
const warned = time.Hour

// warns tells whether strangers have tried an account too often, and its person was not told lately.
func (t *throttle) warns(account string, at time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	b := t.known[keysOf(account, "").keys[0].name]
	if b == nil || b.now(at) >= 1 || !b.told.IsZero() && at.Sub(b.told).Abs() < warned {
		return false
	}
	b.told = at
	return true
}

// wrongToo counts a wrong log-in, whose address is counted already, against another name of the same person.
func (t *throttle) wrongToo(account string, at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key := keysOf(account, "").keys[0].name
	if b := t.bucket(key, wrongByAccount, at); b.now(at) >= 1 {
		b.add(-1, at)
	}
}

// wrong notes that tries turned out to be wrong, which outlasts a restart. It tells whether somebody has to begin to
// keep them: who keeps already takes these along.
func (t *throttle) wrong(names ...string) (begin bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, n := range names {
		t.unkept[n] = struct{}{}
	}
	begin, t.keeping = !t.keeping, true
	return begin
}

// toKeep hands over what is to be kept next; where nothing is, keeping has ended.
func (t *throttle) toKeep() (out []db.Tries) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(t.unkept)) {
		if b := t.known[name]; b != nil {
			out = append(out, db.Tries{Key: name, Left: b.left, Most: b.most, At: b.at})
		}
	}
	clear(t.unkept)
	t.keeping = len(out) > 0
	return out
}

// recall takes over what was kept before a restart.
func (t *throttle) recall(kept []db.Tries) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, k := range kept {
		t.known[k.Key] = &bucket{left: k.Left, most: k.Most, at: k.At}
	}
}

// stop ends keeping that has failed; what is wrong next begins anew.
func (t *throttle) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keeping = false
}

func (t *throttle) bucket(key string, most float64, at time.Time) *bucket {
	b := t.known[key]
	if b == nil {
		if len(t.known) >= mostThrottled {
			t.forget(at)
		}
		b = &bucket{left: most, most: most, at: at}
		t.known[key] = b
	}
	return b
}

// forget makes room: first for those that are forgiven, and where nobody is, for all.
func (t *throttle) forget(at time.Time) {
	maps.DeleteFunc(t.known, func(_ string, b *bucket) bool { return b.now(at) >= b.most })
	if len(t.known) >= mostThrottled {
		clear(t.known)
	}
}

// names are what tries are counted by.
func (k tryKeys) names() (out []string) {
	for _, key := range k.keys {
		out = append(out, key.name)
	}
	return out
}

// triesLast is after how long every wrong try is forgiven.
const triesLast = wrongByAddress * forgiven

// wrongTry keeps wrong tries, so that a restart gives nobody new ones (rule P11). They are written together and beside
// the answer: nobody who is wrong waits for the writer, and right ones write nothing.
func (s *Server) wrongTry(names ...string) {
	if !s.throttle.wrong(names...) {
		return
	}
	s.telling.Go(func() {
		for kept := s.throttle.toKeep(); len(kept) > 0; kept = s.throttle.toKeep() {
			kept = slices.DeleteFunc(kept, func(k db.Tries) bool { // what is nobody's name may be a password
				name, account := strings.CutPrefix(k.Key, accountTries)
				return account && s.store.Org().Person(name) == nil
			})
			if err := s.store.KeepTries(context.Background(), kept, s.Wall().Add(-triesLast)); err != nil {
				s.Log.Error("tries not kept", "error", err)
				s.throttle.stop()
				return
			}
		}
	})
}

// recallTries takes over the wrong tries of before a restart. Without them the portal serves all the same.
func (s *Server) recallTries() {
	kept, err := s.store.Tries(context.Background(), s.Wall().Add(-triesLast))
	if err != nil {
		s.Log.Error("tries not recalled", "error", err)
	}
	s.throttle.recall(kept)
}
