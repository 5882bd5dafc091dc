package dbtest_test

import (
	"fmt"
	"strings"
	"testing"

	"huiyin/db/dbtest"
)

// counting counts complaints instead of failing.
type counting struct {
	testing.TB
	said []string
}

func (c *counting) Helper() {}
func (c *counting) Errorf(format string, args ...any) {
	c.said = append(c.said, fmt.Sprintf(format, args...))
}

func TestDiscreetFindsWhatALogMustNotHold(t *testing.T) {
	s := dbtest.New(t)
	dbtest.Complaint(t, s, dbtest.Actor(t, s, "u01"), nil)
	const request = `time=2025-03-03T02:00:00.000Z level=INFO msg=request id=0123456789abcdef0123456789abcdef ` +
		`account=u01 method=GET route=/complaints/:number status=200 bytes=1234567 ms=12.5`
	for log, bad := range map[string]bool{
		request: false,
		strings.Replace(request, "account=u01", `account=""`, 1):                false,
		strings.Replace(request, " account=u01", "", 1):                         true,
		strings.Replace(request, " id=0123456789abcdef0123456789abcdef", "", 1): true,
		request + " q=x":      true,
		request + ` matter=x`: true,
		`time=x level=ERROR msg=failed id=1 account=u01 route=/ error="disk full"`:             false,
		`time=x level=ERROR msg=failed error="no customer 王小明"`:                                true,
		`time=x level=ERROR msg=failed error="parsing \"13800138000\": out of range"`:          true,
		`time=x level=ERROR msg=failed error="楼上夜间装修噪音很大，无"`:                                   true,
		`time=x level=ERROR msg="job failed" title=投诉清单 error="no space"`:                      false,
		request + "\n" + `time=x level=WARN msg="message not sent" account=u01 unit=3栋2单元1201`: true,
	} {
		c := &counting{TB: t}
		dbtest.Discreet(c, s.Dir(), log)
		if (len(c.said) > 0) != bad {
			t.Errorf("%s: %q", log, c.said)
		}
	}
}
