package db

import (
	"cmp"
	"fmt"
	"reflect"

	"huiyin/huiyin"
)

// journalled is a record that notes what is done to it (rule J1).
type journalled interface {
	Journal() []huiyin.Entry
}

// versioned is one that counts its changes, and so knows whether a form is stale (rule W12).
type versioned interface {
	journalled
	Loaded()
	Check(version int64) error
}

// kind is what a noun tells the frame of a change: how its records T lie in the database. An image S is all
// of a record that is stored, in values that reflect.DeepEqual compares.
type kind[T journalled, S any] struct {
	name  string                                                  // with the key it names a record in errors
	load  func(t *tx, key any) (T, error)                         // unknown is huiyin.NotFound
	image func(v T) S                                             // of a record as it stands
	save  func(t *tx, v T, before S) error                        // stores the row and its parts, where they differ
	sum   func(v T) string                                        // the record's fingerprint (rule J2); nil where there is none
	after func(t *tx, v T, before S) error                        // what follows from the change once it is in the journal; may be nil
	still func(t *tx, v T) error                                  // in the place of all this where fn did nothing; may be nil
	since func(t *tx, v T, version int64) ([]huiyin.Entry, error) // what was done after a version; nil where any change is a conflict
}

// found is the kind with another way to a record, for one that need not be there yet, or is read with others.
func (k kind[T, S]) found(load func(t *tx) (T, error)) kind[T, S] {
	k.load = func(t *tx, _ any) (T, error) { return load(t) }
	return k
}

// change loads a record, lets fn change it, refuses what was not journalled, and stores it: all of it or
// nothing. It is the only way to change anything that has a journal (rule J1). A form of another version is
// refused, whatever else is wrong with it, unless its sender may not see or do this, or what was done since stands
// beside it and its page takes that (rules W12, P3); 0 asks nothing.
func change[T journalled, S any](t *tx, k kind[T, S], key any, version int64, fn func(T) error) error {
	v, err := k.load(t, key)
	if err != nil {
		return err
	}
	before := k.image(v)
	var stale error
	if r, ok := any(v).(versioned); ok {
		stale = r.Check(version)
	}
	if err := fn(v); err != nil {
		if kind := huiyin.KindOf(err); stale != nil && kind != huiyin.KindNotFound && kind != huiyin.KindForbidden {
			return stale
		}
		return err
	}
	if stale != nil {
		if k.since == nil || !t.beside {
			return stale
		}
		if since, err := k.since(t, v, version); err != nil || !huiyin.StandsBeside(v.Journal(), since) {
			return cmp.Or(err, stale)
		}
	}
	if len(v.Journal()) == 0 {
		if !reflect.DeepEqual(k.image(v), before) {
			return fmt.Errorf("%s %v was changed without a journal entry", k.name, key)
		}
		if k.still != nil {
			return k.still(t, v)
		}
		return nil
	}
	if err := k.save(t, v, before); err != nil {
		return err
	}
	if err := k.seal(t, v); err != nil || k.after == nil {
		return err
	}
	return k.after(t, v, before)
}

// seal writes what a stored record has caused: its notices, what goes out about them, and its journal, which
// ends with its fingerprint (rules J1, J2).
func (k kind[T, S]) seal(t *tx, v T) error {
	if n, ok := any(v).(notified); ok {
		if err := t.tell(n); err != nil {
			return err
		}
	}
	sum := ""
	if k.sum != nil && len(v.Journal()) > 0 {
		sum = k.sum(v)
	}
	return t.append(v.Journal(), sum)
}

// by is the condition under which a record is found: by its id, or by its number.
func by(key any) string {
	if _, ok := key.(int64); ok {
		return "id = ?"
	}
	return "number = ?"
}

// partsImage is an image of a record's parts.
func partsImage(parts []part) [][][]any {
	out := make([][][]any, len(parts))
	for i, p := range parts {
		out[i] = p.snapshot()
	}
	return out
}

// saveParts stores what of the parts differs from their image before, nil for a new record.
func (t *tx) saveParts(owner int64, parts []part, before [][][]any) error {
	for i, p := range parts {
		var old [][]any
		if before != nil {
			old = before[i]
		}
		if err := p.save(t, owner, old); err != nil {
			return err
		}
	}
	return nil
}
