package huiyin

import "slices"

// grant says who may do an action: at least which role, and in which relation to the case.
type grant struct {
	least Role
	admin bool                // needs the administrator's flag instead (rule P1)
	has   func(by Actor) bool // what else they need, whatever the case
	when  func(by Actor, c *Complaint) bool
	why   string // the refusal in words, where more can be said than that it is not allowed
}

// grants is the whole policy. For the person complained about there is nothing but their statement (rule P4).
var grants = map[Action]grant{
	SignedIn:            {least: Agent},
	ActionSeeDesk:       {least: Agent},
	ActionSeeApprovals:  {least: Agent},
	ActionRecord:        {least: Agent},
	ActionRead:          {least: Agent},
	ActionPrint:         {least: Agent},
	ActionHear:          {least: Agent}, // rule K2
	ActionExport:        {least: Supervisor},
	ActionAskExport:     {least: Manager}, // rule P5
	ActionDecideExport:  {least: VP},
	ActionSeeStatistics: {least: Supervisor, has: hasSites}, // rule M2
	ActionManage:        {admin: true},
	ActionHandOver:      {admin: true}, // rule P7
	// rule P10
	ActionReadCompanyJournal: {least: Agent, has: func(by Actor) bool { return by.Admin || by.Role == VP }},
	ActionAskSecondWord:      {admin: true},
	ActionAnswerGroup:        {least: Manager, has: hasSites}, // rule K8
	ActionWithdrawSecondWord: {admin: true},
	ActionGiveSecondWord:     {least: Agent, has: func(by Actor) bool { return by.Admin || by.Role == VP }},
	ActionMoveClock:          {least: Agent},
	ActionDelegate:           {least: Supervisor}, // rule P6
	ActionEndDelegation:      {least: Supervisor},
	ActionRestrict:           {least: Agent, when: governs, why: "设为受限由负责人决定。"}, // rule P8
	ActionLiftRestriction:    {least: Agent, when: governs, why: "解除受限由负责人决定。"},

	ActionAssign:           {least: Agent, when: decides}, // rule G5
	ActionAccept:           {least: Agent, when: func(by Actor, c *Complaint) bool { return c.Handler == by.Account }},
	ActionAssess:           {least: Agent, when: decides},                        // rule G5
	ActionChangeAccused:    {least: Agent, when: governs, why: "被投诉人由负责人增加或撤销。"}, // rule P4
	ActionRequestStatement: {least: Agent, when: decides},                        // rule P4
	ActionGiveStatement:    {least: Agent, when: heard, why: "当事人陈述由被投诉人本人填写。"},  // rule P4
	ActionFind:             {least: Agent, when: works},
	// rules W2, G1
	ActionGiveOpinion: {least: Agent, when: oneOf(asked, advises, decides)},
	ActionLogContact:  {least: Agent, when: works},
	ActionRemind:      {least: Agent, when: works},
	// rule P9
	ActionLookUp:        {least: Agent, when: atCounter},
	ActionCounterRemind: {least: Agent, when: atCounter},
	ActionLeaveMessage:  {least: Agent, when: atCounter},
	// rule K11
	ActionTransfer:       {least: Agent, when: governs, why: "转办由负责人决定。"},
	ActionAcceptTransfer: {least: Agent, when: decides},
	ActionSendBack:       {least: Agent, when: decides},
	// rules K12, D16; what moves or ends their date is noted by whoever decides
	ActionRefer:         {least: Agent, when: works},
	ActionReturnOutside: {least: Agent, when: decides, why: "退回转来方由负责人或主管决定。"},
	ActionAnswerReturn:  {least: Agent, when: decides, why: "对方的答复由负责人或主管登记。"},
	ActionExtendOutside: {least: Agent, when: works},
	ActionGrantOutside:  {least: Agent, when: decides, why: "对方同意的延期由负责人或主管登记。"},
	ActionSendOutside:   {least: Agent, when: works},
	ActionTakeAgain:     {least: Agent, when: takesAgain, why: "已结案的，再办由负责人或主管登记；已归档的，由副总经理登记。"},
	ActionNoteVerdict:   {least: Agent, when: works},

	ActionPropose:  {least: Agent, when: works},
	ActionSubmit:   {least: Agent, when: works},
	ActionWithdraw: {least: Agent, when: works},
	ActionUrge:     {least: Agent, when: works}, // rule C8
	// rules C3, C4
	ActionDecide: {least: Agent, when: mayDecide, why: "这一步不由您审批：不能审批自己提出或涉及自己的方案，也不能在同一次审批中表态两次。"},
	// rule G7
	ActionGiveAnswer: {least: Agent, when: answers, why: "重要和重大投诉由负责人亲自答复，轻微投诉由主管或其指定的经办人答复。"},
	// rule W16
	ActionDecideFacts:  {least: Agent, when: wordsFacts, why: "这次答复的事实表述不由您审定：须是上一级或法务的其他人，且未表过态。"},
	ActionDraftLetter:  {least: Agent, when: writesLetter},
	ActionFreezeLetter: {least: Agent, when: answersOrFreezes, why: "答复函由答复客户的人定稿；金额超出其权限的，由批准方案的人定稿。"},
	ActionTellResult:   {least: Agent, when: works},
	ActionAddTask:      {least: Agent, when: works},
	ActionEndTask:      {least: Agent, when: involved},
	// rule C6
	ActionPay: {least: Agent, when: ofFinance},
	// rule C6: a manager who did not approve the sum
	ActionWaivePayment: {least: Agent, when: managesSite, why: "放行由没有审批过这笔钱的经理以上人员决定。"},
	// rule W17
	ActionReversePayment: {least: Agent, when: ofFinance},
	ActionReleasePayment: {least: Agent, when: oneOf(ofFinance, managesSite), why: "付款须由另一位财务人员放行；财务只有一人的，由经理放行。"},
	ActionAgreeReversal:  {least: Agent, when: oneOf(ofFinance, managesSite), why: "冲正须由另一位财务人员或经理同意，不能由申请人自己同意。"},
	ActionFindCause:      {least: Agent, when: oneOf(works, asked)},
	ActionAddMeasure:     {least: Agent, when: oneOf(works, asked)},
	ActionDoMeasure:      {least: Agent, when: involved},
	ActionVerify:         {least: Agent, when: works},
	ActionSettle:         {least: Agent, when: settles},
	ActionClose:          {least: Agent, when: governs, why: "结案由负责人决定，经办人不能自行结案。"}, // rule W8
	// rule W6
	ActionConfirmWord: {least: Agent, when: callsCustomer, why: "须由经办人、负责人、被投诉人及其直接下属以外，且没有登记这次意见的人打电话核实。"},
	// rules W8, K10
	ActionAgreeClosing:  {least: Agent, when: agreesClosing, why: "须由负责人的上一级同意；负责人是副总经理的，由另一位副总经理或监督小组同意。"},
	ActionObjectInvalid: {least: Agent, when: func(Actor, *Complaint) bool { return true }},
	ActionDecideInvalid: {least: Agent, when: hearsInvalid, why: "客户的异议由认定无效的人的上一级裁定。"},
	ActionReopen:        {least: Agent, when: reopens},
	// rule W9
	ActionAnswerFollowUp: {least: Agent, when: decides, why: "客户不满意或问题再次发生的，由负责人或主管以上答复。"},
	ActionArchive:        {least: Agent, when: governs},
	ActionFollowUp: {least: Agent, when: func(by Actor, c *Complaint) bool {
		return by.Account != c.Handler && works(by, c)
	}}, // rule W9
	ActionAttach:             {least: Agent, when: oneOf(asked, involved, pays)},
	ActionTellProvenance:     {least: Agent, when: oneOf(asked, involved, pays)}, // rule K6
	ActionWithdrawAttachment: {least: Agent, when: works},
	// rule W7
	ActionConfirmAttachment: {least: Agent, when: decides, why: "签字表单由主管以上的人员确认。"},
	// rule W11
	ActionCorrect: {least: Agent, when: oneOf(works, asked, advises)},
	// rule W11
	ActionReadOld: {least: Agent, when: decides},
	// rule P5
	ActionReveal: {least: Agent, when: handles},
	// rule T2
	ActionHold:    {least: Agent, when: oneOf(ofLegal, ofVP), why: whyNoHold},
	ActionEndHold: {least: Agent, when: oneOf(ofLegal, ofVP), why: whyNoHold},
	// of everything of a site, a customer or a member of staff
	ActionHoldAll:    {least: Agent, has: keepsAll},
	ActionEndHoldAll: {least: Agent, has: keepsAll},
	// rule J4
	ActionPackEvidence: {least: Agent, when: oneOf(governs, ofLegal, ofVP), why: "举证包由负责人、法务或副总经理制作。"},
	// rule K13
	ActionHandOnData:     {least: Agent, when: works},
	ActionNoteSensitive:  {least: Agent, when: keepsSensitive, why: "敏感信息只由负责人、经办人和指定的人记录。"},
	ActionEraseSensitive: {least: Agent, when: keepsSensitive, why: "敏感信息只由负责人、经办人和指定的人删除。"},
	// rule D18
	ActionReportLaw: {least: Agent, when: works},
	ActionNameParty: {least: Agent, when: works},
	// rule T3
	ActionEndLawDate: {least: Agent, when: works},
	// rule P4
	ActionRecuse:        {least: Agent, when: oneOf(involved, mayDecide)},
	ActionDecideRecusal: {least: Agent, when: decidesRecusal, why: whyNoRecusal},
	// rule D9
	ActionPause:          {least: Agent, when: works},
	ActionResume:         {least: Agent, when: works},
	ActionExtend:         {least: Agent, when: works},                     // rule D11
	ActionGrantExtension: {least: Agent, when: governs, why: "延期由负责人决定。"}, // rule D11
	ActionMerge:          {least: Agent, when: decides},                   // rule K7
	ActionUnmerge:        {least: Agent, when: decides},
	ActionStartDispute:   {least: Agent, when: governs},
	ActionEndDispute:     {least: Agent, when: governs},
	ActionLogDispute:     {least: Agent, when: works},
	ActionSetPhase:       {least: Agent, when: works}, // rule K9
	ActionMarkItem:       {least: Agent, when: works}, // rules K2, K9

	ActionSeeCustomers:      {least: Agent},
	ActionSetConsent:        {least: Agent},
	ActionMergeCustomer:     {least: Supervisor},
	ActionUnmergeCustomer:   {least: Supervisor},
	ActionSeeCustomerAccess: {least: Manager},
	ActionRequestData:       {least: Agent},
	ActionAssignDataRequest: {least: Agent},
	ActionAnswerDataRequest: {least: Agent},
	// rules B1, P8
	ActionReleaseData: {least: Agent, when: governs, why: "资料摘录由负责这件投诉的人放行。"},
	ActionAnonymise: {least: Manager, why: "删除个人信息由负责该项目的经理以上人员批准。", when: func(by Actor, c *Complaint) bool {
		return by.AnswersFor(c.Site)
	}}, // rule B1

	ActionInquire:      {least: Agent}, // rule W13; what an inquiry or praise allows, CanOn asks
	ActionRecordPraise: {least: Agent}, // rule B2
	ActionConvert:      {least: Agent},
	ActionToPraise:     {least: Agent},
	ActionThank:        {least: Agent},
	ActionCommend:      {least: Supervisor},
	// rule A4
	ActionConfirmPraise: {least: Supervisor},
	ActionAskGesture:    {least: Agent, when: works}, // rule C9
	ActionDecideGift:    {least: Supervisor, when: mayAgreeGift, why: notYourGift},
	ActionGiveGift:      {least: Agent, when: oneOf(works, givesGift)},

	ActionSeeSanctions:     {least: Supervisor, when: seesSanctions}, // rule A3
	ActionListSanctions:    {least: Manager},
	ActionProposeSanction:  {least: Agent, when: proposesSanction, why: "处罚由项目经理以上提出，责任人本人不能提出。"},
	ActionReadOwnSanction:  {least: Agent, when: sanctioned},
	ActionAnswerSanction:   {least: Agent, when: sanctioned},
	ActionFileObjection:    {least: Agent, when: sanctioned},
	ActionWriteSelfReview:  {least: Agent, when: sanctioned},
	ActionDecideSanction:   {least: Agent, when: anySanction((*Complaint).judges), why: whyNotJudge},
	ActionDecideObjection:  {least: Agent, when: anySanction((*Complaint).hearsObjection), why: whyNotJudge},
	ActionPrepareDismissal: {least: Agent, when: anySanction((*Complaint).preparesDismissal), why: whyNotPrepared},
	ActionDeliverSanction:  {least: Agent, when: anySanction((*Complaint).delivers), why: "送达由项目经理以上登记，当事人不能登记。"},
	ActionLiftSanction:     {least: Agent, when: anySanction((*Complaint).lifts), why: "处罚生效之后由副总经理撤销，当事人和提出人不能撤销。"},
	ActionCirculate: {
		least: Agent,
		when:  anySanction((*Complaint).circulates),
		why:   "通报由副总经理发布，当事人、提出人和经办人不能发布。",
	},
	ActionSeeCirculars:  {least: Agent}, // rule F7; which ones, Reads says
	ActionReadClause:    {least: Agent},
	ActionObjectPoints:  {least: Agent, when: deducted}, // rule A4
	ActionConfirmPoints: {least: Agent, when: confirmsPoints, why: whyNotConfirmed},
	ActionSeeAppraisals: {least: Agent}, // rule A4
	ActionUploadScan:    {least: Agent}, // rule F6; into a case only who may attach to it
	ActionFileScan:      {least: Agent},
	ActionDiscardScan:   {least: Agent},
	// rule F6, as Attach
	ActionSign:     {least: Agent, when: oneOf(asked, involved)},
	ActionSaveView: {least: Agent},
	ActionDropView: {least: Agent},
	ActionImport:   {least: Manager}, // rule P1: for the sites that they answer for

	ActionSeeReports:    {least: Supervisor, has: hasSites}, // rule M2; what a report allows, CanOn asks
	ActionCommentReport: {least: Supervisor, has: hasSites},
	ActionReturnReport:  {least: Manager, has: hasSites},
	ActionSignReport:    {least: Manager, has: hasSites},

	ActionSeeQuarters:    {least: Manager, has: overAll}, // rule M3
	ActionWriteQuarter:   {least: Manager, has: overAll},
	ActionReleaseQuarter: {least: VP},
	ActionSeeJobs:        {least: Agent},
	ActionAssignJob:      {least: Agent}, // what a document allows, CanOn asks
	ActionEndJob:         {least: Agent},

	ActionSeeMeetings:  {least: Agent}, // rule M7; what a meeting allows, CanOn asks
	ActionCallMeeting:  {least: Supervisor, has: callsMeetings},
	ActionWriteMeeting: {least: Agent},
	ActionCloseMeeting: {least: Agent},

	ActionSeeImprovementPlans: {least: Supervisor, has: hasSites}, // rule A2
	ActionOpenImprovementPlan: {least: Supervisor, has: hasSites},
	ActionCheckJob:            {least: Supervisor, has: hasSites},
	ActionEndImprovementPlan:  {least: Manager, has: hasSites},
	ActionTellImprovementPlan: {least: Supervisor, has: hasSites},

	ActionRaiseAlarm: {least: Agent}, // rule R15; which site, and what an alarm allows, MayOn asks
	ActionAddToAlarm: {least: Agent},
	ActionHearAlarm:  {least: Agent},
	ActionEndAlarm:   {least: Manager},

	// rules R1, R3, R14; which crisis, and what it allows, MayOn asks
	ActionOpenCrisis:        {least: Manager},
	ActionCloseCrisis:       {least: VP},
	ActionReopenCrisis:      {least: VP},
	ActionJoinAlarm:         {least: Manager},
	ActionSetSeat:           {least: Agent},
	ActionTakeOver:          {least: Agent},
	ActionTakeBack:          {least: Agent},
	ActionHandOverSeat:      {least: Agent},
	ActionAcceptSeat:        {least: Agent},
	ActionNameParts:         {least: Agent},
	ActionEndPart:           {least: Agent},
	ActionExtendCrisis:      {least: Agent},
	ActionSetCrisisPhase:    {least: Agent},
	ActionCountPeople:       {least: Agent},
	ActionDraftStatement:    {least: Agent},
	ActionSubmitStatement:   {least: Agent},
	ActionReviewStatement:   {least: Agent},
	ActionDecideStatement:   {least: VP},
	ActionIssueStatement:    {least: Agent},
	ActionHoldStatement:     {least: Agent},
	ActionSendStatement:     {least: Agent},
	ActionWithdrawStatement: {least: Agent},
	ActionReadStatement:     {least: Agent},
	ActionWriteHolding:      {least: Manager},
	ActionApproveHolding:    {least: VP},
	ActionEndHolding:        {least: Manager},
	ActionSeeCrises:         {least: Agent},

	// rule B11; which site's, MayOn asks
	ActionSeeUnits:    {least: Agent},
	ActionLookUpUnit:  {least: Agent},
	ActionRevealOwner: {least: Agent},
	ActionChangeUnit:  {least: Manager, has: hasSites},
	ActionImportUnits: {least: Manager, has: hasSites},
	ActionUndoUnits:   {least: Manager, has: hasSites},

	ActionSeeSamples: {least: Agent}, // rule A6; what a sample allows, CanOn asks
	ActionDrawSample: {least: Supervisor, has: supervises},
	// rule B1
	ActionSignDestruction: {least: Agent, has: seesDestruction},
	// rule W10
	ActionListArchive: {least: Agent, has: keepsArchive},
	ActionSignArchive: {least: Agent, has: seesArchive},
	ActionAskCheck:    {least: Supervisor, has: supervises},
	ActionCheckSample: {least: Agent},
}

