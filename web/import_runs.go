package web

import (
	"context"
	"slices"
	"sync"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
	views "huiyin/views/imports"
	"huiyin/views/settings"
)

// imports are the old registers that came in and are not, or no longer, being imported: a file on the disk
// for whoever sent it, until they confirm it. What is left of a process that died, the store sweeps.
type imports struct {
	busy sync.WaitGroup // those being imported

	mu  sync.Mutex
	all []*importRun // oldest first
}

// importRun is one of them; all but id, account, kind and in is guarded by imports.mu.
type importRun struct {
	id, account string
	kind        *importKind
	in          *db.Incoming
	at          time.Time
	mapping     huiyin.RegisterMapping
	keep        bool // the mapping is remembered once it is imported
	cancel      context.CancelFunc
	view        views.Run
	slips       []settings.Slip // of accounts that it made, until they are shown
	address     string          // of the portal, as it was opened
}

// importTurn lets one file be checked at a time: each may take as much memory as its limits allow.
var importTurn = make(semaphore, 1)

// weight is about how much memory a run holds, which its refused lines do.
func (r *importRun) weight() (bytes int) {
	for _, line := range slices.Concat(r.view.Refused, r.view.Before) {
		for _, cell := range line.Cells {
			bytes += 16 + len(cell) // a string's own place, and its text
		}
	}
	return bytes
}

// add keeps a file that was checked; the oldest of the account beyond mostImportKept go, and the oldest of all
// beyond mostImportHeld.
func (m *imports) add(r *importRun) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tidy(r.at)
	mine := 1
	for i := len(m.all) - 1; i >= 0; i-- {
		if k := m.all[i]; k.account == r.account && k.view.State != views.Running {
			if mine++; mine > mostImportKept {
				k.in.Drop()
				m.all = slices.Delete(m.all, i, i+1)
			}
		}
	}
	held := r.weight()
	for i := len(m.all) - 1; i >= 0; i-- {
		if k := m.all[i]; k.view.State != views.Running {
			if held += k.weight(); held > mostImportHeld {
				k.in.Drop()
				m.all = slices.Delete(m.all, i, i+1)
			}
		}
	}
	m.all = append(m.all, r)
}

// tidy drops what nobody has confirmed, and forgets what is over. m.mu is held.
func (m *imports) tidy(now time.Time) {
	m.all = slices.DeleteFunc(m.all, func(r *importRun) bool {
		over := r.view.State != views.Running && now.Sub(r.at) >= importKept
		if over {
			r.in.Drop()
		}
		return over
	})
}

// of finds an import of an account and a kind; others' are not found.
func (m *imports) of(k *importKind, account, id string, now time.Time) (*importRun, views.Run, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tidy(now)
	for _, r := range m.all {
		if r.id == id && r.account == account && r.kind == k {
			return r, r.view, nil
		}
	}
	return nil, views.Run{}, huiyin.NotFound()
}

func (m *imports) list(k *importKind, account string, now time.Time) (out []views.Sum) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tidy(now)
	for _, r := range slices.Backward(m.all) {
		if r.account == account && r.kind == k {
			out = append(out, views.Sum{ID: r.id, Name: r.view.Name, State: r.view.State})
		}
	}
	return out
}

// start takes a checked file for being imported, once.
func (m *imports) start(r *importRun, cancel context.CancelFunc) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, other := range m.all {
		if other != r && other.view.State == views.Running {
			return huiyin.Conflict("正在导入另一个文件，请等它完成。")
		}
	}
	switch r.view.State {
	case views.Checked:
	case views.Mapping:
		return huiyin.Conflict("还有内容须先对应")
	default:
		return huiyin.Conflict("这个文件已经导入。")
	}
	r.view, r.cancel = r.view.Anew(views.Running), cancel
	return nil
}

// stop ends an import that is running between two batches; what was imported stays.
func (m *imports) stop(r *importRun) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r.view.State != views.Running || r.cancel == nil {
		return huiyin.Conflict("这个文件现在没有在导入。")
	}
	r.view.Stopping = true
	r.cancel()
	return nil
}

// remap takes the mapping with which a file is read anew, unless it is being imported.
func (m *imports) remap(r *importRun, mapping huiyin.RegisterMapping, site string, keep bool) (views.Run, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r.view.State != views.Checked && r.view.State != views.Mapping {
		return views.Run{}, huiyin.Conflict("这个文件已经导入。")
	}
	r.mapping, r.keep, r.view.Site = mapping, keep, site
	return r.view.Anew(views.Checked), nil
}

// set notes how far an import is.
func (m *imports) set(r *importRun, fn func(*views.Run)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	fn(&r.view)
}

// drop throws a file away that is not being imported.
func (m *imports) drop(r *importRun) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r.view.State == views.Running {
		return huiyin.Conflict("这个文件正在导入。")
	}
	r.in.Drop()
	m.all = slices.DeleteFunc(m.all, func(k *importRun) bool { return k == r })
	return nil
}
