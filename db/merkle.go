package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"

	"huiyin/huiyin"
)

// Tree sums up a range of the journal (rule J4).
type Tree = huiyin.JournalTree

// mostLeaves is how many entries a tree has at most, so that a path through it needs little memory.
const mostLeaves = 1 << 16

// pairHash is the hash above two.
func pairHash(left, right string) string {
	sum := sha256.Sum256([]byte(left + "\n" + right + "\n"))
	return hex.EncodeToString(sum[:])
}

// above is the level over one, and which hash stands beside leaf at, with its side, "" where none does.
func above(level []string, at int) (next []string, beside, side string) {
	for i := 0; i < len(level); i += 2 {
		if i+1 == len(level) {
			return append(next, level[i]), beside, side
		}
		switch at {
		case i:
			beside, side = level[i+1], "R"
		case i + 1:
			beside, side = level[i], "L"
		}
		next = append(next, pairHash(level[i], level[i+1]))
	}
	return next, beside, side
}

// rootOf is the root over leaves, and the path from one of them up to it: the side and the hash beside each.
func rootOf(leaves []string, at int) (root string, path [][2]string) {
	for level := leaves; ; at /= 2 {
		if len(level) == 1 {
			return level[0], path
		}
		next, beside, side := above(level, at)
		if beside != "" {
			path = append(path, [2]string{side, beside})
		}
		level = next
	}
}

// hashes are those of a range of entries, in their order.
func hashes(q querier, from, to int64) ([]string, error) {
	list, err := all[string](q, "SELECT hash FROM journal WHERE id >= ? AND id <= ? ORDER BY id", from, to)
	if err == nil && int64(len(list)) != to-from+1 {
		err = fmt.Errorf("%w: the journal has %d of the entries %d to %d", errDamaged, len(list), from, to)
	}
	return list, err
}

// trees sums up the entries from one on, in ranges of a size that can be handled.
func trees(q querier, from, to int64) (out []Tree, err error) {
	for ; from <= to; from += mostLeaves {
		t := Tree{From: from, To: min(from+mostLeaves-1, to)}
		leaves, err := hashes(q, t.From, t.To)
		if err != nil {
			return nil, err
		}
		t.Root, _ = rootOf(leaves, 0)
		out = append(out, t)
	}
	return out, nil
}

// grown compares trees that were noted with a journal that is read from its first entry on.
type grown struct {
	list   []Tree
	leaves []string
}

// next takes the hash of an entry, and tells when it ends a tree that has another root than was noted.
func (g *grown) next(entry int64, hash string) (t Tree, differs bool) {
	for len(g.list) > 0 && g.list[0].To < entry {
		g.list, g.leaves = g.list[1:], nil
	}
	if len(g.list) == 0 || entry < g.list[0].From {
		return t, false
	}
	g.leaves = append(g.leaves, hash)
	if t = g.list[0]; entry < t.To {
		return t, false
	}
	root, _ := rootOf(g.leaves, 0)
	return t, root != t.Root
}

// Evidence lists the entries about a case that are not confidential, the oldest first, with what proves each (rule J4).
func (s *Store) Evidence(ctx context.Context, number string) (out []huiyin.ProvenEntry, err error) {
	anchors, err := s.Anchors()
	if err != nil {
		return nil, err
	}
	var noted []Tree
	for _, a := range anchors {
		noted = append(noted, a.Trees...)
	}
	err = s.snapshot(ctx, func(q querier) error {
		cond, args := withoutConfidential()
		query := "SELECT " + joined(journalTable.cols) +
			", coalesce((SELECT hash FROM journal p WHERE p.id = journal.id - 1), '') FROM journal WHERE subject = ?" + cond + " ORDER BY id"
		err := q.query(query, append([]any{number}, args...), func(rows *sql.Rows) error {
			var p huiyin.ProvenEntry
			into := append(journalTable.targets(&p.Entry), &p.Previous)
			for rows.Next() {
				if err := rows.Scan(into...); err != nil {
					return err
				}
				out = append(out, p)
			}
			return rows.Err()
		})
		if err != nil {
			return err
		}
		return prove(q, out, noted)
	})
	if err != nil {
		return nil, fmt.Errorf("evidence of %s: %w", number, err)
	}
	return out, nil
}

// prove finds the path of each entry; entries and trees are in the order of their numbers.
func prove(q querier, entries []huiyin.ProvenEntry, noted []Tree) error {
	var leaves []string
	for _, t := range noted {
		leaves = nil
		for i := range entries {
			e := &entries[i]
			if e.ID < t.From || e.ID > t.To {
				continue
			}
			if leaves == nil {
				var err error
				if leaves, err = hashes(q, t.From, t.To); err != nil {
					return err
				}
			}
			e.Tree = t
			_, e.Path = rootOf(leaves, int(e.ID-t.From))
		}
	}
	return nil
}
