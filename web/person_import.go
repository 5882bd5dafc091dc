package web

import (
	"context"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	views "huiyin/views/imports"
	"huiyin/views/settings"
	"huiyin/views/ui"
	"huiyin/web/register"
)

// peopleImportPath is where files of people come in; no account stands at that place.
const peopleImportPath = "/settings/import/people"

// mostPeople is how many a file may have: each gets a password, which takes a while to hash.
const mostPeople = 2000

var peopleFiles = &importKind{
	Kind: views.Kind{Path: peopleImportPath, Title: "导入人员", Action: huiyin.ActionManage, Reg: huiyin.PeopleFile,
		Chosen: true, Rules: []string{
			"列按列名识别；不认识的列名，以及职务、项目、部门的不同叫法，上传后在页面上逐个对应，只作建议，由您确认。",
			"没有账号的，按姓名拼音起一个；手机、邮箱、证件号码不读取，账号用不着。",
			"每一行会怎样，导入之前都列出来：新账号、已有账号、有冲突、不能导入。已有的账号不改动。",
			"经理以上的职务和系统管理员，与逐个新增时一样，须另一位管理员或副总经理确认之后才生效。",
			"每个新账号有一个初始密码，首次登录须更换。导入之后可以打印账号条，只显示一次；没有打印的，可以为没有登录过的人重新生成。",
			"同一个文件再导入一次，不会重复。账号不能删除，多导入的请停用。",
		}},
	read: readPeople,
}

// readPeople reads a file of people, then says what would become of its lines, or adds them.
func readPeople(s *Server, ctx context.Context, j *importJob, file register.File) error {
	var lines []huiyin.PersonLine
	var cells [][]string
	err := j.eachRow(ctx, file, mostPeople, func(row huiyin.RegisterRow, rest []string) error {
		line, err := huiyin.ReadPerson(j.reg, row)
		if err == nil {
			lines, cells = append(lines, line), append(cells, rest)
		}
		return err
	})
	if err != nil {
		return err
	}
	decided, err := j.chosen.decided(personDos)
	if err != nil {
		return err
	}
	many := len(j.reg.Sheets) > 1
	adds := func(l huiyin.PersonLine) bool { return decided[lineKey(l.Sheet, l.Line, many)] == personAdd }
	plan := s.store.Org().PlanPeople(j.by, j.now, lines, adds, db.Spelled)
	if j.tries {
		j.showPeople(plan, cells, many)
		return nil
	}
	return s.addPeople(ctx, j, plan, cells)
}

// What may be chosen for a line of which somebody may be there already.
const personSkip, personAdd = "skip", "add"

var personDos = []string{personSkip, personAdd}

// showPeople says what would become of the lines.
func (j *importJob) showPeople(plan []huiyin.PersonPlan, cells [][]string, many bool) {
	wills := map[huiyin.PersonWill]*views.Will{}
	for _, w := range huiyin.PersonWills() {
		wills[w] = &views.Will{Code: string(w), Label: w.Label()}
	}
	byLine := make([]huiyin.PersonPlan, len(plan))
	for _, p := range plan {
		byLine[p.At] = p
	}
	good := 0
	for _, p := range byLine {
		if p.Will == huiyin.PersonRefused {
			j.refuse(p.Sheet, p.Line, cells[p.At], p.Why)
			continue
		}
		w := wills[p.Will]
		if w.Count++; len(w.Lines) < mostPeople {
			w.Lines = append(w.Lines, j.personLine(p, many))
		}
		if p.Will.Adds() {
			good++
		}
	}
	j.set(func(v *views.Run) {
		wills[huiyin.PersonRefused].Count = len(v.Refused)
		v.Good, v.Waits = good, wills[huiyin.PersonWaiting].Count
		v.Wills = nil
		for _, w := range huiyin.PersonWills() {
			if wills[w].Count > 0 {
				v.Wills = append(v.Wills, *wills[w])
			}
		}
	})
}

func (j *importJob) personLine(p huiyin.PersonPlan, many bool) views.WillLine {
	o := j.by.Org
	out := views.WillLine{Line: p.Line, What: p.Person.Name + " " + p.Person.Account}
	if p.Why != nil {
		out.Whys = append(out.Whys, p.Why)
	}
	for _, d := range p.Diff {
		name, _ := huiyin.FieldName(huiyin.OfCompany, d.Field)
		out.Says = append(out.Says, views.Said{Field: name, Was: settings.ValueOf(o, d.Field, d.Before),
			Now: settings.ValueOf(o, d.Field, d.After)})
	}
	if p.Will.Adds() || p.Will == huiyin.PersonConflict {
		at := settings.Place(o, &p.Person)
		if at != "" {
			at = " · " + at
		}
		out.Text = p.Person.Title() + at
	}
	if p.Will == huiyin.PersonConflict {
		key := lineKey(p.Sheet, p.PersonLine.Line, many)
		out.Choices = []ui.Option{{Value: key + "=" + personSkip, Label: "不导入这一行"},
			{Value: key + "=" + personAdd, Label: "是另一个人，新增账号"}}
	}
	return out
}

// addPeople adds the accounts one by one, each with its password and its entry, so that an import that is stopped leaves
// whole ones behind, and a second run does the rest (rules J1, W12).
func (s *Server) addPeople(ctx context.Context, j *importJob, plan []huiyin.PersonPlan, cells [][]string) error {
	for _, p := range plan {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !p.Will.Adds() {
			if p.Will == huiyin.PersonRefused {
				j.refuse(p.Sheet, p.Line, cells[p.At], p.Why)
				continue
			}
			j.set(func(v *views.Run) {
				v.Past++
				if p.Will != huiyin.PersonConflict {
					v.Already++
					return
				}
				v.Refused = append(v.Refused, views.Refused{Sheet: p.Sheet, Line: p.Line, Why: p.Why, Cells: cells[p.At]})
			})
			continue
		}
		var passwords []db.Password
		var password string
		if !p.Person.Domain {
			var hash string
			password, hash = s.firstPassword(p.Person.Account)
			passwords = []db.Password{{Account: p.Person.Account, Hash: hash, Given: s.Wall()}}
		}
		err := s.store.ChangeOrg(ctx, db.Once{}, func(o *huiyin.Org) error {
			return o.PutPerson(j.by, s.Now(), "", p.Person, nil)
		}, passwords...)
		if why := refusal(err); why != nil { // somebody took the account meanwhile
			j.refuse(p.Sheet, p.Line, cells[p.At], why)
			continue
		}
		if err != nil {
			return err
		}
		s.imports.added(j.run, slipOf(s.store.Org(), &p.Person, password, j.run.address))
	}
	return nil
}

// added notes an account that was made, and its slip.
func (m *imports) added(r *importRun, slip settings.Slip) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r.view.Past++
	r.view.Good++
	if slip.Waits {
		r.view.Waits++
	}
	if slip.Password != "" {
		r.slips = append(r.slips, slip)
		r.view.Slips++
	}
}

// printSlips hands the slips of an import on to the one page that shows them.
func (s *Server) printSlips(c echo.Context, r *importRun) (to string, err error) {
	s.imports.mu.Lock()
	slips := r.slips
	running := r.view.State == views.Running
	if !running {
		r.slips, r.view.Slips = nil, 0
	}
	s.imports.mu.Unlock()
	if running || len(slips) == 0 {
		return "", huiyin.Conflict("没有要显示的账号条；需要的，请在“账号条”页重新生成。")
	}
	s.slips.put(r.account, r.id, s.Wall(), slips...)
	return "/settings/slips?after=" + r.id, nil
}
