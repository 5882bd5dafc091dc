//go:build unix

package db_test

import (
	"fmt"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// BenchmarkSearch is the first page of a search with its count and its excerpts, when no count is
// remembered.
func BenchmarkSearch(b *testing.B) {
	for name, f := range map[string]huiyin.Filter{
		"common": {Q: "噪音"}, "two common": {Q: "噪音 电梯"}, "rare": {Q: "1380000"}, "in the course": {Q: "致歉"},
		"filtered": {Q: "噪音", Grade: huiyin.Major}, "by date": {Q: "噪音", Sort: "due"}, "nothing": {Q: "没有的词"},
	} {
		for _, account := range []string{"a01", "u01", "v01"} {
			b.Run(name+"/"+account, func(b *testing.B) {
				sizes(b, func(b *testing.B, s *db.Store, _ string) {
					by := dbtest.Actor(b, s, account)
					for b.Loop() {
						s.ForgetCounts()
						if _, err := s.Complaints(b.Context(), by, dbtest.Now, f); err != nil {
							b.Fatal(err)
						}
					}
				})
			})
		}
	}
}

// BenchmarkSuggest is what is shown while one types.
func BenchmarkSuggest(b *testing.B) {
	for _, account := range []string{"a01", "v01"} {
		b.Run(account, func(b *testing.B) {
			sizes(b, func(b *testing.B, s *db.Store, _ string) {
				by := dbtest.Actor(b, s, account)
				for b.Loop() {
					if _, err := s.Suggestions(b.Context(), by, dbtest.Now, "噪音", 10); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// BenchmarkLike is the measure for BenchmarkSearch: the same word sought by LIKE in two of the texts.
func BenchmarkLike(b *testing.B) {
	for name, order := range map[string]string{"newest": "ORDER BY received_at DESC, id DESC LIMIT 51", "counted": ""} {
		b.Run(name, func(b *testing.B) {
			sizes(b, func(b *testing.B, s *db.Store, _ string) {
				pool := raw(b, s.Dir())
				defer func() { _ = pool.Close() }()
				for b.Loop() {
					for _, word := range []string{"噪音", "没有的词"} {
						var n int
						like := "%" + word + "%"
						if err := pool.QueryRow(fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM complaint WHERE "+
							"matter LIKE ? OR demand LIKE ? %s)", order), like, like).Scan(&n); err != nil {
							b.Fatal(err)
						}
					}
				}
			})
		})
	}
}
