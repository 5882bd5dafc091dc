package complaints

import (
	"strconv"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

func rating(n int) string {
	if n == 0 {
		return "—"
	}
	return strconv.Itoa(n)
}

func ratings() []ui.Option {
	out := make([]ui.Option, 5)
	for i := range out {
		out[i] = ui.Option{Value: strconv.Itoa(i + 1), Label: strconv.Itoa(i + 1)}
	}
	return out
}

func rated(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func lossPlain(m huiyin.Money) string {
	if m == 0 {
		return ""
	}
	return m.Plain()
}

// everyone are all people, those complained about too.
func (v View) everyone() []ui.Option {
	var out []ui.Option
	for _, p := range v.By.Org.Active(func(p *huiyin.Person) bool { return !p.Admin }) {
		out = append(out, ui.Option{Value: p.Account, Label: p.Name + " · " + v.T(p.Title())})
	}
	return out
}