// oneOf: in any of these relations.
func oneOf(relations ...func(Actor, *Complaint) bool) func(Actor, *Complaint) bool {
	return func(by Actor, c *Complaint) bool {
		return slices.ContainsFunc(relations, func(is func(Actor, *Complaint) bool) bool { return is(by, c) })
	}
}

// ofFinance: the payments are theirs (rule C6).
func ofFinance(by Actor, _ *Complaint) bool { return by.Org.Has(by.Person, Finance) }

// pays: finance, where money is owed, files the slip and what the claimant signed (rule W17).
func pays(by Actor, c *Complaint) bool { return ofFinance(by, c) && c.Unpaid() > 0 }

// ofLegal and ofVP: the legal hold is theirs (rule T2).
func ofLegal(by Actor, _ *Complaint) bool { return by.Org.Has(by.Person, Legal) }

func ofVP(by Actor, _ *Complaint) bool { return by.Role == VP }

// keepsAll: legal or a VP (rule T2).
func keepsAll(by Actor) bool { return ofLegal(by, nil) || ofVP(by, nil) }

const whyNoHold = "法律留存由法务或副总经理决定。"

// managesSite: a manager or above who answers for the site.
func managesSite(by Actor, c *Complaint) bool { return by.Role >= Manager && by.AnswersFor(c.Site) }

