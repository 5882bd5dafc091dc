package web

import (
	"maps"
	"net/netip"
	"sync"
	"time"
)

// throttle bounds what may be tried, passwords and codes, by account and by address. A try is taken before it is
// looked at and given back when it was right, so that of many at once no more are looked at than are allowed (rule
// P11). golang.org/x/time/rate gives nothing back once time has passed.
type throttle struct {
	mu    sync.Mutex
	known map[string]*bucket
}

func newThrottle() *throttle { return &throttle{known: map[string]*bucket{}} }

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

// keysOf are what a stranger's try is counted by. Of an IPv6 address it is the network, which is one house.
func keysOf(account, address string) tryKeys {
	if a, err := netip.ParseAddr(address); err == nil && a.Is6() && !a.Is4In6() {
		if network, err := a.WithZone("").Prefix(64); err == nil {
			address = network.String()
		}
	}
	return tryKeys{[]tryKey{{"account " + account, wrongByAccount}, {"address " + address, wrongByAddress}}, address}
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
