package huiyin

import (
	"errors"
	"testing"
)

// A form says at once what is wrong with each of its fields, each once; what no field would mend stands alone.
func TestEvery(t *testing.T) {
	all := Every(nil, Invalid("a", "1"), Invalid("b", "2"), Invalid("a", "3"), Conflict("4"), Every(Invalid("c", "5"), Invalid("b", "6")))
	var e *Error
	if !errors.As(all, &e) || KindOf(all) != KindInvalid || e.On("a").Text != "1" || e.On("b").Text != "2" ||
		e.On("c").Text != "5" || e.On("d") != nil || len(e.Also) != 2 {
		t.Errorf("%+v", e)
	}
	if one := Every(Conflict("x"), Invalid("a", "1")); KindOf(one) != KindConflict {
		t.Error(one)
	}
	if err := Every(nil, nil); err != nil {
		t.Error(err)
	}
	var none *Error
	if none.On("a") != nil {
		t.Error("nothing is wrong")
	}
}
