package web

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-ldap/ldap/v3"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
	own "huiyin/web/ldap"
)

// slapd is a real OpenLDAP server with people and groups of its own.
type slapd struct {
	t           *testing.T
	plain, safe int // its ports; the plain one does STARTTLS too
	ca          string
	process     *os.Process
}

const (
	suffix      = "dc=example,dc=com"
	serviceName = "cn=huiyin,ou=services," + suffix
	servicePass = "service-Geheim-7!"
	rootPass    = "root-Geheim-7!"
	agentsDN    = "cn=经办人，海悦府,ou=groups," + suffix // a comma of Chinese is no comma of LDAP
	headsDN     = "cn=heads,ou=groups," + suffix
	managersDN  = "cn=managers-hy,ou=groups," + suffix
	managersDN2 = "cn=managers-lt,ou=groups," + suffix
	goodPass    = "域密码-Ünïcode 8"
)

// startSlapd starts a server. Without the program the test is left out, in words; where HUIYIN_TEST_ALL is set it
// fails instead.
func startSlapd(t *testing.T) *slapd {
	t.Helper()
	dbtest.Whole(t)
	program, err := exec.LookPath("slapd")
	if err != nil {
		if program = "/usr/sbin/slapd"; !exists(program) {
			if os.Getenv("HUIYIN_TEST_ALL") != "" {
				t.Fatal("slapd is not installed")
			}
			t.Skip("left out: slapd is not installed")
		}
	}
	s, dir := &slapd{t: t, plain: freePort(t), safe: freePort(t)}, t.TempDir()
	s.certify(dir)
	data := filepath.Join(dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	conf := filepath.Join(dir, "slapd.conf")
	text := strings.NewReplacer("DIR", dir, "SUFFIX", suffix, "SERVICE", serviceName, "ROOTPASS", rootPass).Replace(`
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
moduleload ppolicy
pidfile DIR/pid
TLSCACertificateFile DIR/ca.pem
TLSCertificateFile DIR/server.pem
TLSCertificateKeyFile DIR/server.key
database mdb
maxsize 16777216
suffix "SUFFIX"
rootdn "cn=root,SUFFIX"
rootpw "ROOTPASS"
directory DIR/data
dbnosync
index objectClass,uid,member eq
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="SERVICE" read by * none
overlay memberof
overlay ppolicy
ppolicy_default "cn=policy,SUFFIX"
`)
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s.start(program, conf)
	s.fill()
	return s
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port
}

func (s *slapd) start(program, conf string) {
	s.t.Helper()
	cmd := exec.Command(program, "-d", "0", "-f", conf, "-h",
		fmt.Sprintf("ldap://127.0.0.1:%d/ ldaps://127.0.0.1:%d/", s.plain, s.safe))
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.process = cmd.Process
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	s.t.Cleanup(func() { _ = cmd.Process.Kill(); <-ended })
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	late := time.After(patience)
	for {
		if c, err := net.Dial("tcp", "127.0.0.1:"+strconv.Itoa(s.safe)); err == nil {
			_ = c.Close()
			return
		}
		select {
		case <-ended:
			s.t.Fatalf("slapd ended: %s", said.String())
		case <-late:
			s.t.Fatal("slapd does not answer")
		case <-again.C:
		}
	}
}

// stop ends the server at once.
func (s *slapd) stop() { _ = s.process.Kill() }

// certify makes an authority of the test's own, and a certificate of the server's that it has signed.
func (s *slapd) certify(dir string) {
	s.t.Helper()
	write := func(name, kind string, der []byte) string {
		text := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			s.t.Fatal(err)
		}
		return string(text)
	}
	year := time.Now().AddDate(1, 0, 0)
	authority := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "测试公司"}, NotAfter: year,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, authority, authority, key.Public(), key)
	if err != nil {
		s.t.Fatal(err)
	}
	s.ca = write("ca.pem", "CERTIFICATE", der)
	server := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "dc1"}, NotAfter: year,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	serverKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	if der, err = x509.CreateCertificate(rand.Reader, server, authority, serverKey.Public(), key); err != nil {
		s.t.Fatal(err)
	}
	write("server.pem", "CERTIFICATE", der)
	if der, err = x509.MarshalPKCS8PrivateKey(serverKey); err != nil {
		s.t.Fatal(err)
	}
	write("server.key", "PRIVATE KEY", der)
}