// accused: complained about, or found responsible (rules P4, K5).
func accused(by Actor, c *Complaint) bool { return c.Bars(by.Account) }

// heard: complained about, and not kept from knowing until evidence is kept (rule P4).
func heard(by Actor, c *Complaint) bool {
	return accused(by, c) && (c.HearingAt.IsZero() || c.HearingTold)
}

// decides: whoever is in charge, or a supervisor or above of the site (rule G5).
func decides(by Actor, c *Complaint) bool { return by.Account == c.Owner || by.AnswersFor(c.Site) }

// governs: the seat that the complaint belongs to (rules G6, W8).
func governs(by Actor, c *Complaint) bool { return c.inCharge(by.Org, by.Person) }

// handles: the person in charge, the handler, and whoever answers until the handler has accepted (rule W14).
func handles(by Actor, c *Complaint) bool {
	return by.Account == c.Owner || by.deputy == nil && (by.Account == c.Handler || by.Account == c.FirstContact)
}

// givesGift: a gift is theirs to give (rule C9).
func givesGift(by Actor, c *Complaint) bool {
	return slices.ContainsFunc(c.Tasks,
		func(t Task) bool { return t.Gift > 0 && t.Who == by.Account && t.EndedAt.IsZero() })
}

// works: whoever handles it, took it in, or decides over it.
func works(by Actor, c *Complaint) bool {
	return handles(by, c) || by.Account == c.RecordedBy && !c.movedFrom(by) || decides(by, c)
}

