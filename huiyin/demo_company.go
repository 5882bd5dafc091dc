package huiyin

import (
	"maps"
	"slices"
	"time"
)

// DemoCompany is the company that `huiyin demo` and the tests work with; every person is invented.
// Its zone is the store's.
func DemoCompany() *Org {
	o := &Org{
		Company: "示例地产",
		Sites: []Site{
			{Code: "HY", Name: "海悦府", Kind: SalesOffice, Phone: "400-000-0001"},
			{Code: "LT", Name: "龙庭店", Kind: AgencyStore, Phone: "400-000-0002"},
			{Code: "JY", Name: "景园", Kind: ManagedEstate, Phone: "400-000-0003"},
		},
		Departments: []Department{
			{"sales", "销售部", Sales},
			{"service", "客户服务部", Service},
			{"sales_management", "销管部", SalesManagement},
			{"engineering", "工程部", Engineering},
			{"contracts", "合同部", Contracts},
			{"legal", "法务部", Legal},
			{"finance", "财务部", Finance},
			{"administration", "行政部", Administration},
			{"press", "公关部", Press},
			{"supervision", "监督小组", Supervision},
		},
		Categories: SeedCategories(),
		People: []Person{
			{Account: "a01", Name: "林晓雯", Role: Agent, Site: "HY"},
			{Account: "a02", Name: "陈立航", Role: Agent, Site: "HY"},
			{Account: "s01", Name: "周敏", Role: Supervisor, Site: "HY"},
			{Account: "s02", Name: "吴建民", Role: Supervisor, Site: "HY"},
			{Account: "p01", Name: "郑海涛", Role: Manager, Sites: []string{"HY"}},
			{Account: "b01", Name: "何佳", Role: Agent, Site: "LT"},
			{Account: "t01", Name: "孙丽华", Role: Supervisor, Site: "LT"},
			{Account: "w01", Name: "马志强", Role: Agent, Site: "JY"},
			{Account: "u01", Name: "刘淑芬", Role: Supervisor, Site: "JY"},
			{Account: "q01", Name: "高文博", Role: Manager, Sites: []string{"LT", "JY"}},
			{Account: "x02", Name: "许静", Role: Manager, Department: "sales_management", AllSites: true},
			{Account: "v01", Name: "沈国梁", Role: VP},
			{Account: "v02", Name: "韩雪梅", Role: VP},
			{Account: "g01", Name: "罗正明", Role: VP, GeneralManager: true},
			{Account: "h01", Name: "唐慧", Role: Supervisor, Department: "administration"},
			{Account: "f01", Name: "冯玉珍", Role: Supervisor, Department: "finance"},
			{Account: "l01", Name: "曹博文", Role: Supervisor, Department: "legal"},
			{Account: "e01", Name: "魏大勇", Role: Supervisor, Department: "engineering"},
			{Account: "m01", Name: "叶青", Role: Supervisor, Department: "press"},
			{Account: "k01", Name: "潘志远", Role: Supervisor, Department: "supervision"},
			{Account: "admin", Name: "系统管理员", Role: Agent, Admin: true},
		},
	}
	for i := range o.People {
		o.People[i].Order = i + 1
	}
	o.Directory = map[string][]DirectoryEntry{outsideKey: {
		{string(ToConsumers), "海悦区消费者委员会", "0755-00000001"}, {string(To12315), "", "12315"},
		{string(ToHousing), "海悦区住房和建设局", "0755-00000002"},
		{string(ToMediation), "海悦街道人民调解委员会", "0755-00000003"}, {string(ToCourt), "海悦区人民法院", "12368"},
	}}
	for _, s := range o.Sites {
		o.Directory[s.Code] = []DirectoryEntry{
			{"报警", "派出所", "110"}, {"起火、救援", "消防", "119"}, {"受伤", "急救", "120"},
			{"停水停电、漏水", s.Name + "工程值班", s.Phone}, {"电梯困人", "电梯维保单位", "0755-00000110"},
		}
	}
	return o.Index()
}

// Found gives an empty installation its company and notes it in the journal (rule J1).
func (o *Org) Found(now time.Time, company *Org) error {
	if len(o.People) > 0 {
		return Conflict("公司已经建立。")
	}
	o.Company, o.Sites, o.Departments, o.Categories, o.People = company.Company, company.Sites, company.Departments,
		company.Categories, company.People
	for _, figure := range slices.Sorted(maps.Keys(company.Parameters)) {
		o.Terms = append(o.Terms, Term{Figure: figure, Value: company.Parameters[figure]})
	}
	o.at, o.Parameters = now, o.figuresAt(now)
	o.Calendar.Days, o.Directory = SeedDays(), maps.Clone(company.Directory)
	o.log(System(o), ActionManage, "settings", now, Note("company", o.Company))
	return nil
}