// root does something with the rights of the server's own administrator.
func (s *slapd) root(do func(*ldap.Conn) error) {
	s.t.Helper()
	c, err := ldap.DialURL("ldap://127.0.0.1:" + strconv.Itoa(s.plain))
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if err := c.Bind("cn=root,"+suffix, rootPass); err != nil {
		s.t.Fatal(err)
	}
	if err := do(c); err != nil {
		s.t.Fatal(err)
	}
}

func (s *slapd) add(dn string, pairs ...string) {
	s.t.Helper()
	s.root(func(c *ldap.Conn) error {
		r := ldap.NewAddRequest(dn, nil)
		values := map[string][]string{}
		for i := 0; i+1 < len(pairs); i += 2 {
			values[pairs[i]] = append(values[pairs[i]], pairs[i+1])
		}
		for name, v := range values {
			r.Attribute(name, v)
		}
		return c.Add(r)
	})
}

func personDN(uid string) string { return "uid=" + ldap.EscapeDN(uid) + ",ou=people," + suffix }

func (s *slapd) person(uid, name, mail string) {
	s.t.Helper()
	s.add(personDN(uid), "objectClass", "inetOrgPerson", "uid", uid, "cn", name, "sn", name, "mail", mail,
		"userPassword", goodPass)
}

// join puts people into a group and takes them out of it.
func (s *slapd) join(group, uid string, in bool) {
	s.t.Helper()
	s.root(func(c *ldap.Conn) error {
		m := ldap.NewModifyRequest(group, nil)
		if in {
			m.Add("member", []string{personDN(uid)})
		} else {
			m.Delete("member", []string{personDN(uid)})
		}
		return c.Modify(m)
	})
}

func (s *slapd) fill() {
	s.add(suffix, "objectClass", "domain", "dc", "example")
	s.add("cn=policy,"+suffix, "objectClass", "pwdPolicy", "objectClass", "device", "cn", "policy", "pwdAttribute",
		"userPassword", "pwdLockout", "TRUE")
	for _, unit := range []string{"people", "groups", "services"} {
		s.add("ou="+unit+","+suffix, "objectClass", "organizationalUnit", "ou", unit)
	}
	s.add(serviceName, "objectClass", "organizationalRole", "objectClass", "simpleSecurityObject", "cn", "huiyin",
		"userPassword", servicePass)
	s.person("Zhang.San", "张三", "zhang.san@example.com")
	s.person("wang.wu", "王五", "no address")
	s.person("zhao.liu", "赵六", "zhao@example.com")
	s.person("qian.qi", strings.Repeat("钱", 60), "qian@example.com")
	s.person("李雷", "李雷", "li@example.com")
	s.person("admin", "混进来的", "x@example.com")
	s.person("a01", "另一个", "x@example.com")
	all := func(uids ...string) (pairs []string) {
		for _, u := range uids {
			pairs = append(pairs, "member", personDN(u))
		}
		return pairs
	}
	s.add(agentsDN, append(all("Zhang.San", "李雷", "admin", "a01"), "objectClass", "groupOfNames", "cn", "经办人，海悦府")...)
	s.add(headsDN, append(all("wang.wu"), "objectClass", "groupOfNames", "cn", "heads")...)
	s.add(managersDN, append(all("qian.qi"), "objectClass", "groupOfNames", "cn", "managers-hy")...)
	s.add(managersDN2, append(all("qian.qi"), "objectClass", "groupOfNames", "cn", "managers-lt")...)
}

// settings is the form of this server, over its encrypted line; pairs change fields.
func (s *slapd) settings(pairs ...string) []string {
	form := map[string]string{
		"on": "1", "host": "127.0.0.1", "port": strconv.Itoa(s.safe), "security": "tls", "ca": s.ca,
		"bind": serviceName, "password": servicePass,
		"base": "ou=people," + suffix, "filter": "(&(objectClass=inetOrgPerson)(uid=%s))", "account": "uid",
		"name": "cn", "mail": "mail",
		"groups_by": "attribute", "member_of": "memberOf", "group_base": "ou=groups," + suffix,
		"group_filter": "(&(objectClass=groupOfNames)(member=%s))", "create": "1",
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		form[pairs[i]] = pairs[i+1]
	}
	var out []string
	for name, value := range form {
		out = append(out, name, value)
	}
	return out
}