// asked: a member of the responsible department (rule W2).
func asked(by Actor, c *Complaint) bool { return c.Department != "" && by.Department == c.Department }

// advises: legal, where fraud is suspected, or the demand would bargain over rights (rules G1, C12).
func advises(by Actor, c *Complaint) bool {
	return (c.Fraud || !c.LegalAskedAt.IsZero()) && by.Org.Has(by.Person, Legal)
}

// involved: works on it or has a task or a measure in it.
func involved(by Actor, c *Complaint) bool {
	return works(by, c) ||
		slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.Who == by.Account }) ||
		slices.ContainsFunc(c.Measures, func(m Measure) bool { return m.Person == by.Account })
}

// mayDecide: a step of the pending proposal waits for this person (rules C3, C4).
func mayDecide(by Actor, c *Complaint) bool {
	for i := range c.Proposals {
		if c.openStep(by, c.Proposals[i].N) != nil {
			return true
		}
	}
	return false
}

// answers: minor, the supervisor in charge or the handler for them; above, whoever is in charge in
// person (rule G7).
func answers(by Actor, c *Complaint) bool {
	return by.Account == c.Owner || c.Grade == Minor &&
		(by.Account == c.Handler && by.deputy == nil || c.inCharge(by.Org, by.Person))
}

// settles: on the spot, whoever took a minor complaint or works on it; above, whoever is in charge (rule G7).
func settles(by Actor, c *Complaint) bool {
	return by.Account == c.Owner || c.Grade == Minor && works(by, c)
}

