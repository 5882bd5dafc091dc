package huiyin

// Repeat is a complaint that another one may repeat, and how they are alike (rule K7).
type Repeat struct {
	Listed
	Phone, Unit, Text bool // the same phone, the same unit, like text
	Reminds           bool // the reader may note a reminder on it (rule D7)
	Takes             bool // the reader may merge the complaint at hand into it
}

// Beside is what stands beside a complaint, as far as a person may see it (rules K7, P3).
type Beside struct {
	Into     *Complaint      // the one it is merged into, with what says who may do what; nil when not to be seen
	Absorbed []*Complaint    // merged into it: intake, contacts, reminders and attachments, in their order
	Linked   []Listed        // to which it was linked, and which were linked to it, the newest first
	Seen     map[string]bool // of the numbers that its page names, those that the person may see
}

// Shares tells whether a person is shown on this complaint's page what is merged into it: whoever may see
// that by itself (seen), and whoever is in charge of or handles this one, for they answer both customers;
// never the person it is about, and a restricted one only to whom it is open (rules P3, P4, P8).
func (c *Complaint) Shares(by Actor, absorbed *Complaint, seen bool) bool {
	answers := by.Account == c.Owner || by.Account == c.Handler
	return !accused(by, absorbed) && (seen || answers && !absorbed.Restricted)
}
