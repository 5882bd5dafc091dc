// Package huiyin is the rulebook of complaint handling in plain Go: no clock, SQL, HTTP, HTML or log.
// RULES.md beside this file says what each rule id (G8, C4, …) asks; `go doc`, grep and the tests use the ids.
//
// Everything that changes is a [Record]: a method of the record asks the [Can] policy, takes a move of its
// lifecycle and notes a journal [Entry]; package db stores all three in one transaction or none of them.
//
//	complaint.go lifecycle.go               the complaint: its record and nouns, the moves and how one begins and ends
//	intake.go investigation.go answer.go …  one method a move, by subject
//	grade.go deadline.go compensation.go    who is in charge (G*), clocks (D*), money and its approval (C*)
//	improvement.go sanction.go appraisal.go causes and measures (A1), consequences for staff (A3, A4)
//	action.go policy.go                     who may do what (P*): the only authorisation decision
//	org.go parameter.go calendar.go …       the company: people, sites, working time, the parameters of the rules
//	inquiry.go praise.go customer.go        what stands beside complaints
//	review_*.go statistics.go               what is concluded from many of them (M*, A2, A6)
//	error.go check.go vocabulary.go field_name.go list.go the ground that all of them stand on
//
// To find where a rule is decided: grep -rn 'rule G8' . ; to find its proof: grep -rn 'func TestG8' ..
package huiyin
