package db

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huiyin/huiyin"
)

// However a detail's texts look like JSON, it is read as it was written.
func TestADetailIsReadAsWritten(t *testing.T) {
	texts := rapid.OneOf(rapid.StringOf(rapid.RuneFrom([]rune(`":,{}[]\ aé投<&`))),
		rapid.SampledFrom([]string{"", `","`, `":"`, `"},{"`, `"}]`, `[{"`, "f", `","a":"`}), rapid.String())
	change := rapid.Custom(func(t *rapid.T) huiyin.Change {
		return huiyin.Change{Field: texts.Draw(t, "field"), Before: texts.Draw(t, "before"),
			After: texts.Draw(t, "after")}
	})
	rapid.Check(t, func(t *rapid.T) {
		e := huiyin.Entry{Detail: rapid.SliceOfN(change, 0, 4).Draw(t, "detail")}
		written := e.DetailJSON()
		var got detail
		if err := got.Scan(string(written)); err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		var want []huiyin.Change
		if err := json.Unmarshal(written, &want); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, []huiyin.Change(got)); d != "" {
			t.Errorf("%s:\n%s", written, d)
		}
	})
}

func TestAPlainDetailNeedsNoDecoder(t *testing.T) {
	e := huiyin.Entry{Detail: []huiyin.Change{{Field: "grade", Before: "minor", After: "major"},
		huiyin.Note("reason", "客户多次来访，\"要求\"赔偿。")}}
	if _, plain := plainDetail(string(e.DetailJSON())); plain {
		t.Error("escapes are left in")
	}
	e.Detail[1].After = "客户多次来访：要求赔偿 {1}, [2]。"
	if got, plain := plainDetail(string(e.DetailJSON())); !plain || cmp.Diff(e.Detail, []huiyin.Change(got)) != "" {
		t.Errorf("read as %v", got)
	}
}
