package huiyin

import (
	"slices"
	"strings"
)

// Abroad says that a server to which personal data go lies outside the mainland, and on what ground they may (rule K13).
type Abroad struct {
	Abroad bool   `json:",omitempty"`
	Ground string `json:"AbroadGround,omitempty"`
}

// foreignServices are those of big providers abroad whose names do not show it.
var foreignServices = []string{"gmail.com", "googlemail.com", "google.com", "outlook.com", "office365.com", "office.com",
	"live.com", "hotmail.com", "microsoftonline.com", "azure.com", "windows.net", "yahoo.com", "icloud.com", "me.com",
	"amazonaws.com", "sendgrid.net", "mailgun.org", "mailgun.com", "mailchimp.com", "postmarkapp.com", "zoho.com",
	"protonmail.com", "proton.me", "fastmail.com", "okta.com", "auth0.com", "onelogin.com", "jumpcloud.com",
	"digitaloceanspaces.com", "backblazeb2.com", "wasabisys.com", "cloudflarestorage.com", "googleapis.com"}

// homeDomains end the names of the mainland.
var homeDomains = []string{"cn", "xn--fiqs8s", "xn--fiqz9s", "xn--55qx5d", "xn--io0a7i"}

// ForeignHost tells whether a server's name shows that it lies outside the mainland: a provider known to, or the domain of
// another country or region. Of an address, and of a name like .com, it says nothing.
func ForeignHost(host string) bool {
	host = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(host)), ".")
	for _, s := range foreignServices {
		if host == s || strings.HasSuffix(host, "."+s) {
			return true
		}
	}
	dot := strings.LastIndexByte(host, '.')
	if dot < 0 || slices.Contains(homeDomains, host[dot+1:]) {
		return false
	}
	// domains of countries have two letters, and no others have; what has figures is an address
	return len(host[dot+1:]) == 2 && !strings.ContainsAny(host[dot+1:], "0123456789]")
}

// check refuses a server abroad without its ground; one at home has none.
func (a *Abroad) check(host string) error {
	if trimmed(&a.Ground); ForeignHost(host) {
		a.Abroad = true
	}
	if !a.Abroad {
		a.Ground = ""
		return nil
	}
	if a.Ground == "" {
		return Invalid("abroad_ground", "这个服务器在境外，个人信息会传到境外：须写明依据（如单独同意、标准合同备案、安全评估），否则不能使用。")
	}
	return within("abroad_ground", a.Ground, 1000)
}

// changesTo lists what differs, for the journal.
func (a Abroad) changesTo(to Abroad) []Change {
	return changes("abroad", flag(a.Abroad), flag(to.Abroad), "abroad_ground", a.Ground, to.Ground)
}