const domainSettings = "/settings/domain-login"

// joined is a portal whose people may log in by a real server, with its groups.
func joined(t *testing.T, s *slapd) *portal {
	t.Helper()
	p := newPortal(t)
	p.server.Domain = own.Server{}
	admin := p.as("admin")
	admin.must(domainSettings, s.settings()...)
	admin.must("/settings/domain-groups", "dn", agentsDN, "role", "agent", "site", "HY")
	admin.must("/settings/domain-groups", "dn", strings.ToUpper(headsDN[:3])+headsDN[3:], "role", "supervisor", "site",
		"JY")
	admin.must("/settings/domain-groups", "dn", managersDN, "role", "manager", "sites", "HY")
	admin.must("/settings/domain-groups", "dn", managersDN2, "role", "manager", "sites", "LT")
	return p
}

func TestP1_LogInByARealDirectory(t *testing.T) {
	s := startSlapd(t)
	p := joined(t, s)
	p.password("a01")
	wrong := func(name, account, password string) {
		t.Helper()
		people, sessions := len(p.rows("SELECT account FROM person")), len(p.rows("SELECT id FROM session"))
		a := p.signIn(account, password, home)
		if a.status != http.StatusUnprocessableEntity || a.cookie() != nil || sentences(a) != "账号或密码不正确。" {
			t.Errorf("%s: %d %s", name, a.status, sentences(a))
		}
		if len(p.rows("SELECT account FROM person")) != people || len(p.rows("SELECT id FROM session")) != sessions {
			t.Errorf("%s: something was kept", name)
		}
		p.server.throttle = newThrottle()
	}
	wrong("a wrong password", "zhang.san", "nein")
	wrong("nobody", "nobody", goodPass)
	wrong("no mapped group", "zhao.liu", goodPass)
	wrong("an account that cannot be one here", "李雷", goodPass)
	wrong("the administrator's account in the domain", "admin", goodPass)
	wrong("somebody's who has a password here", "a01", goodPass)
	for _, injected := range []string{"*", "*)(uid=*", "zhang.san)(|(uid=*", "z*", "zhang.san\\2a",
		"*)(objectClass=*))(|(uid=zhang.san", "(uid=zhang.san)", "zhang.san\x00", "uid=zhang.san,ou=people," + suffix,
		strings.Repeat("*", 90), "张三", "\\", "%s"} {
		if injected != "zhang.san\x00" { // which is zhang.san once it is read
			wrong("injected "+injected, injected, goodPass)
		}
	}
	if a := p.signIn("zhang.san", "", home); a.status != http.StatusUnprocessableEntity || a.cookie() != nil {
		t.Errorf("an empty password: %d", a.status)
	}
	if p.signIn("a01", "huiyin-demo", home).cookie() == nil {
		t.Error("a01's own password is not taken")
	}

	a := p.signIn("ZHANG.san ", goodPass, home)
	c := a.cookie()
	if a.status != http.StatusSeeOther || c == nil {
		t.Fatalf("log-in: %d %s", a.status, sentences(a))
	}
	zhang := p.store.Org().Person("zhang.san")
	if zhang == nil || zhang.Name != "张三" || zhang.Role != huiyin.Agent || zhang.Site != "HY" || !zhang.Domain ||
		zhang.Admin {
		t.Fatalf("opened: %+v", zhang)
	}
	if got := p.rows("SELECT mail FROM reach WHERE account = 'zhang.san'"); len(got) != 1 ||
		got[0][0] != "zhang.san@example.com" {
		t.Errorf("mail: %v", got)
	}
	if got := p.rows("SELECT password FROM person WHERE account = 'zhang.san'"); got[0][0] != "" {
		t.Error("a password is kept")
	}
	v := visitor{p, c.Value}
	if a := v.get("/complaints/new"); a.status != http.StatusOK {
		t.Errorf("recording: %d", a.status)
	}
	if a := v.get("/account/password"); strings.Contains(a.body, `name="old"`) ||
		!strings.Contains(a.body, "密码请在公司的域里修改") {
		t.Error("the page of the password")
	}
	if a := v.post("/account/password", "old", goodPass, "new", "another-long-one", "again",
		"another-long-one"); a.status != http.StatusForbidden {
		t.Errorf("a password of this portal: %d", a.status)
	}
	for _, same := range []string{"zhang.san", "Zhang.San"} {
		if p.signIn(same, goodPass, home).cookie() == nil {
			t.Errorf("as %s", same)
		}
	}
	if n := len(p.rows("SELECT id FROM journal WHERE subject = 'account:zhang.san' AND action = 'manage'")); n != 1 {
		t.Errorf("%d entries about one opening", n)
	}
	if entry := p.rows("SELECT by, detail FROM journal WHERE subject = 'account:zhang.san' AND action = " +
		"'manage'")[0]; entry[0] != "" || !strings.Contains(entry[1], agentsDN) {
		t.Errorf("the journal: %v", entry)
	}

	// A name that is too long is cut, an address that is none is left out, and a manager's groups add up.
	if a := p.signIn("qian.qi", goodPass, home); a.status != http.StatusConflict || a.cookie() != nil ||
		!strings.Contains(sentences(a), "等待管理员或副总经理确认") || p.store.Org().Person("qian.qi") != nil {
		t.Errorf("a manager by groups alone (rule P10): %d %s", a.status, sentences(a))
	}
	p.as("v01").must("/confirmations/1/decide", "decision", "approve")
	for _, who := range []string{"qian.qi", "wang.wu"} {
		if p.signIn(who, goodPass, home).cookie() == nil {
			t.Errorf("%s is not let in", who)
		}
	}
	if q := p.store.Org().Person("qian.qi"); q == nil || q.Role != huiyin.Manager ||
		strings.Join(q.Sites, " ") != "HY LT" || len([]rune(q.Name)) != 40 {
		t.Errorf("a manager by two groups: %+v", q)
	}
	if got := p.rows("SELECT mail FROM reach WHERE account = 'wang.wu'"); len(got) != 0 {
		t.Errorf("mail: %v", got)
	}

	// What changes in the domain holds from the next log-in on.
	s.join(headsDN, "Zhang.San", true)
	old := visitor{p, c.Value}
	if p.store.Org().Person("zhang.san").Role != huiyin.Agent {
		t.Error("changed before the log-in")
	}
	if p.signIn("zhang.san", goodPass, home).cookie() == nil {
		t.Fatal("not let in after the groups changed")
	}
	if z := p.store.Org().Person("zhang.san"); z.Role != huiyin.Supervisor || z.Site != "JY" {
		t.Errorf("after the groups changed: %+v", z)
	}
	if !strings.Contains(p.rows("SELECT detail FROM journal WHERE subject = 'account:zhang.san' AND action = " +
		"'manage' ORDER BY id DESC")[0][0], "CN=heads") {
		t.Error("the journal does not name the group")
	}
	if a := old.get("/"); a.status != http.StatusSeeOther {
		t.Errorf("a session in the old role: %d", a.status)
	}
	s.join(headsDN, "Zhang.San", false)
	s.join(agentsDN, "Zhang.San", false)
	wrong("in no group any more", "zhang.san", goodPass)
	s.join(agentsDN, "Zhang.San", true)
	s.root(func(c *ldap.Conn) error { // locked by an administrator of the domain
		m := ldap.NewModifyRequest(personDN("Zhang.San"), nil)
		m.Replace("pwdAccountLockedTime", []string{"000001010000Z"})
		return c.Modify(m)
	})
	wrong("disabled in the domain", "zhang.san", goodPass)
	s.root(func(c *ldap.Conn) error { return c.Del(ldap.NewDelRequest(personDN("Zhang.San"), nil)) })
	wrong("gone from the domain", "zhang.san", goodPass)
	p.disable("wang.wu")
	wrong("disabled here", "wang.wu", goodPass)

	// Without opening accounts only people who are marked for it come in.
	p.as("admin").must(domainSettings, s.settings("create", "", "password", "")...)
	s.person("sun.ba", "孙八", "")
	s.join(agentsDN, "sun.ba", true)
	wrong("not known here", "sun.ba", goodPass)
	p.as("admin").must("/settings/people", "account", "sun.ba", "name", "孙", "role", "agent", "site", "LT", "domain",
		"1")
	if p.signIn("sun.ba", goodPass, home).cookie() == nil {
		t.Error("marked, and not let in")
	}
	if z := p.store.Org().Person("sun.ba"); z.Name != "孙八" || z.Site != "HY" {
		t.Errorf("not brought in line: %+v", z)
	}
	p.secretsKept(s)
	p.verified()
}

