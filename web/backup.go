package web

import (
	"path/filepath"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// backupRoutes are when and where the portal backs itself up.
func (s *Server) backupRoutes() []route {
	manage := huiyin.ActionManage
	return []route{
		{get, "/settings/backup", manage, emptyForm(s, s.backupPage), nil, 0},
		{post, "/settings/backup", manage, s.setBackup, s.backupPage, 0},
		{post, "/settings/backup/now", manage, s.backUpNow, s.backupPage, 0},
	}
}

// planOf is what a form of the plan shows.
func planOf(p *huiyin.BackupPlan) any {
	return []any{p.On, p.At, p.Keep, p.Folder, p.Second, p.Mail, p.Seal, p.Stamps, p.Sheets}
}

func (s *Server) backupPage(c echo.Context, status int, f ui.Form) error {
	plan, err := s.store.BackupPlan(c.Request().Context())
	if err != nil {
		return err
	}
	made, err := s.store.Backups(c.Request().Context())
	if err != nil {
		return err
	}
	stamped, err := s.store.NewestTimestamp(c.Request().Context())
	if err != nil {
		return err
	}
	form := "backup"
	if c.Path() == "/settings/backup/now" {
		form = "now"
	}
	folder := filepath.Join(s.store.Dir(), "backups")
	if whole, err := filepath.Abs(folder); err == nil {
		folder = whole
	}
	v := settings.Backup{
		View: s.settingsView(c, "backup", "备份", form, f, planOf(plan)), Plan: plan, Wall: s.Wall(),
		Good: made.Good, File: made.File, Tried: made.Tried, Failed: made.Failed, Default: folder,
		Stamped: stamped,
	}
	v.Path = "/settings/backup"
	return s.render(c, status, settings.BackupPage(v))
}

type backupForm struct {
	On     bool   `form:"on"`
	At     string `form:"at"`
	Keep   int    `form:"keep"`
	Folder string `form:"folder"`
	Second string `form:"second"`
	Mail   string `form:"mail"`
	Seal   string `form:"seal"`
	Stamps string `form:"stamps"`
	Sheets bool   `form:"sheets"`
}

func (s *Server) setBackup(c echo.Context) error {
	return changeBackup(s, c, func(by huiyin.Actor, now time.Time, p *huiyin.BackupPlan, f backupForm) error {
		to := huiyin.BackupPlan{On: f.On, At: huiyin.ParseMinute(f.At), Keep: f.Keep, Folder: f.Folder,
			Second: f.Second, Mail: f.Mail, Seal: f.Seal, Stamps: f.Stamps, Sheets: f.Sheets}
		if err := p.Set(by, now, to); err != nil {
			return err
		}
		if err := db.CheckSeal(p.Seal); err != nil {
			return huiyin.Invalid("seal", "请填写 huiyin seal-key 给出的公钥，以 age1 开头。")
		}
		if err := db.Writable(p.Folder); err != nil {
			return huiyin.Invalid("folder", "不能写入这个文件夹：%s", err.Error())
		}
		if err := db.Writable(p.Second); err != nil {
			return huiyin.Invalid("second", "不能写入这个文件夹：%s", err.Error())
		}
		return nil
	})
}

// backUpNow asks for a backup; whoever keeps the plan makes it within a minute.
func (s *Server) backUpNow(c echo.Context) error {
	if s.Rehearsal != nil {
		return huiyin.Conflict("演练中不自动备份。")
	}
	return changeBackup(s, c, func(by huiyin.Actor, now time.Time, p *huiyin.BackupPlan,
		_ struct{}) error {
		return p.Ask(by, now)
	})
}

// changeBackup is changeSetting for the plan of backups.
func changeBackup[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, p *huiyin.BackupPlan, f F) error) error {
	return changeSetting(s, c, "/settings/backup", planOf, s.store.ChangeBackupPlan, fn)
}
