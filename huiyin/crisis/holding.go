package crisis

import (
	"fmt"
	"strings"
	"time"

	"huiyin/huiyin"
)

// Holding is a holding statement 首发口径: words approved beforehand, with blanks for place, phone and time alone (rule R3).
type Holding struct {
	huiyin.Record
	Name       string
	Text       string
	At         time.Time
	By         string
	ApprovedAt time.Time
	ApprovedBy string
	EndedAt    time.Time
	EndedBy    string
}

// HoldingNumber is the number of a holding statement, SF-20250508-1.
func HoldingNumber(day time.Time, n int) string {
	return fmt.Sprintf("SF-%s-%d", day.Format("20060102"), n)
}

// The blanks of a holding statement.
const (
	BlankPlace = "{" + "地点" + "}"
	BlankPhone = "{" + "电话" + "}"
	BlankTime  = "{" + "时间" + "}"
)

// WriteHolding writes a holding statement; it is used only when a vice president has approved it.
func WriteHolding(by huiyin.Actor, now time.Time, name, text string) (*Holding, error) {
	if err := huiyin.Can(by, huiyin.ActionWriteHolding, nil); err != nil {
		return nil, err
	}
	var blank error
	if rest := strings.NewReplacer(BlankPlace, "", BlankPhone, "", BlankTime, "").Replace(text); strings.ContainsAny(rest, "{}_") {
		blank = huiyin.Invalid("text", "留空只能写 %s、%s、%s。", BlankPlace, BlankPhone, BlankTime)
	}
	if err := huiyin.Every(huiyin.Needed("name", name, mostPlace), huiyin.Needed("text", text, mostText), noSum(text), blank); err != nil {
		return nil, err
	}
	h := &Holding{Record: huiyin.Record{Version: 1}, Name: name, Text: text, At: now, By: by.Account}
	h.Note(by, huiyin.ActionWriteHolding, "", h.state(), now, huiyin.Note("title", name), huiyin.Note("text", text))
	return h, nil
}

// Visible: whoever may open a crisis knows its holding statements; the seats choose among the approved on the case.
func (h *Holding) Visible(by huiyin.Actor) bool { return by.Role >= huiyin.Manager }

// Lets: a vice president approves, who writes may end.
func (h *Holding) Lets(by huiyin.Actor, act huiyin.Action) bool {
	return act != huiyin.ActionApproveHolding || by.Role == huiyin.VP
}

// TakesPlace: as long as it is not ended.
func (h *Holding) TakesPlace(act huiyin.Action) error {
	switch {
	case !h.EndedAt.IsZero():
		return huiyin.Conflict("这份首发口径已停用。")
	case act == huiyin.ActionApproveHolding && !h.ApprovedAt.IsZero():
		return huiyin.Conflict("已由他人批准。")
	}
	return nil
}

// Offers tells whether an action is open to a person as it stands (rule W1).
func (h *Holding) Offers(by huiyin.Actor, act huiyin.Action) bool {
	return huiyin.ReadyOn(by, act, h) == nil
}

// state is where it stands, for the journal.
func (h *Holding) state() huiyin.State {
	switch {
	case !h.EndedAt.IsZero():
		return "ended"
	case !h.ApprovedAt.IsZero():
		return "approved"
	}
	return "draft"
}

// Usable tells whether it may be issued.
func (h *Holding) Usable() bool { return !h.ApprovedAt.IsZero() && h.EndedAt.IsZero() }

// Approve lets it be issued unchanged by the leaders on duty and on site.
func (h *Holding) Approve(by huiyin.Actor, now time.Time) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionApproveHolding, h); err != nil {
		return err
	}
	from := h.state()
	h.ApprovedAt, h.ApprovedBy = now, by.Account
	h.Note(by, huiyin.ActionApproveHolding, from, h.state(), now)
	return nil
}

// End takes it out of use.
func (h *Holding) End(by huiyin.Actor, now time.Time) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionEndHolding, h); err != nil {
		return err
	}
	from := h.state()
	h.EndedAt, h.EndedBy = now, by.Account
	h.Note(by, huiyin.ActionEndHolding, from, h.state(), now)
	return nil
}

// Asks tells which blanks it has.
func (h *Holding) Asks(blank string) bool { return strings.Contains(h.Text, blank) }

// Filled is the text with its blanks filled in, each at its field.
func (h *Holding) Filled(place, phone, at string) (string, error) {
	need := func(field, blank, text string, most int) error {
		if !h.Asks(blank) {
			return huiyin.AtMost(field, text, most)
		}
		return huiyin.Needed(field, text, most)
	}
	if err := huiyin.Every(need("place", BlankPlace, place, mostPlace), need("phone", BlankPhone, phone, 50),
		need("time", BlankTime, at, 50)); err != nil {
		return "", err
	}
	return strings.NewReplacer(BlankPlace, place, BlankPhone, phone, BlankTime, at).Replace(h.Text), nil
}
