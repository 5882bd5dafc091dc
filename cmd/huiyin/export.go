package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/sheet"
)

func exportFlags(fs *flag.FlagSet) action {
	data := dataFlag(fs)
	site := fs.String("site", "", "only this `site`")
	from := fs.String("from", "", "only what was received from this `date` on, such as 2025-03-01")
	to := fs.String("to", "", "only what was received until this `date`, the day included")
	return func(ctx context.Context, con console, args []string) (err error) {
		if err := needData(*data); err != nil {
			return err
		}
		target := args[0]
		kind := strings.ToLower(filepath.Ext(target))
		if kind != ".xlsx" && kind != ".csv" {
			return errors.New("the file's name must end in .xlsx or .csv")
		}
		if _, err := os.Stat(target); err == nil {
			return fmt.Errorf("%s is there already", target)
		}
		store, err := openExisting(ctx, *data)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, store.Close()) }()
		now := time.Now()
		by := huiyin.System(store.At(now))
		f := huiyin.Filter{Site: *site}
		if *site != "" && by.Org.Site(*site) == nil {
			return fmt.Errorf("there is no site %q", *site)
		}
		if f.From, err = exportDay(by.Org.Zone, "from", *from, 0); err != nil {
			return err
		}
		if f.To, err = exportDay(by.Org.Zone, "to", *to, 1); err != nil {
			return err
		}
		n, merged, err := writeExport(ctx, store, by, now, f, target, kind == ".xlsx")
		if err != nil {
			return err
		}
		fmt.Fprintf(con.out, "exported %d complaints into %s\n", n, target)
		if merged > 0 {
			fmt.Fprintf(con.out, "%d that are merged into others were left out\n", merged)
		}
		return nil
	}
}

func exportDay(zone *time.Location, flag, day string, more int) (time.Time, error) {
	if day == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, day, zone)
	if err != nil {
		return t, fmt.Errorf("--%s: %q is no date such as 2025-03-01", flag, day)
	}
	return t.AddDate(0, 0, more).UTC(), nil
}

// writeExport writes the complaints that are not merged into others. The file has its name only once the
// export stands in the journal (rules P5, J3).
func writeExport(ctx context.Context, store *db.Store, by huiyin.Actor, now time.Time, f huiyin.Filter, target string,
	excel bool) (n, merged int, err error) {
	temp, err := os.CreateTemp(filepath.Dir(target), ".huiyin-export-*")
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = os.Remove(temp.Name()) }()
	o := store.Org()
	book := sheet.Book{Sheet: "投诉", Title: "投诉", Company: o.Company, Zone: o.Zone, At: now}
	for _, title := range huiyin.ExportTitles() {
		book.Columns = append(book.Columns, sheet.Column{Head: title})
	}
	w, err := sheet.NewTable(temp, excel, book)
	if err != nil {
		return 0, 0, errors.Join(err, temp.Close())
	}
	var shown []*huiyin.Complaint
	err = store.Each(ctx, by, now, f, func(c *huiyin.Complaint) error {
		if c.Merged() {
			merged++
			return nil
		}
		shown = append(shown, &huiyin.Complaint{Record: huiyin.Record{ID: c.ID}})
		return w.Row(sheet.Texts(huiyin.ExportRow(by.Org, c)))
	})
	if err := errors.Join(err, w.Close(), temp.Sync(), temp.Close()); err != nil {
		return 0, 0, err
	}
	e := huiyin.NewEntry("", huiyin.ActionExport, "export:"+filepath.Base(target), now,
		huiyin.Note("rows", strconv.Itoa(len(shown))), huiyin.Note("field", "phone"))
	if err := store.NoteExport(ctx, e, shown); err != nil {
		return 0, 0, err
	}
	return len(shown), merged, os.Rename(temp.Name(), target)
}
