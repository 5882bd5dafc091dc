package db

import (
	"huiyin"
)

var signingTable = table[huiyin.Signing]{"signing", columns("id n at by paper edition hash size signed_at signed_by signer witness drawing removed_at"),
	func(v *huiyin.Signing) []any {
		return []any{&v.ID, &v.N, &v.At, &v.By, &v.Paper, &v.Edition, &v.Hash, &v.Size, &v.SignedAt, &v.SignedBy, &v.Signer, &v.Witness, &v.Drawing, &v.RemovedAt}
	}}

// emptySignings dooms what the papers of an anonymised complaint showed, and the signatures (rule B1).
func (t *tx) emptySignings(c *huiyin.Complaint) error {
	for _, s := range c.Signings {
		for _, hash := range []string{s.Hash, s.Drawing} {
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
		for _, hash := range []string{k.Hash, k.Drawing} {
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
