// Package ldap asks a company's directory server (LDAP, Active Directory) about people who log in. It keeps
// nothing and decides nothing: each question has a connection of its own, which is gone with the answer.
package ldap

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	ber "github.com/go-asn1-ber/asn1-ber"
	"github.com/go-ldap/ldap/v3"

	"huiyin/huiyin"
)

// longest bounds one question from dialling to the last answer, connecting a part of it.
const (
	longest       = 8 * time.Second
	longestDial   = 3 * time.Second
	mostGroups    = 1000    // of one person that are looked at
	mostAnswer    = 4 << 20 // bytes of one packet
	disabledFlag  = 2       // ACCOUNTDISABLE of userAccountControl
	nestedRule    = "memberOf:1.2.840.113556.1.4.1941:"
	controlOfUser = "userAccountControl"
)

func init() { ber.MaxPacketLengthBytes = mostAnswer }

// Server asks the server that the settings name. The zero value is ready.
type Server struct{}

// SignIn finds the one person whom a name stands for and tries their password, after may has let their account
// pass. What goes wrong is a *huiyin.DomainFault, or what may says.
func (s Server) SignIn(ctx context.Context, d *huiyin.DomainLogin, name, password string,
	may func(account string) error) (*huiyin.DomainPerson, error) {
	if password == "" { // which servers take for a wish to be nobody, and grant
		return nil, &huiyin.DomainFault{Step: huiyin.DomainPassword}
	}
	return s.ask(ctx, d, name, password, may)
}

// LookUp finds a person without their password.
func (s Server) LookUp(ctx context.Context, d *huiyin.DomainLogin, name string) (*huiyin.DomainPerson, error) {
	return s.ask(ctx, d, name, "", func(string) error { return nil })
}

func (Server) ask(ctx context.Context, d *huiyin.DomainLogin, name, password string,
	may func(account string) error) (*huiyin.DomainPerson, error) {
	conn, err := connect(ctx, d)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	if err := serve(conn, d); err != nil {
		return nil, err
	}
	p, err := find(conn, d, name)
	if err != nil {
		return nil, err
	}
	if err := may(p.Account); err != nil {
		return nil, err
	}
	if password != "" {
		switch err := conn.Bind(p.DN, password); {
		case err == nil:
		case refused(err):
			return nil, &huiyin.DomainFault{Step: huiyin.DomainPassword}
		default:
			return nil, &huiyin.DomainFault{Step: huiyin.DomainService, Err: err}
		}
		if err := serve(conn, d); err != nil { // groups are read with the rights of whoever looks people up
			return nil, err
		}
	}
	return p, learnGroups(conn, d, p)
}

// refused tells whether a server has answered that it does not take this name with this password now.
func refused(err error) bool {
	return ldap.IsErrorAnyOf(err, ldap.LDAPResultInvalidCredentials, ldap.LDAPResultInappropriateAuthentication,
		ldap.LDAPResultUnwillingToPerform,
		ldap.LDAPResultInsufficientAccessRights, ldap.LDAPResultConstraintViolation, ldap.LDAPResultNoSuchObject,
		ldap.LDAPResultInvalidDNSyntax)
}

// connect opens a line that ends by itself.
func connect(ctx context.Context, d *huiyin.DomainLogin) (*ldap.Conn, error) {
	config, err := tlsConfig(d)
	if err != nil {
		return nil, &huiyin.DomainFault{Step: huiyin.DomainSecure, Err: err}
	}
	dialer := net.Dialer{Timeout: longestDial}
	raw, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(d.Host, strconv.Itoa(d.Port)))
	if err != nil {
		return nil, &huiyin.DomainFault{Step: huiyin.DomainConnect, Err: err}
	}
	end := time.Now().Add(longest)
	if asked, ok := ctx.Deadline(); ok && asked.Before(end) {
		end = asked
	}
	if err := raw.SetDeadline(end); err != nil {
		_ = raw.Close()
		return nil, &huiyin.DomainFault{Step: huiyin.DomainConnect, Err: err}
	}
	if d.Security == huiyin.TLS {
		safe := tls.Client(raw, config)
		if err := safe.HandshakeContext(ctx); err != nil {
			_ = raw.Close()
			return nil, &huiyin.DomainFault{Step: huiyin.DomainSecure, Err: err}
		}
		raw = safe
	}
	conn := ldap.NewConn(raw, d.Security == huiyin.TLS)
	conn.SetTimeout(longest)
	conn.Start()
	if d.Security == huiyin.StartTLS {
		if err := conn.StartTLS(config); err != nil {
			_ = conn.Close()
			return nil, &huiyin.DomainFault{Step: huiyin.DomainSecure, Err: err}
		}
	}
	return conn, nil
}

func tlsConfig(d *huiyin.DomainLogin) (*tls.Config, error) {
	config := &tls.Config{ServerName: d.Host, MinVersion: tls.VersionTLS12}
	if d.CA != "" {
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM([]byte(d.CA)) {
			return nil, errors.New("no certificate in the authority's text")
		}
	}
	return config, nil
}

