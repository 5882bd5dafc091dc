package ui

import "slices"

type optionGroup struct {
	name    string
	options []Option
}

// groups puts options of one group together, groups in the order of their first option.
func groups(options []Option) []optionGroup {
	var all []optionGroup
	for _, o := range options {
		i := slices.IndexFunc(all, func(g optionGroup) bool { return g.name == o.Group })
		if i < 0 {
			i = len(all)
			all = append(all, optionGroup{name: o.Group})
		}
		all[i].options = append(all[i].options, o)
	}
	return all
}
