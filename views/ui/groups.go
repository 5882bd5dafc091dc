package ui

import "slices"

type optionGroup struct {
	name    string
	options []Option
}

// groups puts options of one group together, groups in the order of their first option.
func groups(options []Option) []optionGroup {
	var all []optionGroup
	for len(options) > 0 {
		name, n := options[0].Group, 1
		for n < len(options) && options[n].Group == name {
			n++
		}
		run := options[:n:n]
		options = options[n:]
		if i := slices.IndexFunc(all, func(g optionGroup) bool { return g.name == name }); i >= 0 {
			all[i].options = append(all[i].options, run...)
		} else {
			all = append(all, optionGroup{name, run})
		}
	}
	return all
}
