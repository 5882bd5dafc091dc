package settings

import (
	"fmt"
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// Status is how the portal fares (rule D10). Sizes are in bytes.
type Status struct {
	View
	Unset         []huiyin.Setup // what the installation lacks
	Unsaved       bool           // a backup is overdue
	Wall, Started time.Time      // by the wall, whatever the rehearsal's clock says
	Version       string

	ClockRan time.Time // zero when it never ran
	Touched  int
	NextDue  time.Time // zero for never
	DueSoon  int

	Waiting, Failed, GivenUp int
	Failures                 []Failure

	Database, Files int64
	Free            int64            // -1 when unknown
	LastBackup      time.Time        // the last that is whole
	BackupFailed    string           // why a later one failed
	Lost            []string         // kept files that are missing or cut short
	Damaged         bool             // the database
	Secrets         []string         // that the key file does not open
	Anchor          *huiyin.Mismatch // of the journal with what stands outside the database (rule J2)

	Secure      bool      // served over TLS
	Certificate time.Time // until when its certificate holds
}

// Failure is a message that could not be sent and is tried again at Due, the zero time for never; by mail
// where it names no robot.
type Failure struct {
	Account, Robot, Reason string
	Tries                  int
	Due                    time.Time
}

const (
	clockLate = 5 * time.Minute
	fewBytes  = 1 << 30
)

// stopped tells whether the clock should have run again. In a rehearsal it runs when it is moved.
func (v Status) stopped() bool { return !v.Rehearsal && v.Now.Sub(v.ClockRan) > clockLate }

func (v Status) full() bool { return v.Free >= 0 && v.Free < fewBytes }

// mostLost is how many lost files are named.
const mostLost = 10

// short tells whether the certificate is to be renewed.
func (v Status) short() bool { return v.Certificate.Sub(v.Wall) < huiyin.ShortCertificate }

// bare tells whether real passwords go through the network unprotected.
func (v Status) bare() bool { return !v.Secure && !v.Demo && !v.Rehearsal }

// wall is the clock of what the machine does.
func (v Status) wall() ui.Clock { return ui.Clock{Now: v.Wall, Zone: v.Zone, Lang: v.Lang} }

// size says bytes in words: 640 KB, 1.2 MB, 3.4 GB.
func size(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d KB", (n+1023)/1024)
}

// way says by what a message goes out.
func (v Status) way(f Failure) string {
	if f.Robot != "" {
		return f.Robot
	}
	return v.T("邮件")
}

// secret names a secret that the key file does not open.
func (v Status) secret(what string) string {
	for prefix, label := range map[string]string{
		"password of the mail server": v.T("邮件服务器的密码"), "password of the directory": v.T("目录查询账号的密码"),
		"address of robot ": v.T("机器人的地址"), "secret of robot ": v.T("机器人的加签密钥"),
		"second factor of ": v.T("两步验证"),
	} {
		if whose, ok := strings.CutPrefix(what, prefix); ok {
			return strings.TrimSpace(label + " " + whose)
		}
	}
	return what
}

// mismatch says how the journal differs from what stands outside the database.
func (v Status) mismatch(m *huiyin.Mismatch) string {
	noted := v.Clock().Full(m.Noted)
	switch {
	case m.Other > 0:
		return v.T("变更记录不是存证时的那一份：第 %d 条在库外存证的哈希是 %s（%s 存），与库内不同；不符的存证共 %d 份。", m.Entry, m.Hash, noted,
			m.Other+m.Beyond)
	case m.Beyond > 0:
		return v.T("变更记录比存证时短：库内到第 %d 条为止，库外存有第 %d 条，哈希 %s（%s 存）；不符的存证共 %d 份。", m.Entries, m.Entry,
			m.Hash, noted, m.Beyond)
	}
	return v.T("库外存证文件有 %d 行无法读取。", m.Spoilt)
}
