package db

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"huiyin/huiyin"
)

// Whatever stands in a column that holds JSON is read or refused, and what was written is read as it was.
func FuzzStoredTexts(f *testing.F) {
	f.Add("name", `引"号\`, "\u2028<b>", `[{"field":"x"}]`)
	f.Add("", "}", "],[", `{"On":true,"At":-1,"Keep":1e99}`)
	f.Add("a", "\xff", "\x00", `[null,1]`)
	f.Fuzz(func(t *testing.T, field, before, after, text string) {
		var got, plain detail
		_ = got.Scan(text)
		var l []string
		_ = list{&l}.Scan(text)
		_ = json.Unmarshal([]byte(text), huiyin.DefaultBackupPlan())
		change := []huiyin.Change{{Field: field, Before: before, After: after}, {Field: after}}
		b, err := json.Marshal(change)
		if err != nil {
			t.Fatal(err)
		}
		var want []huiyin.Change
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		if err := plain.Scan(string(b)); err != nil || !reflect.DeepEqual([]huiyin.Change(plain), want) {
			t.Errorf("%s is read as %q, %v", b, plain, err)
		}
		if b, err = json.Marshal([]string{field, before}); err != nil {
			t.Fatal(err)
		}
		var texts []string
		if err := json.Unmarshal(b, &texts); err != nil {
			t.Fatal(err)
		}
		if err := (list{&l}).Scan(string(b)); err != nil || !slices.Equal(l, texts) {
			t.Errorf("%s is read as %q, %v", b, l, err)
		}
	})
}
