package huiyin

import (
	"cmp"
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
			{Code: "HY", Name: "海悦府", Kind: SalesOffice, Phone: "400-000-0001",
				LegalName: "示例海悦置业有限公司", CreditCode: "91440300MA5DEM0019", LegalAddress: "海悦区示例路1号",
				LegalRepresentative: "孟示例"},
			{Code: "LT", Name: "龙庭店", Kind: AgencyStore, Phone: "400-000-0002",
				LegalName: "示例龙庭房地产经纪有限公司", CreditCode: "91440300MA5DEM002C", LegalAddress: "龙庭区示例路2号"},
			{Code: "JY", Name: "景园", Kind: ManagedEstate, Phone: "400-000-0003",
				LegalName: "示例景园物业服务有限公司", CreditCode: "91440300MA5DEM003F", LegalAddress: "景园区示例路3号"},
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
	o.demoClauses()
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
	o.Clauses, o.Readings = company.Clauses, company.Readings
	for _, figure := range slices.Sorted(maps.Keys(company.Parameters)) {
		o.Terms = append(o.Terms, Term{Figure: figure, Value: company.Parameters[figure]})
	}
	o.at, o.Parameters = now, o.figuresAt(now)
	o.Calendar.Days, o.Directory = SeedDays(), maps.Clone(company.Directory)
	o.log(System(o), ActionManage, "settings", now, Note("company", o.Company))
	return nil
}

// demoClauses are clauses of the demo company's rules, which everybody has read. None has a black card.
func (o *Org) demoClauses() {
	clause := func(code, text string, allows ...SanctionKind) {
		k := Clause{Key: code + "@1", Code: code, Version: 1, Text: text, From: "2022-01-01", Discussed: "2021-11-15",
			Announced: "2021-12-01"}
		for _, s := range allows {
			k.Allows = append(k.Allows, string(s))
		}
		o.Clauses = append(o.Clauses, k)
		for i := range o.People {
			account := o.People[i].Account
			o.Readings = append(o.Readings, ClauseReading{Key: readingKey(k.Key, account), Clause: k.Key, Account: account,
				At: time.Date(2022, 1, 10, 1, 0, 0, 0, time.UTC)})
		}
	}
	clause("3.1", "接待客户须礼貌耐心，不得与客户争执；违反的给予警告，并写书面检查。", Warning, SelfReview)
	clause("3.2", "离开客户须先交接，不得作超出授权的口头承诺；使客户空等或误解的给予黄牌，可以通报批评。", Warning, YellowCard, Criticism, SelfReview)
	clause("3.3", "房号、价格和折扣须经双人复核；未复核造成重大影响的给予红牌，可以通报批评，情节严重的记大过或提交公司处理。",
		Warning, YellowCard, RedCard, Criticism, SelfReview, "demerit", "refer", "police")
	clause("3.4", "泄露客户资料等严重违反规章制度的，提交人力资源按劳动合同法第三十九条办理。", Criticism, Dismissal)
	slices.SortFunc(o.Readings, func(a, b ClauseReading) int { return cmp.Compare(a.Key, b.Key) })
}
