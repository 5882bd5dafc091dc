// Package crisis is what the rulebook says of a day on which many customers stand before the door (RULES.md §8).
//
//	alarm.go     the alarm 群体事件: raised in two taps, heard, joined, ended or become a crisis (R15)
//	crisis.go    the case: opened once a site and category, its sites, phases, head-count (R1, R7, R8)
//	seat.go      three seats with deputies, taking over, hand-over, parts (R14)
//	statement.go what is said outside: drafted, approved, issued once, read, withdrawn (R3)
//	holding.go   words approved beforehand (R3)
//	clock.go     what falls due by itself
//
// Its records embed huiyin.Record and ask the policy like every other.
package crisis
