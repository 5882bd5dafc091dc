// Package crisis is what the rulebook says of a day on which many customers stand before the door (RULES.md §8).
//
//	alarm.go   the alarm 群体事件: raised in two taps, heard, joined, ended (R15)
//	neutral.go words that judge a person, which the portal does not put into anybody's mouth (R17)
//
// Its records embed huiyin.Record and ask the policy like every other.
package crisis
