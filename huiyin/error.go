package huiyin

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Kind says what sort of refusal an Error is; one map in web turns it into a status.
type Kind int

// The kinds of refusal.
const (
	KindInvalid     Kind = iota + 1 // a field is missing or wrong
	KindForbidden                   // the person may not
	KindNotFound                    // unknown, or not visible to the person (rule P3)
	KindConflict                    // the state does not allow it (rule W1)
	KindStale                       // someone else changed it first (rule W12)
	KindTooLarge                    // an upload over the limit
	KindTooMany                     // too many wrong log-ins
	KindFull                        // the disk is full
	KindUnavailable                 // something else hinders the portal from outside
)

// Error is a refusal in words. Text is the Simplified Chinese source text, a format for Args, and
// the key under which a catalogue translates it.
type Error struct {
	Kind  Kind
	Field string // the form field it belongs to, "" for the whole form
	Row   int    // which of several fields of that name, from 0
	Text  string
	Args  []any

	Also []*Error // refused besides in other fields of the same form
}

// List is an argument that names several things; a language joins them its own way.
type List []string

func (l List) String() string { return strings.Join(l, "、") }

// Error gives the sentence in Simplified Chinese.
func (e *Error) Error() string {
	if len(e.Args) == 0 {
		return e.Text
	}
	return fmt.Sprintf(e.Text, e.Args...)
}

// On returns the error that belongs to field, nil for none; it may be called on nil.
func (e *Error) On(field string) *Error {
	if e == nil || e.Field == field {
		return e
	}
	for _, other := range e.Also {
		if other.Field == field {
			return other
		}
	}
	return nil
}

// Every says at once what is wrong with each field of a form, each field once. A refusal of another kind, if it comes
// first, is said alone: no field would mend it.
func Every(errs ...error) error {
	var all *Error
	for _, err := range errs {
		var e *Error
		switch {
		case err == nil:
			continue
		case !errors.As(err, &e) || e.Kind != KindInvalid:
			if all == nil {
				return err
			}
			continue
		case all == nil:
			first := *e
			all, first.Also = &first, nil
		}
		for _, one := range append([]*Error{e}, e.Also...) {
			if !slices.ContainsFunc(append(all.Also, all),
				func(e *Error) bool { return e.Field == one.Field && e.Row == one.Row }) {
				all.Also = append(all.Also, one)
			}
		}
	}
	if all == nil {
		return nil
	}
	return all
}

// OfRow is what is wrong with one of several rows of fields, from 0, nil for nothing; it may be called on nil.
func (e *Error) OfRow(row int) *Error {
	if e == nil {
		return nil
	}
	var all []error
	alone := *e
	alone.Also = nil
	for _, one := range append([]*Error{&alone}, e.Also...) {
		if one.Row == row {
			all = append(all, one)
		}
	}
	var of *Error
	errors.As(Every(all...), &of)
	return of
}

// InRow says in which of several fields of one name it stands, from 0.
func (e *Error) InRow(row int) *Error {
	e.Row = row
	return e
}

// inRow is InRow for an error that may be of another kind.
func inRow(err error, row int) error {
	var e *Error
	if errors.As(err, &e) {
		return e.InRow(row)
	}
	return err
}

// Invalid refuses what stands in one field.
func Invalid(field, text string, args ...any) *Error {
	return &Error{Kind: KindInvalid, Field: field, Text: text, Args: args}
}

// Forbidden refuses the person.
func Forbidden(text string, args ...any) *Error {
	return &Error{Kind: KindForbidden, Text: text, Args: args}
}

// NotFound hides what does not exist and what the person may not see, in the same words (rule P3).
func NotFound() *Error {
	return &Error{Kind: KindNotFound, Text: "没有找到这条记录，或者您无权查看。"}
}

// Conflict refuses what the present state does not allow (rule W1).
func Conflict(text string, args ...any) *Error {
	return &Error{Kind: KindConflict, Text: text, Args: args}
}

// Stale refuses a change made on an outdated page (rule W12).
func Stale() *Error {
	return &Error{Kind: KindStale, Text: "您打开页面之后，这件投诉已被他人改动。"}
}

// StaleRecord is Stale for an inquiry or praise.
func StaleRecord() *Error {
	return &Error{Kind: KindStale, Text: "您打开页面之后，这条记录已被他人改动。下面是现在的内容，您填写的没有丢失。"}
}

// KindOf returns the kind of a refusal anywhere in err's chain, and 0 for any other error.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return 0
}
