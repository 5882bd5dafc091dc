package huiyin

// Excerpt is a short piece of a complaint with what was sought marked in it.
type Excerpt struct {
	Place  Place
	Pieces []Piece // none of a phone, of which only that it fits is said (rule P5)
}

// Piece is a piece of text, found or around it.
type Piece struct {
	Text string
	Hit  bool
}

// Place is where in a complaint a text stands: a field of its intake, or what was written later.
type Place string

// The places.
const (
	InMatter     Place = "matter"
	InPhone      Place = "phone"
	InFinding    Place = "finding"
	InOpinion    Place = "opinion"
	InStatement  Place = "statement"
	InContact    Place = "contact"
	InProposal   Place = "proposal"
	InDecision   Place = "decision"
	InAnswer     Place = "answer"
	InResult     Place = "result"
	InTask       Place = "task"
	InCause      Place = "cause"
	InMeasure    Place = "measure"
	InFollowUp   Place = "follow_up"
	InReminder   Place = "reminder"
	InAttachment Place = "attachment"
	InDispute    Place = "dispute"
	InPayment    Place = "payment"
	InGift       Place = "present"
	InPause      Place = "pause"
	InExtension  Place = "extension"
)

var placesOfText = words[Place]{
	{InMatter, "投诉事项"}, {"demand", "客户诉求"}, {"name", "投诉人"}, {"unit", "房号/位置"}, {"number", "编号"}, {"contract", "合同编号"}, {"event_place", "发生地点"},
	{"involved", "涉及的人员和部门"}, {"next_steps", "已告知客户的下一步"}, {"close_reason", "结案说明"}, {"old_number", "原编号"}, {InPhone, "电话"},
	{InFinding, "调查结果"}, {InOpinion, "部门处理意见"}, {InStatement, "当事人陈述"}, {InContact, "沟通记录"}, {InProposal, "方案"}, {InDecision, "审批意见"},
	{InAnswer, "答复"}, {InResult, "告知结果"}, {InTask, "执行事项"}, {InCause, "原因分析"}, {InMeasure, "整改措施"}, {InFollowUp, "回访"}, {InReminder, "催办"},
	{InAttachment, "附件"}, {InDispute, "争议处理"}, {InPayment, "付款凭证"}, {InGift, "礼品"}, {InPause, "暂停计时"}, {InExtension, "延期"},
}

// Label names the place on pages.
func (p Place) Label() string { return placesOfText.label(p) }

// PlacesOfText lists the places.
func PlacesOfText() []Place { return placesOfText.all() }