// secretsKept looks for passwords where none may be: log, journal, pages.
func (p *portal) secretsKept(s *slapd) {
	p.t.Helper()
	texts := p.log.String() + p.as("admin").get(domainSettings).body + p.as("admin").get("/settings/journal").body
	for _, row := range p.rows("SELECT detail FROM journal") {
		texts += row[0]
	}
	for _, secret := range []string{goodPass, servicePass, rootPass} {
		if strings.Contains(texts, secret) {
			p.t.Errorf("%q stands where it must not", secret)
		}
	}
}

// Guessing is throttled by the person, under whatever name they are addressed.
func TestSession_GuessingInTheDomainIsThrottled(t *testing.T) {
	s := startSlapd(t)
	p := joined(t, s)
	p.as("admin").must(domainSettings, s.settings("filter", "(&(objectClass=inetOrgPerson)(|(uid=%s)(mail=%s)))")...)
	names := []string{"zhang.san", "zhang.san@example.com", "Zhang.San"}
	for i := range wrongByAccount {
		if a := p.signIn(names[i%3], "nein", home); a.status != http.StatusUnprocessableEntity {
			t.Errorf("wrong, time %d: %d", i+1, a.status)
		}
	}
	for _, name := range names {
		if a := p.signIn(name, goodPass, "198.51.100.9"); a.status != http.StatusTooManyRequests {
			t.Errorf("%s after %d wrong ones: %d", name, wrongByAccount, a.status)
		}
	}
	p.pass(forgiven + time.Second)
	a := p.signIn("zhang.san@example.com", goodPass, home)
	if a.cookie() == nil || p.rows("SELECT account FROM session WHERE account = 'zhang.san'") == nil ||
		p.store.Org().Person("zhang.san@example.com") != nil {
		t.Errorf("by another name: %d %s", a.status, sentences(a))
	}
}

