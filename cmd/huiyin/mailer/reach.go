package mailer

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/netip"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"syscall"

	"huiyin/huiyin"
)

// reach is where messages may go, so that nobody makes a scanner of this machine and its neighbours out of the
// settings. Robots speak to their vendors; a mail server is anywhere but on this machine. The operator may name further hosts
// when the portal is started.
type reach struct {
	named []string // hosts as they stand in the settings, lower case
	own   func() ([]net.Addr, error)
}

func newReach(named []string) reach {
	r := reach{own: net.InterfaceAddrs}
	for _, host := range named {
		r.named = append(r.named, strings.ToLower(host))
	}
	return r
}

// vendors are the hosts of the robots' services.
var vendors = map[huiyin.RobotKind][]string{huiyin.WeCom: {"qyapi.weixin.qq.com"},
	huiyin.DingTalk: {"oapi.dingtalk.com", "api.dingtalk.com"}}

var (
	errBarred  = errors.New("this host may not be reached; the operator can name it with --reach")
	errNoRobot = errors.New("this is no address of the vendor's; the operator can name its host with --reach")
)

func (r reach) names(host string) bool { return slices.Contains(r.named, strings.ToLower(host)) }

// robot refuses a robot's address that is neither its vendor's nor named by the operator.
func (r reach) robot(robot huiyin.Robot) error {
	u, err := url.Parse(robot.URL)
	if err != nil {
		return errors.New("the robot's address is wrong")
	}
	if host := u.Hostname(); !r.names(host) && !slices.Contains(vendors[robot.Kind], strings.ToLower(host)) {
		return errNoRobot
	}
	return nil
}

// dialer connects to a host. The address that is really dialled is looked at, whatever a name led to.
func (r reach) dialer(host string) *net.Dialer {
	d := &net.Dialer{Timeout: longestSending}
	if !r.names(host) {
		d.Control = func(_, address string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(address)
			if err != nil || r.barred(to.Addr()) {
				return errBarred
			}
			return nil
		}
	}
	return d
}

// dial is dialer for the address "host:port".
func (r reach) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	return r.dialer(host).DialContext(ctx, network, address)
}

// dialTLS is dial with TLS from the first byte.
func (r reach) dialTLS(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	return (&tls.Dialer{NetDialer: r.dialer(host),
		Config: &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}}).DialContext(ctx, network, address)
}

// translated are addresses that stand for one of IPv4, in their last four bytes.
var translated = []netip.Prefix{netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("::/96")}

// barred tells of an address that it is this machine, or one that no server of a company has.
func (r reach) barred(a netip.Addr) bool {
	a = a.WithZone("").Unmap()
	if a.IsLoopback() || a.IsUnspecified() || a.IsLinkLocalUnicast() || a.IsMulticast() ||
		a.Is4() && (a.As4()[0] == 0 || a.As4()[0] >= 240) {
		return true
	}
	for _, p := range translated {
		if p.Contains(a) {
			b := a.As16()
			return r.barred(netip.AddrFrom4([4]byte(b[12:])))
		}
	}
	own, err := r.own()
	return err != nil || slices.ContainsFunc(own, func(o net.Addr) bool {
		p, err := netip.ParsePrefix(o.String())
		return err == nil && p.Addr().WithZone("").Unmap() == a
	})
}

// unreached is why no conversation came about. Pages say no more than that, so that they tell no port from another;
// the log has the cause.
type unreached struct{ cause error }

func (e *unreached) Error() string { return "not reached" }
func (e *unreached) Unwrap() error { return e.cause }

// heard is an error as it may be shown: what the other side has answered, or that it was not reached.
func heard(err error) error {
	var reply *textproto.Error
	var certificate *tls.CertificateVerificationError
	var garbled textproto.ProtocolError
	var record tls.RecordHeaderError
	var line net.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errBarred):
		return errBarred
	case errors.As(err, &reply), errors.As(err, &certificate):
		return errors.New(oneLine(err.Error()))
	case errors.As(err, &garbled), errors.As(err, &record), errors.As(err, &line), errors.Is(err, io.EOF),
		errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, context.DeadlineExceeded):
		return &unreached{err}
	}
	return errors.New(oneLine(err.Error()))
}
