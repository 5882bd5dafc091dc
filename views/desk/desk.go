// Package desk shows the desk 工作台: what waits for a person (rule M1).
package desk

import (
	"huiyin/huiyin"
	"huiyin/views/layout"
)

// View is the desk of one person.
type View struct {
	layout.Page
	By          huiyin.Actor
	Mine        []huiyin.Listed  // open, in charge of or handled, the earliest date first
	Tasks       []huiyin.DueTask // to do
	Waiting     []huiyin.Waiting // proposals waiting for this person's word
	Due         []huiyin.Listed  // open complaints they may see, the earliest date first
	Newest      []huiyin.Listed
	News        []huiyin.Notice           // of what changed since yesterday
	Requests    []huiyin.ListedRequest    // about personal data, waiting for an answer
	Hearings    []huiyin.StatementRequest // matters put to this person as the one complained about
	Unowned     []string                  // complaints for which somebody must be appointed (rule G6)
	Checks      []huiyin.SampleRow        // samples with something that nobody was asked to check (rule A6)
	Rises       []huiyin.Rise             // for which they may open an improvement plan (rule A2)
	Groups      []huiyin.Group            // what may be a group at the sites they answer for (rule K8)
	Dates       []huiyin.Date             // hearings of disputes, follow-up calls to make
	Unset       []huiyin.Setup            // what the installation lacks, for an administrator (rule D10)
	Open        int                       // how many they may see that have a date to keep
	All         int                       // how many they may see at all
	More        bool                      // than All
	Inquiries   []huiyin.Inquiry          // unanswered, handled by this person
	Releases    []huiyin.OpenRelease      // parts of extracts for this person's word (rule B1)
	Payments    []huiyin.OpenPayment
	Facts       []huiyin.OpenFacts      // admissions for this person's word (rule W16)
	Words       []*huiyin.SecondWord    // changes of rights for this person's second word (rule P10)
	Exports     []huiyin.ExportRequest  // large ones for this person's word (rule P5)
	Gifts       []huiyin.OpenGift       // for this person's word, or to be given
	Penalties   []huiyin.ListedSanction // consequences waiting for this person's word (rule A3)
	Duties      []huiyin.Duty           // reports and evaluations waiting for this person
	Jobs        []huiyin.JobRow         // work from documents
	Circulars   []huiyin.CircularView   // that this person has not read
	Points      []huiyin.Deducted       // of the appraisal, on which they may decide
	MyPenalties []huiyin.ListedSanction // consequences about this person on which they may say something
}
