package db

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"reflect"
	"strings"

	"huiyin/huiyin"
)

// The settings that say how the papers look.
const (
	printName       = "print_name"
	printFooter     = "print_footer"
	printOfficer    = "print_officer"
	printScript     = "print_script"
	printLogo       = "print_logo"
	printUnsealed   = "print_unsealed"
	printUnsigned   = "print_unsigned"
	printLetterWord = "print_letter_word"
	printFonds      = "print_fonds"
	printControls   = "print_controls"
)

// loadLetterhead reads how the papers look, with the logo.
func loadLetterhead(q querier, p *huiyin.Letterhead) error {
	err := pairs(q, "SELECT name, value FROM setting WHERE name IN ('print_name', 'print_footer', 'print_officer', 'print_script', "+
		"'print_logo', 'print_unsealed', 'print_unsigned', 'print_letter_word', 'print_fonds', 'print_controls')", func(name, value string) error {
		switch name {
		case printName:
			p.Name = value
		case printFooter:
			p.Footer = value
		case printOfficer:
			p.Officer = value
		case printScript:
			p.Script = huiyin.Script(value)
		case printLogo:
			p.Logo.Hash = value
		case printUnsealed:
			p.Unsealed = codesIn[huiyin.Paper](value)
		case printUnsigned:
			p.Unsigned = codesIn[huiyin.Box](value)
		case printLetterWord:
			p.LetterWord = value
		case printFonds:
			p.Fonds = value
		case printControls:
			if err := json.Unmarshal([]byte(value), &p.Controls); value != "" && err != nil {
				return fmt.Errorf("numbers of the papers: %w", err)
			}
		}
		return nil
	})
	if err != nil || p.Logo.Hash == "" {
		return err
	}
	return q.row("SELECT width, height, content FROM logo WHERE hash = ?", []any{p.Logo.Hash}, &p.Logo.Width,
		&p.Logo.Height, &p.Logo.Content)
}

func codesIn[T ~string](text string) (out []T) {
	for c := range strings.FieldsSeq(text) {
		out = append(out, T(c))
	}
	return out
}

func codesOf[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = string(c)
	}
	return strings.Join(out, " ")
}

// putLetterhead stores how the papers look. A logo stays when another takes its place: the journal names it.
func (t *tx) putLetterhead(before, now *huiyin.Letterhead) error {
	if reflect.DeepEqual(before, now) {
		return nil
	}
	l := &now.Logo
	if l.Hash != before.Logo.Hash && l.Hash != "" {
		if _, err := t.exec("INSERT INTO logo (hash, width, height, content) VALUES (?, ?, ?, ?) ON CONFLICT "+
			"(hash) DO NOTHING", l.Hash, l.Width, l.Height, l.Content); err != nil {
			return fmt.Errorf("store logo: %w", err)
		}
	}
	controls := ""
	if len(now.Controls) > 0 {
		b, err := json.Marshal(now.Controls)
		if err != nil {
			return fmt.Errorf("numbers of the papers: %w", err)
		}
		controls = string(b)
	}
	return errors.Join(t.set(printLetterWord, now.LetterWord), t.set(printFonds, now.Fonds), t.set(printControls, controls),
		t.set(printName, now.Name), t.set(printFooter, now.Footer), t.set(printOfficer, now.Officer), t.set(printScript, string(now.Script)),
		t.set(printLogo, l.Hash),
		t.set(printUnsealed, codesOf(now.Unsealed)), t.set(printUnsigned, codesOf(now.Unsigned)))
}

// sumLetterhead adds it to the company's fingerprint: the logo by what it shows, not by its name.
func sumLetterhead(h hash.Hash, p *huiyin.Letterhead) {
	if reflect.DeepEqual(p, &huiyin.Letterhead{}) {
		return
	}
	logo := ""
	if p.Logo.Hash != "" {
		logo = huiyin.Digest(string(p.Logo.Content))
	}
	sumRow(h, "printing", []string{printName, printFooter, printScript, printLogo, printUnsealed, printUnsigned,
		"width", "height"},
		[]any{p.Name, p.Footer, string(p.Script), logo, codesOf(p.Unsealed), codesOf(p.Unsigned), int64(p.Logo.Width),
			int64(p.Logo.Height)})
	if p.Officer != "" { // so that what was sealed before there was one still fits
		sumRow(h, "officer", []string{printOfficer}, []any{p.Officer})
	}
	if p.LetterWord != "" {
		sumRow(h, "letter_word", []string{printLetterWord}, []any{p.LetterWord})
	}
	if p.Fonds != "" {
		sumRow(h, "fonds", []string{printFonds}, []any{p.Fonds})
	}
	for _, c := range p.Controls {
		sumRow(h, "form_control", []string{"paper", "number", "edition", "effective", "drafted", "reviewed", "approved"},
			[]any{string(c.Paper), c.Number, c.Edition, c.Effective, c.Drafted, c.Reviewed, c.Approved})
	}
}