// The ways to the server, and what an administrator is told when one does not work.
func TestDomainLogin_TrialSaysWhatIsWrong(t *testing.T) {
	s := startSlapd(t)
	p := joined(t, s)
	admin := p.as("admin")
	plain := strconv.Itoa(s.plain)
	elsewhere := &slapd{t: t}
	elsewhere.certify(t.TempDir())
	for name, tt := range map[string]struct {
		settings []string
		account  string
		password string
		want     string
	}{
		"TLS": {nil, "zhang.san", goodPass, "账号和密码都正确，可以登录"},
		"STARTTLS": {[]string{"port", plain, "security", "starttls"}, "zhang.san", goodPass,
			"账号和密码都正确，可以登录"},
		"plain, agreed": {[]string{"port", plain, "security", "plain", "plain", "1"}, "zhang.san", goodPass,
			"账号和密码都正确，可以登录"},
		"groups by search":   {[]string{"groups_by", "search"}, "zhang.san", goodPass, "账号和密码都正确，可以登录"},
		"without a password": {nil, "zhang.san", "", "没有核对密码"},
		"off":                {[]string{"on", ""}, "zhang.san", goodPass, "启用之后即可登录"},
		"a wrong password":   {nil, "zhang.san", "nein", "域服务器不接受密码"},
		"nobody":             {nil, "nobody", goodPass, "没有找到这个账号"},
		"two":                {[]string{"filter", "(|(uid=%s)(uid=wang.wu))"}, "zhang.san", goodPass, "不止一个账号"},
		"three": {[]string{"filter", "(|(uid=%s)(objectClass=inetOrgPerson))"}, "zhang.san", goodPass,
			"不止一个账号"},
		"no group":            {nil, "zhao.liu", goodPass, "不在任何已对应的域组里"},
		"not welcome":         {[]string{"create", ""}, "zhang.san", goodPass, "没有选“第一次登录时自动开通”"},
		"one with a password": {nil, "a01", goodPass, "用回音自己的密码登录"},
		"no account here":     {nil, "李雷", goodPass, "不合回音的写法"},
		"no attribute":        {[]string{"account", "employeeNumber"}, "zhang.san", goodPass, "没有账号属性"},
		"the port of plain":   {[]string{"port", plain}, "zhang.san", goodPass, "加密连接没有建立"},
		"another authority":   {[]string{"ca", elsewhere.ca}, "zhang.san", goodPass, "加密连接没有建立"},
		"STARTTLS, another": {[]string{"ca", elsewhere.ca, "port", plain, "security", "starttls"}, "zhang.san",
			goodPass, "加密连接没有建立"},
		"the system's authority": {[]string{"ca", ""}, "zhang.san", goodPass, "加密连接没有建立"},
		"another name":           {[]string{"host", "localhost"}, "zhang.san", goodPass, "加密连接没有建立"},
		"a closed port":          {[]string{"port", strconv.Itoa(freePort(t))}, "zhang.san", goodPass, "连接不上域服务器"},
		"no such server":         {[]string{"host", "no-such-server.invalid"}, "zhang.san", goodPass, "连接不上域服务器"},
		"a wrong service":        {[]string{"password", "nein"}, "zhang.san", goodPass, "不接受查询账号"},
		"nobody's service":       {[]string{"bind", "", "password", ""}, "zhang.san", goodPass, "查找人员没有成功"},
		"a wrong base":           {[]string{"base", "ou=nowhere," + suffix}, "zhang.san", goodPass, "查找人员没有成功"},
		"a wrong filter":         {[]string{"filter", `(&(uid=%s)(cn=\zz))`}, "zhang.san", goodPass, "查找人员没有成功"},
		"a wrong base of groups": {[]string{"groups_by", "search", "group_base", "ou=nowhere," + suffix}, "zhang.san",
			goodPass, "查找组没有成功"},
		"no nested groups": {[]string{"groups_by", "nested"}, "zhang.san", goodPass, "不在任何已对应的域组里"},
	} {
		admin.must(domainSettings, s.settings(tt.settings...)...)
		a := admin.post(domainSettings+"/try", "try_account", tt.account, "try_password", tt.password)
		if a.status != http.StatusOK && a.status != http.StatusUnprocessableEntity ||
			!strings.Contains(a.body, tt.want) {
			t.Errorf("%s: %d lacks %q: %s", name, a.status, tt.want, sentences(a))
		}
		if tt.password != "" && strings.Contains(a.body, tt.password) && tt.password != "nein" {
			t.Errorf("%s: the password comes back", name)
		}
	}
	if p.store.Org().Person("zhang.san") != nil {
		t.Error("a trial opens an account")
	}
	p.secretsKept(s)
	p.verified()
}

