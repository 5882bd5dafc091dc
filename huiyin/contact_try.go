package huiyin

import (
	"regexp"
	"slices"
	"time"
	"unicode/utf8"
)

// triesCount is how many failed tries, on how many days, count with a message in writing as one contact (rule W4).
const (
	triesCount = 3
	triesDays  = 2
)

// inWriting are the ways that leave a message in writing.
var inWriting = []Way{"wechat", "email", "letter"}

var saysUnreached = regexp.MustCompile(`(?:未|没|没人|无人|不)接(?:[^受待纳到]|$)|接不通|无法接通|无人应答|打不通|` +
	`(?:已|手机|电话)(?:关机|停机)|占线|联系不上|未联系上|没联系上|未能联系|空号|(?:未|没)回复`)

var saysReached = regexp.MustCompile(`回电|回拨|来电|客户(?:称|说|表示|要求|同意|答复)|告知客户|后接通|已接通|接通后`)

// mostOfATry is how long a note of a failed try may be: whoever reached the customer says more.
const mostOfATry = 40 // characters

// tried refuses a note of a failed try that is written down as if the customer had been reached (rule W4).
func (k *Contact) tried() error {
	if !k.Unreached && utf8.RuneCountInString(k.Said) <= mostOfATry && saysUnreached.MatchString(k.Said) &&
		!saysReached.MatchString(k.Said) {
		return Invalid("unreached", "看来没有联系上客户，请勾选“没有联系上”；联系上了的，请写明客户说了什么。")
	}
	return nil
}

// touches are the instants at which the house was in touch with the customer: what reached them, and the last of three
// failed tries on two days with a message in writing, which count as one (rules W4, D3, D12).
func touches(contacts []Contact, zone *time.Location) (out []time.Time) {
	var days []time.Time
	tries, written := 0, false
	for _, k := range contacts {
		if k.Unreached {
			tries++
			written = written || slices.Contains(inWriting, k.Way)
			if day := dayOf(k.At, zone); !slices.Contains(days, day) {
				days = append(days, day)
			}
		}
		if !k.Unreached || written && tries > triesCount && len(days) >= triesDays {
			out, days, tries, written = append(out, k.At), nil, 0, false
		}
	}
	return out
}
