package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"huiyin/huiyin"
)

var signingTable = newTable("signing", func(v *huiyin.Signing) []column {
	return []column{
		{"id", &v.ID}, {"n", &v.N}, {"at", &v.At}, {"by", &v.By}, {"paper", &v.Paper}, {"edition", &v.Edition},
		{"hash", &v.Hash}, {"size", &v.Size}, {"signed_at", &v.SignedAt}, {"signed_by", &v.SignedBy},
		{"signer", &v.Signer}, {"witness", &v.Witness}, {"drawing", &v.Drawing}, {"removed_at", &v.RemovedAt},
		{"agreed", &v.Agreed}, {"whole", &v.Whole}, {"id_kind", &v.IDKind}, {"id_last4", &v.IDLast4},
		{"copy_way", &v.CopyWay}, {"strokes", &v.Strokes},
	}
})

// emptySignings has deleted what the papers of an anonymised complaint showed, and the signatures (rule B1).
func (t *tx) emptySignings(c *huiyin.Complaint) error {
	for _, s := range c.Signings {
		for _, hash := range []string{s.Hash, s.Drawing, s.Strokes} {
			if hash == "" {
				continue
			}
			if _, err := t.exec("INSERT OR IGNORE INTO doomed (hash) VALUES (?)", hash); err != nil {
				return err
			}
		}
	}
	return nil
}

// verifySignings reads what a complaint's papers showed, and the signatures.
func (s *Store) verifySignings(c *huiyin.Complaint, v *Verdict) {
	for _, k := range c.Signings {
		for _, hash := range []string{k.Hash, k.Drawing, k.Strokes} {
			if hash == "" || !k.RemovedAt.IsZero() {
				continue
			}
			v.Files++
			if err := s.checkFile(hash); err != nil {
				v.wrong("signing %d of %s: %v", k.N, c.Number, err)
			}
		}
	}
}

// mostTrail is how much is read of the trail of papers; a case has rarely a tenth of it.
const mostTrail = 400

// PaperTrail is what happened to a complaint's papers, newest first: their prints, and what changed what
// they say (rule F6).
func (s *Store) PaperTrail(ctx context.Context, number string) (out []huiyin.Entry, err error) {
	actions := paperActions()
	err = reader{ctx, s}.query("SELECT "+joined(journalTable.cols)+" FROM journal WHERE subject = ? AND action IN ("+
		placeholders(len(actions))+") ORDER BY id DESC LIMIT ?",
		append(append([]any{number}, actions...), mostTrail), func(rows *sql.Rows) error {
			return scanEntries(rows, func(e huiyin.Entry) error { out = append(out, e); return nil })
		})
	if err != nil {
		return nil, fmt.Errorf("trail of papers: %w", err)
	}
	return out, nil
}

// changesSince reads what outdated filed papers before they came home, by scan, the oldest first.
func (s *Store) changesSince(ctx context.Context, filed []huiyin.Scan) (out map[int64][]huiyin.Entry, err error) {
	var subjects []string
	for _, k := range filed {
		if len(k.Outdated) > 0 && k.Number != "" && !slices.Contains(subjects, k.Number) {
			subjects = append(subjects, k.Number)
		}
	}
	if len(subjects) == 0 {
		return nil, nil
	}
	out = map[int64][]huiyin.Entry{}
	actions := paperActions()
	err = reader{ctx, s}.query("SELECT "+joined(journalTable.cols)+" FROM journal WHERE subject IN ("+
		placeholders(len(subjects))+") AND action IN ("+placeholders(len(actions))+") ORDER BY id DESC LIMIT ?",
		append(append(anys(subjects), actions...), 5*mostTrail), func(rows *sql.Rows) error {
			return scanEntries(rows, func(e huiyin.Entry) error {
				for i := range filed {
					if k := &filed[i]; len(k.Outdated) > 0 && k.Changed(&e) {
						out[k.ID] = append(out[k.ID], e)
					}
				}
				return nil
			})
		})
	return out, err
}

func paperActions() (out []any) {
	for _, a := range huiyin.PaperActions() {
		out = append(out, string(a))
	}
	return out
}
