package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/web/register"
)

func importFlags(fs *flag.FlagSet) action {
	data := dataFlag(fs)
	site := fs.String("site", "", "the `site` of all lines, where no column says it")
	as := fs.String("as", "", "import as this `account`, else as the system")
	check := fs.Bool("check", false, "only tell what would be imported and refused")
	order := fs.String("day-order", "", "how days such as 03/04/2025 are read: dmy, mdy or ymd")
	return func(ctx context.Context, con console, args []string) (err error) {
		if err := needData(*data); err != nil {
			return err
		}
		file, err := os.Open(args[0])
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }()
		store, err := openExisting(ctx, *data)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, store.Close()) }()
		now := time.Now()
		by, err := importer(store.At(now), *as, *site)
		if err != nil {
			return err
		}
		i := importing{con: con, store: store, by: by, now: now, check: *check}
		mapping, err := store.RegisterMapping(ctx, nil, *site)
		if err != nil {
			return err
		}
		if mapping.DayOrder = huiyin.DayOrder(*order); mapping.Check(by.Org, nil) != nil {
			return fmt.Errorf("there is no order of days %q", *order)
		}
		defer func() {
			if !*check {
				err = errors.Join(err, store.FinishImport(ctx, by, now))
			}
		}()
		r := &huiyin.Register{Org: by.Org, Site: *site, Now: now, Fold: db.Fold, Mapping: mapping}
		if err := register.Read(file, r, math.MaxInt,
			func(c huiyin.OldComplaint, _ []string, wrong *huiyin.Error) error {
				i.titles(r)
				return i.line(ctx, c, wrong)
			}); err != nil {
			return errors.Join(err, i.flush(ctx))
		}
		if err := i.flush(ctx); err != nil {
			return err
		}
		i.titles(r)
		i.notes(r)
		i.sum()
		return nil
	}
}

// openExisting opens an installation that has been founded.
func openExisting(ctx context.Context, dir string) (*db.Store, error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("%s holds no installation", dir)
	}
	store, err := db.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	if len(store.Org().People) == 0 {
		return nil, errors.Join(fmt.Errorf("%s holds no installation", dir), store.Close())
	}
	return store, nil
}

// importer is who imports.
func importer(o *huiyin.Org, account, site string) (huiyin.Actor, error) {
	if site != "" && o.Site(site) == nil {
		return huiyin.Actor{}, fmt.Errorf("there is no site %q", site)
	}
	if account == "" {
		return huiyin.System(o), nil
	}
	p := o.Person(account)
	if p == nil {
		return huiyin.Actor{}, fmt.Errorf("there is no account %q", account)
	}
	by := huiyin.Actor{Person: p, Org: o}
	return by, huiyin.Can(by, huiyin.ActionImport, nil)
}

// importing is an import at work.
type importing struct {
	con   console
	store *db.Store
	by    huiyin.Actor
	now   time.Time
	check bool

	told                           bool
	held                           []huiyin.OldComplaint
	took, again, refused, up, gone int
}

// atOnce is how many lines are held in memory.
const atOnce = 1000

// titles tells once how the columns were matched.
func (i *importing) titles(r *huiyin.Register) {
	if i.told || r.HeadLine() == 0 {
		return
	}
	i.told = true
	var read, left []string
	for _, m := range r.Matched() {
		switch {
		case m.Field != "" && m.Field != m.Title:
			read = append(read, m.Title+" → "+m.Field)
		case m.Field != "":
			read = append(read, m.Field)
		case m.Title != "":
			left = append(left, m.Title)
		}
	}
	fmt.Fprintf(i.con.out, "columns:  %s\n", strings.Join(read, ", "))
	if len(left) > 0 {
		fmt.Fprintf(i.con.out, "left out: %s\n", strings.Join(left, ", "))
	}
}

func (i *importing) line(ctx context.Context, c huiyin.OldComplaint, wrong *huiyin.Error) error {
	if wrong != nil {
		if err := i.flush(ctx); err != nil { // so that the lines are told in their order
			return err
		}
		i.refuse(c.Sheet, c.Line, wrong)
		return nil
	}
	if i.held = append(i.held, c); len(i.held) < atOnce {
		return nil
	}
	return i.flush(ctx)
}

func (i *importing) refuse(sheet string, line int, wrong *huiyin.Error) {
	i.refused++
	i.say(sheet, line, strings.Join(strings.Fields(wrong.Error()), " "))
}

// say names a line with what became of it.
func (i *importing) say(sheet string, line int, what string) {
	if sheet != "" {
		sheet += " "
	}
	fmt.Fprintf(i.con.out, "%sline %d: %s\n", sheet, line, what)
}

// notes tells what was altered or left out.
func (i *importing) notes(r *huiyin.Register) {
	for _, n := range r.Notes {
		lines := make([]string, len(n.Lines))
		for k, g := range n.Lines {
			lines[k] = g.String()
		}
		fmt.Fprintln(i.con.out, strings.Join(strings.Fields(fmt.Sprintf("note: %s %s %s %s (%d) %s", n.Kind, n.Sheet, n.Column,
			n.Example, n.Count, strings.Join(lines, ","))), " "))
	}
}

// flush imports the lines held.
func (i *importing) flush(ctx context.Context) error {
	take := i.store.TakeOver
	if i.check {
		take = i.store.TryOver
	}
	taken, err := take(ctx, i.by, i.now, i.held)
	i.held = i.held[:0]
	for _, k := range taken {
		switch {
		case k.Refused != nil:
			i.refuse(k.Sheet, k.Line, k.Refused)
		case k.Already:
			i.again++
			i.say(k.Sheet, k.Line, "imported before as "+k.Number)
		default:
			i.took++
			if k.Rises {
				i.up++
			}
			if k.Goes {
				i.gone++
			}
		}
	}
	return err
}

func (i *importing) sum() {
	done := "imported"
	if i.check {
		done = "would import"
	}
	fmt.Fprintf(i.con.out, "%s %d, imported before %d, refused %d\n", done, i.took, i.again, i.refused)
	if i.up > 0 {
		fmt.Fprintf(i.con.out, "%d of them are open and more than a month old: the clock makes them major\n", i.up)
	}
	if i.gone > 0 {
		fmt.Fprintf(i.con.out, "%d of them ended longer ago than personal data is kept: the clock takes it out\n",
			i.gone)
	}
}
