package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
)

// restrictionRoutes are who alone may see a case (rule P8), who stands back (rule P4), whose it is (rule K11), the
// legal hold (rule T2), and what the law wants reported (rule D18).
func (s *Server) restrictionRoutes() []route {
	return []route{
		s.onCase("restrict", huiyin.ActionRestrict, s.restrict),
		s.onCase("lift", huiyin.ActionLiftRestriction, s.lift),
		s.onCase("hold", huiyin.ActionHold, s.hold),
		s.onCase("hold/end", huiyin.ActionEndHold, s.endHold),
		s.onCase("releases/:n/decide", huiyin.ActionReleaseData, s.releaseData),
		s.onCase("reports/:n", huiyin.ActionReportLaw, s.reportLaw),
		s.onCase("recuse", huiyin.ActionRecuse, s.recuse),
		s.onCase("recuse/:n/decide", huiyin.ActionDecideRecusal, s.decideRecusal),
		s.onCase("transfer", huiyin.ActionTransfer, s.transfer),
		s.onCase("transfer/accept", huiyin.ActionAcceptTransfer, s.acceptTransfer),
		s.onCase("transfer/back", huiyin.ActionSendBack, s.sendBack),
	}
}

type restrictForm struct {
	People []string `form:"people"`
	Reason string   `form:"reason"`
}

func (s *Server) restrict(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f restrictForm) error {
		return k.Restrict(by, now, f.People, f.Reason)
	})
}

// releaseForm is the word on this complaint's part of an extract.
type releaseForm struct {
	Decision huiyin.Decision `form:"decision"`
	Reason   string          `form:"reason"`
}

// releaseData lets this complaint's part go to its customer, or refuses it (rule B1).
func (s *Server) releaseData(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f releaseForm) error {
		return k.ReleaseData(by, now, n, f.Decision, f.Reason)
	})
}

func (s *Server) lift(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f reasonForm) error {
		return k.Lift(by, now, f.Reason)
	})
}

func (s *Server) hold(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f reasonForm) error {
		return k.Hold(by, now, f.Reason)
	})
}

func (s *Server) endHold(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f reasonForm) error {
		return k.EndHold(by, now, f.Reason)
	})
}

type reportLawForm struct {
	To     string    `form:"to"`
	At     time.Time `form:"at"`
	Way    string    `form:"way"`
	RegNo  string    `form:"number"`
	Reason string    `form:"not_needed"`
}

// reportLaw writes down a report that the law wants (rule D18).
func (s *Server) reportLaw(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f reportLawForm) error {
		return k.ReportLaw(by, now, n, huiyin.LawReporting(f))
	})
}

type recuseForm struct {
	Who    string `form:"who"`
	Reason string `form:"reason"`
}

func (s *Server) recuse(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f recuseForm) error {
		return k.Recuse(by, now, f.Who, f.Reason)
	})
}

type recusalForm struct {
	Decision huiyin.RecusalDecision `form:"decision"`
	Words    string                 `form:"words"`
}

func (s *Server) decideRecusal(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f recusalForm) error {
		return k.DecideRecusal(by, now, n, f.Decision, f.Words)
	})
}

type transferForm struct {
	Site   string `form:"site"`
	Reason string `form:"reason"`
}

// transfer hands a case to another site (rule K11).
func (s *Server) transfer(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f transferForm) error {
		return k.Transfer(by, now, f.Site, f.Reason)
	})
}

func (s *Server) acceptTransfer(c echo.Context) error {
	return s.change(c, func(k *huiyin.Complaint) error { return k.AcceptTransfer(actor(c), s.Now()) })
}

func (s *Server) sendBack(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f reasonForm) error {
		return k.SendBack(by, now, f.Reason)
	})
}
