package huiyin

import (
	"regexp"
	"strings"
	"time"
)

// BackupPlan is when the portal backs itself up, and where to.
type BackupPlan struct {
	On     bool
	At     int    // the minute of the day
	Keep   int    // how many backups stay in each folder
	Folder string // "" for the folder "backups" in the data directory
	Second string // another folder, best on another disk or machine; "" for none
	Mail   string // box outside the house to which the journal's head goes each night (rules J2, J4); "" for none
	Sheets bool   // a sheet of each month's nights is printed, signed and sealed (rule J4)
	Stamps string // address of a server for trusted timestamps (rule J4); "" for none
	Seal   string // the public key to which backups are sealed (age1…); "" for open ones
	Asked  time.Time

	journal
}

// DefaultBackupPlan is what holds until an administrator changes it: a portal without an administrator
// at hand is backed up all the same.
func DefaultBackupPlan() *BackupPlan { return &BackupPlan{On: true, At: 2*60 + 30, Keep: 7} }

// MostBackups is the highest number of nightly backups that are kept: what was erased is in none after 90 days (rule B1).
const MostBackups = 90

// Set changes the plan. Folders are whole paths; whether one can write there shows when it is tried.
func (b *BackupPlan) Set(by Actor, now time.Time, to BackupPlan) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	to.Folder, to.Second = strings.TrimSpace(to.Folder), strings.TrimSpace(to.Second)
	to.Mail, to.Seal, to.Stamps = strings.TrimSpace(to.Mail), strings.TrimSpace(to.Seal), strings.TrimSpace(to.Stamps)
	if err := Every(when(to.At < 0 || to.At >= dayMinutes, "at", "时间须写成 08:30 的样子。"),
		when(to.Keep < 1 || to.Keep > MostBackups, "keep", "须在 %d 与 %d 之间。", 1, MostBackups),
		when(to.Folder != "" && !wholePath(to.Folder), "folder", "请填写完整路径，如 /backup/huiyin 或 D:\\backup。"),
		when(to.Second != "" && !wholePath(to.Second), "second", "请填写完整路径，如 /backup/huiyin 或 D:\\backup。"),
		when(to.Second != "" && to.Second == to.Folder, "second", "第二份须存放在另一个文件夹。"),
		when(to.Seal != "" && !sealLike.MatchString(to.Seal), "seal", "请填写 huiyin seal-key 给出的公钥，以 age1 开头。"),
		when(to.Mail != "" && !mailLike(to.Mail), "mail", "请填写一个完整的邮件地址，如 name@example.com。"),
		when(to.Stamps != "" && (len(to.Stamps) > shortText || !webAddress(to.Stamps)), "stamps",
			"请填写以 http:// 或 https:// 开头的地址。")); err != nil {
		return err
	}
	detail := changes("backup_on", flag(b.On), flag(to.On), "backup_at", Minute(b.At), Minute(to.At), "backup_keep",
		number(b.Keep), number(to.Keep),
		"backup_folder", b.Folder, to.Folder, "backup_second", b.Second, to.Second, "anchor_mail", b.Mail, to.Mail,
		"backup_seal", b.Seal, to.Seal, "stamp_server", b.Stamps, to.Stamps,
		"anchor_sheets", flag(b.Sheets), flag(to.Sheets))
	b.On, b.At, b.Keep, b.Folder, b.Second, b.Mail, b.Seal = to.On, to.At, to.Keep, to.Folder, to.Second, to.Mail, to.Seal
	b.Stamps, b.Sheets = to.Stamps, to.Sheets
	b.logManaged(by, "settings", now, detail)
	return nil
}

// sealLike is the form of a public key to which backups are sealed.
var sealLike = regexp.MustCompile(`^age1[02-9ac-hj-np-z]{58}$`)

// wholePath tells whether a path says where it lies without a working directory; Windows' forms are
// taken on any machine, so that one rule holds for both.
func wholePath(p string) bool {
	if p == "" || len(p) > shortText || strings.ContainsFunc(p, func(r rune) bool { return r < ' ' }) {
		return false
	}
	drive := len(p) > 2 && p[1] == ':' && (p[2] == '\\' || p[2] == '/') && (p[0]|0x20) >= 'a' && (p[0]|0x20) <= 'z'
	return p[0] == '/' || drive || strings.HasPrefix(p, `\\`)
}

// Ask wants a backup now, whatever the plan's hour.
func (b *BackupPlan) Ask(by Actor, now time.Time) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	b.Asked = now
	b.log(by, ActionManage, "settings", now, Note("backup", "asked"))
	return nil
}

// retryBackup is how long after a backup that failed the next is tried.
const retryBackup = time.Hour

// Due tells whether a backup is to be made. good is when the last good one was made, the zero time for
// never; tried when the last was tried; started when the portal began to run. One that was missed is
// made up for. A portal that was never backed up waits for the plan's hour, or for an hour of running,
// since the machine may be off at night.
func (b *BackupPlan) Due(good, tried, started, now time.Time, zone *time.Location) bool {
	if b.Asked.After(tried) {
		return true
	}
	if !b.On || tried.After(good) && now.Sub(tried) >= 0 && now.Sub(tried) < retryBackup {
		return false
	}
	local := now.In(zone)
	slot := time.Date(local.Year(), local.Month(), local.Day(), 0, b.At, 0, 0, zone)
	if slot.After(now) {
		slot = time.Date(local.Year(), local.Month(), local.Day()-1, 0, b.At, 0, 0, zone)
	}
	if good.IsZero() {
		return slot.After(started) || now.Sub(started) >= time.Hour
	}
	return good.Before(slot) || good.After(now.AddDate(0, 0, 1)) // a clock that was wrong must not stop backups
}
