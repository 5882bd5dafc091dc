package web

import (
	"net/http"
	"strings"
	"testing"
)

// What proves who somebody is stands in the database as a hash or, where it has to be shown to others (the
// second factor,
// the mail server, a robot), in its own table alone; no journal, page or log has it.
func TestSecretsStandWhereTheyMustOnly(t *testing.T) {
	p := newPortal(t)
	p.server.Courier = &runner{}
	admin := p.as("admin")
	admin.must("/settings/delivery", "portal", "http://portal:8080/", "on", "1", "host", "mail.example.com", "port",
		"465", "security", "tls", "from", "h@example.com", "user", "h", "password", "geheim-of-mail")
	admin.must("/settings/robots", "name", "景园群", "kind", "dingtalk", "url",
		"https://chat.example.com/send?access_token=geheim-of-robot", "secret", "SECgeheim-sign", "members", "u01",
		"on", "1")
	p.password("a01")
	v := visitor{p, p.signIn("a01", "huiyin-demo", home).cookie().Value}
	second, codes := p.enrol(v)
	v.must("/account/password", "old", "huiyin-demo", "new", "geheim-of-a01-long", "again", "geheim-of-a01-long")
	if a := v.post("/account/password", "old", "wrong-geheim", "new", "geheim-unused", "again",
		"geheim-unused"); a.status != 422 {
		t.Errorf("a wrong password: %d", a.status)
	}
	p.signIn("a01", "guessed-geheim", home)

	secrets := []string{"huiyin-demo", "geheim-of-a01-long", "wrong-geheim", "guessed-geheim", "geheim-unused", v.cookie,
		second, "geheim-of-mail", "geheim-of-robot", "SECgeheim-sign"}
	for _, c := range codes {
		secrets = append(secrets, c, strings.ReplaceAll(c, "-", ""))
	}
	for _, table := range p.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE " +
		"VIRTUAL%'") {
		for _, row := range p.rows("SELECT * FROM " + table[0]) {
			for _, secret := range secrets {
				if strings.Contains(strings.Join(row, "|"), secret) {
					t.Errorf("table %s holds %q", table[0], secret)
				}
			}
		}
	}
	pages := map[string]string{"the log": p.log.String()}
	for _, path := range []string{"/", "/settings", "/settings/people", "/settings/journal", "/settings/delivery",
		"/settings/robots/1", "/settings/people/a01", "/status"} {
		a := p.as("admin").get(path)
		if a.status != http.StatusOK && path != "/settings/people/a01" {
			t.Errorf("%s: %d", path, a.status)
		}
		pages[path] = a.body
	}
	pages["/account/security"] = p.as("a01").get("/account/security").body
	for where, text := range pages {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%s tells %q", where, secret)
			}
		}
	}
}