// reopens: a closed one whoever decides, an archived one a VP (rule W10).
func reopens(by Actor, c *Complaint) bool {
	if c.State == Archived {
		return by.Role == VP
	}
	return decides(by, c)
}

// takesAgain: an open one whoever works on it, a closed one is taken up by who reopens it (rules K12, W10).
func takesAgain(by Actor, c *Complaint) bool {
	if c.State.Open() {
		return works(by, c)
	}
	return reopens(by, c)
}

// Visible tells whether a person may open the complaint (rules P3, P4, P6, P8). The same rule stands as
// SQL in db.scope; a test proves them equal.
func (c *Complaint) Visible(by Actor) bool {
	if accused(by, c) { // rule P4
		return false
	}
	concerned := c.Concerns()
	sees := func(p *Person, keys []string) bool {
		return !c.Restricted && p.AnswersFor(c.Site) ||
			slices.ContainsFunc(keys, func(k string) bool { return slices.Contains(concerned, k) })
	}
	if sees(by.Person, by.Org.Keys(by.Person)) {
		return true
	}
	stands := by.Org.StandsFor(by.Person)
	return !c.about(stands) &&
		slices.ContainsFunc(stands, func(p *Person) bool { return sees(p, by.Org.HandedKeys(p)) })
}

// about tells whether the complaint is about one of these people: who stands in for them sees nothing of
// it by that (rules P4, P6).
func (c *Complaint) about(people []*Person) bool {
	return slices.ContainsFunc(people, func(p *Person) bool { return c.Bars(p.Account) })
}

