package huiyin

import "slices"

// opens tells whether a person opens the complaint in their own name while it is restricted: whoever is in
// charge, the handler, and those named (rule P8).
func (c *Complaint) opens(account string) bool {
	return account == c.Owner || account == c.Handler || slices.Contains(c.Named, account)
}