// serve takes the name under which people are looked up.
func serve(conn *ldap.Conn, d *huiyin.DomainLogin) error {
	var err error
	if d.Bind == "" {
		err = conn.UnauthenticatedBind("")
	} else {
		err = conn.Bind(d.Bind, d.Password)
	}
	if err != nil {
		return &huiyin.DomainFault{Step: huiyin.DomainService, Err: err}
	}
	return nil
}

// fill puts escaped texts into a filter; what somebody has typed cannot become a part of it.
func fill(filter string, pairs ...string) string {
	for i := 1; i < len(pairs); i += 2 {
		pairs[i] = ldap.EscapeFilter(pairs[i])
	}
	return strings.NewReplacer(pairs...).Replace(filter)
}

func search(conn *ldap.Conn, base string, scope, most int, filter string, attributes ...string) ([]*ldap.Entry, error) {
	found, err := conn.Search(ldap.NewSearchRequest(base, scope, ldap.NeverDerefAliases, most, int(longest/time.Second),
		false, filter, attributes, nil))
	if ldap.IsErrorWithCode(err, ldap.LDAPResultSizeLimitExceeded) && found != nil { // there were more: enough for us
		err = nil
	}
	if err != nil {
		return nil, err
	}
	return found.Entries, nil
}

// find gives the one person whom a name stands for.
func find(conn *ldap.Conn, d *huiyin.DomainLogin, name string) (*huiyin.DomainPerson, error) {
	if _, err := ldap.CompileFilter(fill(d.Filter, "%s", "x")); err != nil {
		return nil, &huiyin.DomainFault{Step: huiyin.DomainSearch, Err: err}
	}
	attributes := []string{d.Account, d.Name, controlOfUser}
	for _, more := range []string{d.Mail, d.MemberOf} {
		if more != "" {
			attributes = append(attributes, more)
		}
	}
	found, err := search(conn, d.Base, ldap.ScopeWholeSubtree, 2, fill(d.Filter, "%s", name), attributes...)
	switch {
	case err != nil:
		return nil, &huiyin.DomainFault{Step: huiyin.DomainSearch, Err: err}
	case len(found) == 0:
		return nil, &huiyin.DomainFault{Step: huiyin.DomainUnknown}
	case len(found) > 1:
		return nil, &huiyin.DomainFault{Step: huiyin.DomainMany}
	}
	e := found[0]
	p := &huiyin.DomainPerson{DN: e.DN, Account: strings.ToLower(e.GetEqualFoldAttributeValue(d.Account)),
		Name: e.GetEqualFoldAttributeValue(d.Name)}
	if d.Mail != "" {
		p.Mail = e.GetEqualFoldAttributeValue(d.Mail)
	}
	if d.GroupsBy == huiyin.GroupsByAttribute {
		p.Groups = e.GetEqualFoldAttributeValues(d.MemberOf)
	}
	control, err := strconv.ParseInt(e.GetEqualFoldAttributeValue(controlOfUser), 10, 64)
	switch {
	case p.Account == "" || p.DN == "":
		return nil, &huiyin.DomainFault{Step: huiyin.DomainNameless}
	case !huiyin.AccountLike(p.Account):
		return nil, &huiyin.DomainFault{Step: huiyin.DomainBadName}
	case err == nil && control&disabledFlag != 0:
		return nil, &huiyin.DomainFault{Step: huiyin.DomainDisabled}
	}
	return p, nil
}

// learnGroups finds out which of the settings' groups a person is in.
func learnGroups(conn *ldap.Conn, d *huiyin.DomainLogin, p *huiyin.DomainPerson) error {
	switch d.GroupsBy {
	case huiyin.GroupsNested: // asked of the person, group by group: a search over all groups takes long in a large domain
		for _, g := range d.Groups {
			found, err := search(conn, p.DN, ldap.ScopeBaseObject, 1, "("+nestedRule+"="+ldap.EscapeFilter(g.DN)+")",
				d.Account)
			if err != nil {
				return &huiyin.DomainFault{Step: huiyin.DomainMembers, Err: err}
			}
			if len(found) > 0 {
				p.In, p.Groups = append(p.In, g.ID), append(p.Groups, g.DN)
			}
		}
		return nil
	case huiyin.GroupsBySearch:
		found, err := search(conn, d.GroupBase, ldap.ScopeWholeSubtree, mostGroups,
			fill(d.GroupFilter, "%s", p.DN, "%u", p.Account), "cn")
		if err != nil {
			return &huiyin.DomainFault{Step: huiyin.DomainMembers, Err: err}
		}
		for _, e := range found {
			p.Groups = append(p.Groups, e.DN)
		}
	}
	p.Groups = p.Groups[:min(len(p.Groups), mostGroups)]
	for _, g := range d.Groups {
		if slices.ContainsFunc(p.Groups, func(dn string) bool { return sameDN(dn, g.DN) }) {
			p.In = append(p.In, g.ID)
		}
	}
	return nil
}

// sameDN compares as servers do: without regard to case and to spaces between the parts.
func sameDN(a, b string) bool {
	x, err := ldap.ParseDN(a)
	y, err2 := ldap.ParseDN(b)
	return err == nil && err2 == nil && x.EqualFold(y)
}
