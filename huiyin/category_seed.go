package huiyin

// SeedCategories are the categories that a new installation begins with (rule K1), in the order of a
// form, each child after its parent. From then on they are data that an administrator changes.
func SeedCategories() []Category {
	return []Category{
		{Code: "attitude", Name: "服务态度", Selling: true},
		{Code: "competence", Name: "业务能力", Selling: true},
		{Code: "truthfulness", Name: "信息真实性", Selling: true},
		{Code: "wrong_introduction", Name: "介绍错误", Parent: "truthfulness", Selling: true},
		{Code: "promise_beyond_scope", Name: "超范围承诺", Parent: "truthfulness", Selling: true, Promise: true},
		{Code: "process", Name: "流程效率", Selling: true},
		{Code: "price_contract", Name: "价格与合同", Selling: true, Promise: true},
		{Code: "sold_twice", Name: "房号卖重", Parent: "price_contract", Selling: true, Promise: true},
		{Code: "discount", Name: "折扣算错", Parent: "price_contract", Selling: true, Promise: true},
		{Code: "fees_not_told", Name: "费用未告知", Parent: "price_contract", Selling: true, Promise: true},
		{Code: "change_refused", Name: "变更被拒", Parent: "price_contract", Selling: true, Promise: true},
		{Code: "delivery", Name: "交付"},
		{Code: "late_delivery", Name: "延期交付", Parent: "delivery", Promise: true},
		{Code: "repair", Name: "工程维修"},
		{Code: "water_power", Name: "水电", Parent: "repair"},
		{Code: "leak", Name: "渗漏", Parent: "repair"},
		{Code: "facilities", Name: "设施设备", Parent: "repair"},
		{Code: "lift_trapped", Name: "电梯困人", Parent: "repair", Emergency: true},
		{Code: "flood_power_cut", Name: "水浸停电", Parent: "repair", Emergency: true},
		{Code: "cleaning", Name: "清洁绿化"},
		{Code: "order", Name: "安保秩序"},
		{Code: "charges", Name: "收费"},
		{Code: "noise", Name: "噪音/邻里纠纷"},
		{Code: "data_leak", Name: "客户资料泄露", Emergency: true, Selling: true}, // rule B7
		{Code: "safety_accident", Name: "安全事故", Emergency: true},
		{Code: "property_loss", Name: "财物损失"},
		{Code: "group_disturbance", Name: "群体聚集", Emergency: true},
		{Code: "internal", Name: "内部投诉", Internal: true},
		{Code: "other", Name: "其他"},
	}
}