// While the server is away those with a password here come in as ever; the others are told, and let in again
// without hands once it is back.
func TestDomainLogin_ServerAway(t *testing.T) {
	s := startSlapd(t)
	p := joined(t, s)
	p.password("a01")
	p.password("admin")
	if p.signIn("zhang.san", goodPass, home).cookie() == nil {
		t.Fatal("not let in")
	}
	s.stop()
	away := "账号或密码不正确；域服务器现在没有应答，域账号暂时不能登录。"
	for range 2 * wrongByAccount { // nobody's guess was looked at
		if a := p.signIn("zhang.san", goodPass, home); a.status != http.StatusUnprocessableEntity ||
			sentences(a) != away || a.cookie() != nil {
			t.Fatalf("away: %d %s", a.status, sentences(a))
		}
	}
	for _, who := range []string{"a01", "unknown"} {
		if a := p.signIn(who, "nein", home); sentences(a) != away {
			t.Errorf("%s, a wrong password: %s", who, sentences(a))
		}
	}
	for _, who := range []string{"a01", "admin"} {
		if p.signIn(who, "huiyin-demo", home).cookie() == nil {
			t.Errorf("%s is kept out", who)
		}
	}
	back := startSlapd(t)
	p.as("admin").must(domainSettings, back.settings()...)
	if a := p.signIn("zhang.san", goodPass, home); a.cookie() == nil {
		t.Errorf("back: %d %s", a.status, sentences(a))
	}
	if a := p.signIn("a01", "nein", home); sentences(a) != "账号或密码不正确。" {
		t.Errorf("back, a wrong password: %s", sentences(a))
	}
	p.secretsKept(s)
}