// Known tells whether a person may see that the complaint exists: who may open it, and of a restricted
// one those whose site it is, who see its number and nothing more (rule P8).
func (c *Complaint) Known(by Actor) bool {
	if c.Visible(by) {
		return true
	}
	stands := by.Org.StandsFor(by.Person)
	return c.Restricted && !accused(by, c) &&
		(by.AnswersFor(c.Site) || !c.about(stands) &&
			slices.ContainsFunc(stands, func(p *Person) bool { return p.AnswersFor(c.Site) }))
}

// TakesSight tells whether an action is for those only who see the case: others have the page of a person complained
// about, or the counter.
func (a Action) TakesSight() bool {
	return a != Public && a != ActionGiveStatement && a != ActionObjectPoints && !a.ofSanctioned() && !a.atCounter()
}

// Can is the only authorisation decision: may this person do this, on this case if there is one?
// nil means yes; what they may not see is not found, what they may not do is forbidden.
func Can(by Actor, a Action, c *Complaint) error {
	_, err := by.permitted(a, c)
	return err
}

// permitted is Can, and gives the person with in whose name they do it (rule P6).
func (by Actor) permitted(a Action, c *Complaint) (Actor, error) {
	by.For = ""
	if a == Public {
		return by, nil
	}
	g, ok := grants[a]
	if !ok || by.Person == nil || by.Disabled {
		return by, Forbidden("您没有权限%s。", a.Label())
	}
	if c != nil && !c.Visible(by) && !(a == ActionGiveStatement && accused(by, c)) &&
		!(a.ofSanctioned() && sanctioned(by, c)) && !(a == ActionObjectPoints && deducted(by, c)) && !(a.atCounter() && atCounter(by, c)) {
		if c.Known(by) {
			return by, Forbidden("这件投诉受限，只有负责人、经办人和指定的人员可以查看。") // rule P8
		}
		return by, NotFound()
	}
	if c != nil && fromRecused(by, a, c) { // rule P4
		return by, Forbidden("您已在这件投诉中回避，只能查看。")
	}
	if c != nil && c.Blocked() && !blockedUse(a) {
		return by, Forbidden("客户资料已封存，只依法保存，不作他用。") // rule B1
	}
	switch {
	case g.admin && !by.Admin, by.Role < g.least, g.has != nil && !g.has(by):
		return by, Forbidden("您没有权限%s。", a.Label())
	case c == nil:
		return by, nil
	}
	if as, ok := by.nameFor(a, c); ok {
		return as, nil
	}
	if g.why != "" {
		return by, Forbidden(g.why)
	}
	return by, Forbidden("您没有权限%s。", a.Label())
}

