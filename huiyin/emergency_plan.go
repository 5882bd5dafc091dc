package huiyin

import "slices"

// EmergencyList names the steps of an emergency among the lists that are ticked off (rule K2).
const EmergencyList = "emergency"

// ItemRecovered is the step that ends an emergency: all is back to normal.
const ItemRecovered = "recovered"

// EmergencyPlan is an emergency plan (rules K2, B4): who is told first, what is done, what is not, whom to call.
type EmergencyPlan struct {
	Code       string
	Name       string
	Categories []string // of complaints that it is for; a first level stands for its children too
	First      string
	Do         []string
	Dont       []string
	Call       []string
}

// EmergencyPlan gives the plan of the complaint whatever its urgency: the one of its category, or of its channel
// where a government office stands behind it; of an emergency else the general one; nil where there is none
// (rule B4).
func (c *Complaint) EmergencyPlan(o *Org) *EmergencyPlan {
	parent := ""
	if k := o.Category(c.Category); k != nil {
		parent = k.Parent
	}
	for _, code := range []string{c.Category, parent} {
		if i := slices.IndexFunc(emergencyPlanSeed, func(p EmergencyPlan) bool { return code != "" && slices.Contains(p.Categories, code) }); i >= 0 {
			return &emergencyPlanSeed[i]
		}
	}
	if c.Channel == ChannelGovernment {
		return emergencyPlanOf("inspection")
	}
	if c.Urgency == Emergency {
		return emergencyPlanOf("general")
	}
	return nil
}

// toldFirst are those whom a plan tells first: the site's own managers, where it has none the one in charge; never
// who is complained about (rules B4, P4).
func (c *Complaint) toldFirst(o *Org) []string {
	first := slices.DeleteFunc(accounts(o.SiteManagers(c.Site)), c.Bars)
	if len(first) == 0 {
		return c.tier(o, TierManager)
	}
	return first
}

func emergencyPlanOf(code string) *EmergencyPlan {
	return &emergencyPlanSeed[slices.IndexFunc(emergencyPlanSeed, func(p EmergencyPlan) bool { return p.Code == code })]
}

// EmergencyPlans lists the emergency plans.
func EmergencyPlans() []EmergencyPlan { return emergencyPlanSeed }

// SiteManagers lists the project managers of a site, who are told of an emergency first (rule B4).
func (o *Org) SiteManagers(site string) []*Person {
	return o.Active(func(p *Person) bool { return p.Role == Manager && slices.Contains(p.Sites, site) })
}
