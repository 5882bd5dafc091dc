package demo

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

// replay lets the stories happen one moment after the other, each deed by the person concerned and at
// its time, with what falls due in between. What would lie after now is a mistake in a story.
func replay(ctx context.Context, store *db.Store, now time.Time, stories []story) error {
	return store.Together(ctx, func(b *db.Batch) error {
		events, err := eventsOf(store, b, now, stories)
		if err != nil {
			return err
		}
		for _, e := range events {
			if e.at.After(now) {
				return fmt.Errorf("the story of %s goes beyond now", stories[e.story].in.Name)
			}
			if err := db.PassTime(ctx, b, time.Time{}, e.at, func(time.Time) {}); err != nil {
				return err
			}
			if err := e.do(); err != nil {
				return fmt.Errorf("the story of %s at %s: %w", stories[e.story].in.Name, e.at.Format(time.DateTime),
					err)
			}
		}
		return db.PassTime(ctx, b, time.Time{}, now, func(time.Time) {})
	})
}

// eventsOf lists what happens in all the stories, in order of time.
func eventsOf(store *db.Store, b *db.Batch, now time.Time, stories []story) ([]event, error) {
	var events []event
	org := store.Org()
	numbers := make([]string, len(stories))
	for i, s := range stories {
		received, err := s.received(now, org.Zone)
		if err != nil {
			return nil, err
		}
		s.in.Site, s.in.Phone = s.site, fictionalPhone(i, s.in)
		if s.in.Emotion != "calm" {
			s.in.PromisedAt = received.Add(24 * time.Hour)
		}
		if s.in.EventPlace != "" {
			s.in.EventAt = received.Add(-time.Duration(1+i%5) * 7 * time.Hour)
		}
		events = append(events, event{received, i, func() (err error) {
			numbers[i], err = b.Record(actorOf(org, s.by), received, s.in)
			return err
		}})
		for _, a := range s.acts {
			at, err := moment(a.when, received, org.Zone)
			if err != nil {
				return nil, err
			}
			events = append(events, event{at, i, func() error {
				return b.ChangeComplaint(numbers[i], func(c *huiyin.Complaint) error {
					return a.do(&place{c, actorOf(org, cmp.Or(a.by, c.Owner)), at, store})
				})
			}})
		}
	}
	if len(stories) > 0 {
		events = append(append(events, slipEvents(org, b, now)...), documentEvents(org, b, now)...)
		events = append(events, alarmEvents(org, b, now)...)
		events = append(events, crisisEvents(org, b, now)...)
		events = append(events, unitEvents(org, b, now)...)
		events = append(events, planEvents(org, b, now, func() (found []string) {
			for i, s := range stories {
				if s.site == "JY" && org.TopCategory(s.in.Category) == "repair" && numbers[i] != "" {
					found = append(found, numbers[i])
				}
			}
			return found
		})...)
	}
	slices.SortStableFunc(events, func(a, b event) int { return a.at.Compare(b.at) })
	return events, nil
}

func (s story) received(now time.Time, zone *time.Location) (time.Time, error) {
	if s.day == 0 {
		return now.Add(-s.ago).Truncate(time.Minute), nil
	}
	return moment(fmt.Sprintf("%d %s", -s.day, s.at), now, zone)
}

// moment reads when an act happens.
func moment(when string, from time.Time, zone *time.Location) (time.Time, error) {
	if span, ok := strings.CutPrefix(when, "+"); ok {
		d, err := time.ParseDuration(span)
		return from.Add(d), err
	}
	var days, hour, minute int
	if _, err := fmt.Sscanf(when, "%d %d:%d", &days, &hour, &minute); err != nil {
		return time.Time{}, fmt.Errorf("moment %q: %w", when, err)
	}
	y, m, d := from.In(zone).Date()
	return time.Date(y, m, d+days, hour, minute, 0, 0, zone), nil
}

func actorOf(o *huiyin.Org, account string) huiyin.Actor {
	return huiyin.Actor{Person: o.Person(account), Org: o}
}

// fictionalPhone gives a number that nobody has; some visitors leave none.
func fictionalPhone(i int, in huiyin.Intake) string {
	if in.Anonymous() || in.Channel == huiyin.ChannelVisit && i%3 == 0 {
		return ""
	}
	return fmt.Sprintf("%s%04d", []string{"1380000", "1390000", "1370000"}[i%3], 1000+i*733%9000)
}

// picture draws what an attachment shows: a signed page, or something like a photograph. The same seed
// gives the same picture.
func picture(kind huiyin.EvidenceKind, seed string) []byte {
	var key [32]byte
	copy(key[:], huiyin.Digest(seed))
	r := rand.New(rand.NewChaCha8(key))
	bounds := image.Rect(0, 0, 480, 320)
	if kind != "photo" {
		bounds = image.Rect(0, 0, 360, 510)
	}
	img := image.NewPaletted(bounds, color.Palette{
		color.Gray{250}, color.Gray{210}, color.Gray{120}, color.Gray{40}, color.RGBA{30, 60, 160, 255},
		color.RGBA{178, 190, 200, 255}, color.RGBA{134, 150, 142, 255}, color.RGBA{196, 178, 148, 255},
		color.RGBA{92, 106, 116, 255},
	})
	fill := func(rect image.Rectangle, c uint8) {
		draw.Draw(img, rect, image.NewUniform(img.Palette[c]), image.Point{}, draw.Src)
	}
	if kind == "photo" { // a wall, a floor, some things and a stain
		fill(bounds, 5)
		fill(image.Rect(0, 190+r.IntN(60), 480, 320), 7)
		for range 5 {
			x, y := r.IntN(420), 80+r.IntN(150)
			fill(image.Rect(x, y, x+30+r.IntN(90), y+30+r.IntN(110)), uint8(6+r.IntN(3)))
		}
		cx, cy, size := 80+r.Float64()*320, 40+r.Float64()*120, 25+r.Float64()*40
		for a := 0.0; a < 2*math.Pi; a += 0.004 {
			for d := 0.0; d < size*(0.7+0.3*math.Sin(5*a)); d++ {
				img.SetColorIndex(int(cx+d*math.Cos(a)*1.6), int(cy+d*math.Sin(a)), 8)
			}
		}
	} else { // a page of text with a signature under it
		fill(bounds, 0)
		fill(image.Rect(110, 30, 250, 42), 3)
		for y := 70; y < 400; y += 14 {
			fill(image.Rect(36, y, 120+r.IntN(204), y+4), 2)
			fill(image.Rect(36, y+9, 324, y+10), 1)
		}
		for x := 0.0; x < 110; x += 0.05 {
			y := 450 + 16*math.Sin(x/6+float64(key[0]))*math.Cos(x/17)
			fill(image.Rect(190+int(x), int(y), 192+int(x), int(y)+2), 4)
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img) // into memory
	return b.Bytes()
}