func (by Actor) may(a Action, c *Complaint) error { return Can(by, a, c) }

// Offers tells whether an action is open to a person on a case as it stands: allowed to them, and
// allowed by the state (rule W1). Pages show what it allows.
func (c *Complaint) Offers(by Actor, a Action) bool { return c.mayBegin(by, a) == nil }

// ExportsClear tells whether a person's exports show phones, addresses and identities in full (rule P5).
func (by Actor) ExportsClear() bool { return by.Role >= Manager && !by.veiled }

// overAll tells whether a person's figures are those of the whole company.
func overAll(by Actor) bool { return by.Role >= Manager && len(by.SitesOf()) == len(by.Org.Sites) }

// over tells whether a person sees the figures of a site, or of the company where it is "" (rules M2, P6).
func over(by Actor, site string) bool {
	if site == "" {
		return overAll(by)
	}
	return slices.Contains(by.SitesOf(), site)
}

// answersForAll is AnswersFor with "" for the company: a manager of the company, or a VP.
func (p *Person) answersForAll(site string) bool {
	if site == "" {
		return p.Role == VP || p.Role == Manager && p.AllSites
	}
	return p.AnswersFor(site)
}

// noted is what the policy asks of an inquiry or of praise.
type noted interface {
	Visible(by Actor) bool
	lets(by Actor, a Action) bool
	takesPlace(a Action) error
}

// CanOn is Can for an inquiry or praise: what a person may not see is not found, what they may not do is
// forbidden.
func CanOn(by Actor, a Action, r noted) error {
	switch err := Can(by, a, nil); {
	case err != nil:
		return err
	case !r.Visible(by):
		return NotFound()
	case a != ActionRead && !r.lets(by, a):
		return Forbidden("您没有权限%s。", a.Label())
	}
	return nil
}

// readyOn asks the policy, then the state (rule W1).
func readyOn(by Actor, a Action, r noted) error {
	if err := CanOn(by, a, r); err != nil {
		return err
	}
	return r.takesPlace(a)
}
