package db

import (
	"context"
	"slices"
	"strconv"
	"time"

	"huiyin/huiyin"
)

// HandOver gives what a person has in hand to another: in the complaints named, or in all; all of them or,
// if one cannot go, none (rule P7). The account's journal says so too.
func (s *Store) HandOver(ctx context.Context, once Once, by huiyin.Actor, now time.Time, from, to string,
	numbers []string) error {
	giver, taker, err := by.Org.Receiver(by, from, to)
	if err != nil {
		return err
	}
	_, err = s.write(ctx, once, func(t *tx) error {
		if len(numbers) == 0 {
			if numbers, err = openWork(t, from); err != nil {
				return err
			}
		}
		if len(numbers) == 0 {
			return huiyin.Conflict("%s没有未办结的工作。", giver.Name)
		}
		slices.Sort(numbers)
		numbers = slices.Compact(numbers)
		var stay huiyin.List
		for _, number := range numbers {
			err := t.change(number, 0, func(c *huiyin.Complaint) error { return c.HandOver(by, now, giver, taker) })
			if huiyin.KindOf(err) == huiyin.KindInvalid {
				stay = append(stay, number)
			} else if err != nil {
				return err
			}
		}
		if len(stay) > 0 {
			return huiyin.Invalid("to", "这些投诉不能移交给%s，请另选一位，或只勾选其他投诉：%s。", taker.Name, stay)
		}
		e := huiyin.NewEntry(by.Account, huiyin.ActionManage, "account:"+from, now,
			huiyin.Note("handed_to", to), huiyin.Note("handed", strconv.Itoa(len(numbers))))
		return t.append([]huiyin.Entry{e}, "")
	})
	if err == nil {
		s.changed.Add(1)
	}
	return err
}
