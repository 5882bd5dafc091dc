package db

import "context"

// Taste is how a person wants the portal to look.
type Taste struct{ Lang, Theme string }

// SetTaste keeps a person's language and theme; an empty one stays as it is.
func (s *Store) SetTaste(ctx context.Context, account string, taste Taste) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		_, err := t.exec("UPDATE person SET lang = CASE WHEN ? = '' THEN lang ELSE ? END, theme = CASE WHEN ? = "+
			"'' THEN theme ELSE ? END WHERE account = ?",
			taste.Lang, taste.Lang, taste.Theme, taste.Theme, account)
		return err
	})
	return err
}
