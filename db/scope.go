package db

import (
	"slices"
	"strings"

	"huiyin/huiyin"
)

// condition is a piece of WHERE with its arguments.
type condition struct {
	sql  string
	args []any
}

func where(conditions []condition) (string, []any) {
	var parts []string
	var args []any
	for _, c := range conditions {
		parts = append(parts, c.sql)
		args = append(args, c.args...)
	}
	if len(parts) == 0 {
		return "1", nil
	}
	return strings.Join(parts, " AND "), args
}

// scope is what a person may see, in the pieces that queries are built from (rule P3). It is the
// SQL of huiyin.Complaint.Visible.
type scope struct {
	all      bool     // every site
	sites    []string // answers for, or stands in for who does (rule P6)
	keys     []string // concerned under
	me       string
	stands   []string // in whose place they decide
	ownSites []string // without that
	ownKeys  []string
}

func scopeOf(by huiyin.Actor) scope {
	sc := scope{keys: by.Org.Keys(by.Person), me: by.Account, all: true}
	names := append([]*huiyin.Person{by.Person}, by.Org.StandsFor(by.Person)...)
	company := false
	for _, p := range names {
		company = company || p.Role >= huiyin.Manager
	}
	for _, s := range by.Org.Sites {
		if by.AnswersFor(s.Code) {
			sc.ownSites = append(sc.ownSites, s.Code)
		}
		if slices.ContainsFunc(names, func(p *huiyin.Person) bool { return p.AnswersFor(s.Code) }) {
			sc.sites = append(sc.sites, s.Code)
		} else {
			sc.all = false
		}
	}
	sc.all = sc.all && company
	sc.ownKeys = sc.keys
	for _, p := range names[1:] {
		sc.stands = append(sc.stands, p.Account)
		for _, k := range by.Org.HandedKeys(p) {
			if !slices.Contains(sc.keys, k) {
				sc.keys = append(slices.Clone(sc.keys), k)
			}
		}
	}
	return sc
}

// open keeps a complaint from whom it is about (rule P4), from who sees it only in the place of someone it
// is about (rule P6), and a restricted one from who may not open it (rule P8).
func (sc scope) open() condition { return sc.kept(false) }

// known is open for lists of what exists: restricted complaints of one's sites are among them.
func (sc scope) known() condition { return sc.kept(true) }

func (sc scope) kept(known bool) condition {
	out := sc.out(known)
	return condition{"c.id NOT IN (" + out.sql + ")", out.args}
}

// hidden are the ids that open keeps out.
func (sc scope) hidden() condition { return sc.out(false) }

func (sc scope) out(known bool) condition {
	sql, args := "SELECT complaint FROM accused WHERE account = ?", []any{sc.me}
	concerned := func(keys []string, id string) string {
		return "EXISTS (SELECT 1 FROM concern k WHERE k.complaint = " + id + " AND k.who IN (" +
			placeholders(len(keys)) + "))"
	}
	if len(sc.sites) > 0 && !known {
		sql += " UNION ALL SELECT r.complaint FROM restricted r WHERE r.site IN (" + placeholders(len(sc.sites)) +
			") AND NOT " + concerned(sc.keys, "r.complaint")
		args = append(append(args, anys(sc.sites)...), anys(sc.keys)...)
	}
	if len(sc.stands) > 0 {
		sql += " UNION ALL SELECT a.complaint FROM accused a CROSS JOIN complaint d ON d.id = a.complaint WHERE " +
			"a.account IN (" + placeholders(len(sc.stands)) + ") AND NOT " + concerned(sc.ownKeys, "d.id")
		args = append(append(args, anys(sc.stands)...), anys(sc.ownKeys)...)
		if len(sc.ownSites) > 0 {
			own := "d.site IN (" + placeholders(len(sc.ownSites)) + ")"
			if !known {
				own += " AND d.restricted = 0"
			}
			sql, args = sql+" AND NOT ("+own+")", append(args, anys(sc.ownSites)...)
		}
	}
	return condition{sql, args}
}

// flat is the whole rule, for queries that another index drives.
func (sc scope) flat() []condition { return append(sc.seen(), sc.open()) }

// seen is the rule but for open.
func (sc scope) seen() []condition {
	if sc.all {
		return nil
	}
	seen := condition{"EXISTS (SELECT 1 FROM concern k WHERE k.complaint = c.id AND k.who IN (" +
		placeholders(len(sc.keys)) + "))", anys(sc.keys)}
	if len(sc.sites) > 0 {
		seen = condition{"(c.site IN (" + placeholders(len(sc.sites)) + ") OR " + seen.sql + ")",
			append(anys(sc.sites), seen.args...)}
	}
	return []condition{seen}
}
