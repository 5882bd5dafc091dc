package settings

import (
	"net/url"
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// flags are the fields that are on or off.
var flags = map[string]bool{
	"admin": true, "all_sites": true, "general_manager": true, "disabled": true, "closed": true, "emergency": true,
	"selling": true, "promise": true, "internal": true, "mail_on": true, "backup_on": true, "robot_on": true,
	"sending": true, "domain": true, "domain_on": true, "domain_create": true,
}

// parameterOf finds the figure that a field names, nil when it names none.
func parameterOf(field string) *huiyin.ParameterInfo {
	for i := range huiyin.ParameterList {
		if string(huiyin.ParameterList[i].Figure) == field {
			return &huiyin.ParameterList[i]
		}
	}
	return nil
}

func (v View) fieldName(field string) string {
	if i := parameterOf(field); i != nil {
		return v.T(i.Label)
	}
	if name, shown := huiyin.FieldName(huiyin.OfCompany, field); shown {
		return v.T(name)
	}
	return field
}

// who names who did something; the command line is the system.
func (v View) who(account string) string {
	if account == "" {
		return v.T("系统")
	}
	return v.Org.PersonName(account)
}

// ValueOf puts what an entry holds into the words of papers.
func ValueOf(o *huiyin.Org, field, value string) string {
	return View{Page: layout.Page{Lang: ui.Hans}, Org: o}.fieldValue(field, value)
}

// fieldValue puts what an entry holds into words: codes become names, flags become yes and no.
func (v View) fieldValue(field, value string) string {
	switch {
	case flags[field] && value == "":
		return v.T("否")
	case flags[field]:
		return v.T("是")
	case field == "script":
		return v.T(huiyin.Script(value).Label())
	case value == "":
		return v.T("无")
	}
	if i := parameterOf(field); i != nil {
		if n, err := i.Parse(value); err == nil {
			return v.amount(*i, n)
		}
		return value
	}
	switch field {
	case "role":
		r, _ := huiyin.ParseRole(value)
		return v.T(r.Label())
	case "site":
		return v.Org.SiteName(value)
	case "sites":
		codes := strings.Fields(value)
		for i, c := range codes {
			codes[i] = v.Org.SiteName(c)
		}
		return strings.Join(codes, v.T("、"))
	case "department":
		return v.Org.DepartmentName(value)
	case "manager", "delegate", "handed_to", "asked_by_account":
		return v.Org.PersonName(value)
	case "kind":
		return v.T(huiyin.SiteKind(value).Label())
	case "function":
		return v.T(huiyin.Function(value).Label())
	case "from", "until":
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return v.Clock().Full(at)
		}
	case "holiday", "workday", "ordinary":
		return strings.Join(strings.Fields(value), v.T("、"))
	case "hours":
		if w, err := huiyin.ParseWeek(value); err == nil {
			return v.hours(w)
		}
	case "security":
		return v.T(huiyin.MailSecurity(value).Label())
	case "domain_groups_by":
		return v.T(huiyin.DomainGroupsBy(value).Label())
	case "robot_kind":
		return v.T(huiyin.RobotKind(value).Label())
	case "members":
		return v.names(strings.Fields(value))
	case "secret":
		return v.T("已更换")
	case "second_factor":
		return v.T(map[string]string{"on": "启用", "off": "关闭"}[value])
	case "second_word_on":
		return v.T(huiyin.SecondWordMatter(value).Label())
	case "decision":
		return v.T(map[string]string{"approve": "同意", "refuse": "不同意"}[value])
	case "recovery_code":
		return v.T("已用一个")
	case "sessions":
		return v.T("已退出")
	case "backup":
		return v.T("已安排")
	case "logo":
		return value[:min(len(value), 12)]
	case "unsealed":
		return v.labels(value, func(code string) string { return huiyin.Paper(code).Label() })
	case "unsigned":
		return v.labels(value, func(code string) string { return huiyin.Box(code).Label() })
	case "parent":
		return v.Org.CategoryName(value)
	}
	return value
}

// labels puts codes into words.
func (v View) labels(codes string, label func(string) string) string {
	var out []string
	for c := range strings.FieldsSeq(codes) {
		out = append(out, v.T(label(c)))
	}
	return strings.Join(out, v.T("、"))
}

// hours says a week in one line: 周一 09:00-12:00 13:00-18:00；周二 …, days of rest left out.
func (v View) hours(w huiyin.Week) string {
	var out []string
	for _, d := range weekdays {
		if hours := w.DayText(d); hours != "" {
			out = append(out, v.T(dayNames[d])+" "+hours)
		}
	}
	return strings.Join(out, v.T("；"))
}

// weekdays are the days of the week from Monday.
var weekdays = []time.Weekday{1, 2, 3, 4, 5, 6, 0}

var dayNames = map[time.Weekday]string{1: "周一", 2: "周二", 3: "周三", 4: "周四", 5: "周五", 6: "周六", 0: "周日"}

// fieldChange says what became of a field; what was empty before is only said.
func (v View) fieldChange(c huiyin.Change) string {
	after := v.fieldValue(c.Field, c.After)
	if c.Before == "" && !flags[c.Field] {
		return after
	}
	return v.fieldValue(c.Field, c.Before) + " → " + after
}

// subject says what an entry is about, and where that stands.
func (v View) subject(subject string) (word, name, href string) {
	if !v.Manages { // reads the journal and opens no setting (rule P10)
		defer func() { href = "" }()
	}
	kind, code, _ := strings.Cut(subject, ":")
	switch kind {
	case "account":
		return v.T("账号"), v.Org.PersonName(code), "/settings/people/" + url.PathEscape(code)
	case "site":
		return v.T("项目"), v.Org.SiteName(code), "/settings/sites/" + url.PathEscape(code)
	case "department":
		return v.T("部门"), v.Org.DepartmentName(code), "/settings/departments/" + url.PathEscape(code)
	case "calendar":
		return v.T("公司"), v.T("工作日历"), "/settings/calendar"
	case "category":
		return v.T("投诉类别"), v.Org.CategoryName(code), "/settings/categories/" + url.PathEscape(code)
	}
	return v.T("公司"), "", ""
}

func history(subject string) string { return "/settings/journal?subject=" + url.QueryEscape(subject) }

// of is the address of the same journal with log-ins or changes.
func (v Journal) of(logIns bool) string {
	q := url.Values{}
	if v.Subject != "" {
		q.Set("subject", v.Subject)
	}
	if logIns {
		q.Set("log_ins", "1")
	}
	if len(q) == 0 {
		return "/settings/journal"
	}
	return "/settings/journal?" + q.Encode()
}
