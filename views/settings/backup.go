package settings

import (
	"time"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// Backup is when and where the portal backs itself up, and how that fares.
type Backup struct {
	View
	Plan        *huiyin.BackupPlan
	Wall        time.Time // by the wall, whatever the rehearsal's clock says
	Good, Tried time.Time
	File        string
	Failed      string
	Stamped     huiyin.Timestamp // the last that came (rule J4)
	Default     string           // the folder in the data directory
}

// asked tells whether one is wanted that has not been tried.
func (v Backup) asked() bool { return v.Plan.Asked.After(v.Tried) }

func (v Backup) wall() ui.Clock { return ui.Clock{Now: v.Wall, Zone: v.Zone, Lang: v.Lang} }
