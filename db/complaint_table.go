package db

import "huiyin/huiyin"

// complaintTable is the complaint's own row; its parts follow in parts.
var complaintTable = newTable("complaint", func(c *huiyin.Complaint) []column {
	return []column{
		{"id", &c.ID}, {"number", &c.Number}, {"version", &c.Version}, {"site", &c.Site}, {"channel", &c.Channel},
		{"received_at", &c.ReceivedAt}, {"name", &c.Name}, {"phone", &c.Phone}, {"identity", &c.Identity},
		{"address", &c.Address}, {"relation", &c.Relation}, {"unit", &c.Unit}, {"contract", &c.Contract},
		{"event_at", &c.EventAt}, {"event_place", &c.EventPlace}, {"involved", &c.Involved}, {"accused", &c.Accused},
		{"matter", &c.Matter}, {"demand", &c.Demand}, {"emotion", &c.Emotion}, {"complainants", &c.Complainants},
		{"category", &c.Category}, {"urgency", &c.Urgency}, {"scope", &c.Scope}, {"read_back", &c.ReadBack},
		{"apologised", &c.Apologised}, {"next_steps", &c.NextSteps}, {"promised_at", &c.PromisedAt},
		{"link", &c.Link}, {"validity", &c.Validity}, {"impact", &c.Impact}, {"risk", &c.Risk},
		{"reputation", &c.Reputation}, {"responsibility", &c.Responsibility},
		{"responsible_department", &c.ResponsibleDepartment}, {"responsible_person", &c.ResponsiblePerson},
		{"loss", &c.Loss}, {"injury", &c.Injury}, {"promise_broken", &c.PromiseBroken}, {"fraud", &c.Fraud},
		{"recorded_by", &c.RecordedBy}, {"recorded_at", &c.RecordedAt}, {"grade", &c.Grade},
		{"grade_rule", &c.GradeRule}, {"grade_reason", &c.GradeReason}, {"state", &c.State}, {"round", &c.Round},
		{"owner", &c.Owner}, {"handler", &c.Handler}, {"assigned_at", &c.AssignedAt}, {"accepted_at", &c.AcceptedAt},
		{"first_contact", &c.FirstContact}, {"department", &c.Department}, {"former", &c.Former}, {"risen", &c.Risen},
		{"unsettled_since", &c.UnsettledSince}, {"settled_at", &c.SettledAt}, {"closed_at", &c.ClosedAt},
		{"closed_by", &c.ClosedBy}, {"outcome", &c.Outcome}, {"close_reason", &c.CloseReason},
		{"wording", &c.Wording}, {"unassigned_told", &c.UnassignedTold},
		{"unassigned_rung", &c.UnassignedRung}, {"offered", &c.Offered}, {"silent_told", &c.SilentTold},
		{"follow_up_told", &c.FollowUpTold}, {"merged_into", &c.MergedInto}, {"merged_at", &c.MergedAt},
		{"merged_by", &c.MergedBy}, {"parted_at", &c.UnmergedAt}, {"closed_for", &c.ClosedFor},
		{"deputies", &c.Deputies}, {"restricted", &c.Restricted}, {"restricted_by", &c.RestrictedBy},
		{"restrict_reason", &c.RestrictReason}, {"named", &c.Named}, {"kept", &c.OpenRequests},
		{"anonymised_at", &c.AnonymisedAt}, {"blocked_at", &c.BlockedAt}, {"overdue_at", &c.OverdueAt}, {"file_number", &c.FileNumber},
		{"origin", &c.Origin}, {"imported", &c.Imported},
		{"old_number", &c.OldNumber}, {"checkers", &c.Checkers},
		{"hearing_at", &c.HearingAt}, {"hearing_told", &c.HearingTold}, {"fraud_at", &c.FraudAt},
		{"injury_at", &c.InjuryAt}, {"reopened_at", &c.ReopenedAt}, {"assessed_at", &c.AssessedAt},
		{"unproven_since", &c.UnprovenSince}, {"quiet", &c.Quiet}, {"legal_asked_at", &c.LegalAskedAt},
		{"outside_source", &c.OutsideSource},
		{"outside_number", &c.OutsideNumber}, {"outside_received", &c.OutsideReceived},
		{"outside_handed", &c.OutsideHanded}, {"outside_due", &c.OutsideDue},
		{"outside_category", &c.OutsideCategory}, {"outside_secret", &c.OutsideSecret},
		{"outside_return_by", &c.OutsideReturnBy}, {"read_shut", &c.ReadShut},
	}
})

var (
	findingTable = newTable("finding", func(v *huiyin.Finding) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"finding", &v.Finding}, {"ground", &v.Ground},
			{"asked", &v.Asked}, {"conclusion", &v.Conclusion},
		}
	})
	opinionTable = newTable("opinion", func(v *huiyin.Opinion) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"department", &v.Department}, {"opinion", &v.Opinion},
		}
	})
	statementTable = newTable("statement", func(v *huiyin.Statement) []column {
		return []column{{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"statement", &v.Statement}}
	})
	contactTable = newTable("contact", func(v *huiyin.Contact) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"way", &v.Way}, {"who", &v.Who}, {"said", &v.Said},
			{"promised", &v.Promised}, {"promised_at", &v.PromisedAt}, {"unreached", &v.Unreached},
		}
	})
	reminderTable = newTable("reminder", func(v *huiyin.Reminder) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"way", &v.Way}, {"caller", &v.Caller},
			{"counts", &v.Counts}, {"recognised", &v.Recognised},
		}
	})
	counterMessageTable = newTable("counter_message", func(v *huiyin.CounterMessage) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"said", &v.Said}, {"recognised", &v.Recognised},
		}
	})
	proposalTable = newTable("proposal", func(v *huiyin.Proposal) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"round", &v.Round}, {"at", &v.At}, {"by", &v.By}, {"remedies", &v.Remedies},
			{"text", &v.Text}, {"ground", &v.Ground}, {"amount", &v.Amount}, {"status", &v.Status}, {"sum", &v.Sum},
			{"chain", &v.Chain}, {"stage", &v.Stage}, {"ended_at", &v.EndedAt}, {"told", &v.Told}, {"gift", &v.Gift},
			{"pay_by", &v.PayBy}, {"climbed", &v.Climbed}, {"worth", &v.Worth}, {"unpriced", &v.Unpriced},
			{"sum_unpriced", &v.SumUnpriced}, {"mandate", &v.Mandate},
			{"clause", &v.Clause}, {"reckoning", &v.Reckoning}, {"share_company", &v.Shares.Company},
			{"share_customer", &v.Shares.Customer}, {"share_other", &v.Shares.Other},
		}
	})
	partyTable = newTable("party", func(v *huiyin.Party) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"proposal", &v.Proposal}, {"at", &v.At}, {"by", &v.By}, {"name", &v.Name},
			{"identity", &v.Identity}, {"role", &v.Role}, {"stands_for", &v.For}, {"powers", &v.Powers},
			{"until", &v.Until}, {"seen", &v.Seen}, {"file", &v.File}, {"owners", &v.Owners}, {"holder", &v.Holder},
			{"bank", &v.Bank}, {"account", &v.Account}, {"withdrawn_at", &v.WithdrawnAt},
			{"withdrawn_by", &v.WithdrawnBy},
		}
	})
	stepTable = newTable("step", func(v *huiyin.Step) []column {
		return []column{
			{"id", &v.ID}, {"proposal", &v.Proposal}, {"chain", &v.Chain}, {"stage", &v.Stage}, {"role", &v.Role},
			{"function", &v.Function}, {"account", &v.Account}, {"general", &v.General}, {"opened_at", &v.OpenedAt},
			{"urged_at", &v.UrgedAt}, {"decision", &v.Decision}, {"words", &v.Words}, {"by", &v.By}, {"at", &v.At}, {"for", &v.For},
		}
	})
	answerTable = newTable("answer", func(v *huiyin.Answer) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"way", &v.Way}, {"said", &v.Said},
			{"accepted", &v.Accepted}, {"wants", &v.Wants}, {"proposal", &v.Proposal}, {"declines", &v.Declines},
			{"ground", &v.Ground}, {"for", &v.For}, {"without_opinion", &v.Unheard}, {"facts", &v.Facts},
			{"facts_role", &v.FactsRole},
			{"facts_legal", &v.FactsLegal}, {"facts_open", &v.FactsOpen},
		}
	})
	customerWordTable = newTable("customer_word", func(v *huiyin.CustomerWord) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"at", &v.At}, {"by", &v.By}, {"proof", &v.Proof}, {"proven_at", &v.ProvenAt},
			{"due", &v.Due}, {"told", &v.Told}, {"called_at", &v.CalledAt}, {"called_by", &v.CalledBy},
			{"denied", &v.Denied}, {"words", &v.Words},
		}
	})
	closingRequestTable = newTable("closing_request", func(v *huiyin.ClosingRequest) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"for", &v.For}, {"outcome", &v.Outcome},
			{"reason", &v.Reason}, {"at_the_top", &v.Group}, {"agreed_at", &v.AgreedAt}, {"agreed_by", &v.AgreedBy},
			{"agreed_for", &v.AgreedFor}, {"words", &v.Words}, {"due", &v.Due}, {"ended_at", &v.EndedAt},
			{"ended_by", &v.EndedBy}, {"done", &v.Done},
		}
	})
	objectionTable = newTable("objection", func(v *huiyin.Objection) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"said", &v.Said}, {"seat", &v.Seat},
			{"decided_at", &v.DecidedAt}, {"decided_by", &v.DecidedBy}, {"decided_for", &v.DecidedFor},
			{"decision", &v.Decision}, {"words", &v.Words},
		}
	})
	factsWordTable = newTable("facts_word", func(v *huiyin.FactsWord) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"for", &v.For}, {"answer", &v.Answer}, {"legal", &v.Legal},
			{"decision", &v.Decision}, {"words", &v.Words},
		}
	})
	letterTable = newTable("letter", func(v *huiyin.Letter) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"at", &v.At}, {"by", &v.By}, {"for", &v.For}, {"text", &v.Text},
			{"basis", &v.Basis}, {"frozen_at", &v.FrozenAt}, {"frozen_by", &v.FrozenBy}, {"frozen_for", &v.FrozenFor},
			{"reference", &v.Reference}, {"copies_to", &v.CopiesTo},
		}
	})
	resultTable = newTable("result", func(v *huiyin.Result) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"way", &v.Way}, {"said", &v.Said},
			{"satisfaction", &v.Satisfaction}, {"wants", &v.Wants}, {"own", &v.Own},
		}
	})
	taskTable = newTable("task", func(v *huiyin.Task) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"what", &v.What}, {"who", &v.Who}, {"due", &v.Due},
			{"promise", &v.Promise}, {"ended_at", &v.EndedAt}, {"ended_by", &v.EndedBy}, {"result", &v.Result},
			{"dropped", &v.Dropped}, {"told", &v.Told}, {"for_customer", &v.ForCustomer}, {"climbed", &v.Climbed},
			{"proposal", &v.Proposal}, {"gift", &v.Gift}, {"shut", &v.Shut},
		}
	})
	offeredMeasureTable = newTable("offered_measure", func(v *huiyin.OfferedMeasure) []column {
		return []column{
			{"id", &v.ID}, {"proposal", &v.Proposal}, {"remedy", &v.Remedy}, {"who", &v.Who}, {"due", &v.Due},
			{"owed", &v.Owed}, {"worth", &v.Worth}, {"unpriced", &v.Unpriced},
		}
	})
	paymentTable = newTable("payment", func(v *huiyin.Payment) []column {
		return []column{
			{"id", &v.ID}, {"proposal", &v.Proposal}, {"amount", &v.Amount}, {"paid_at", &v.PaidAt}, {"way", &v.Way},
			{"receipt", &v.Receipt}, {"by", &v.By}, {"at", &v.At}, {"dispute", &v.Dispute}, {"reverses", &v.Reverses},
			{"reason", &v.Reason}, {"agreed_at", &v.AgreedAt}, {"agreed_by", &v.AgreedBy},
			{"payee", &v.Payee}, {"slip", &v.Slip}, {"instruction", &v.Instruction},
			{"released_at", &v.ReleasedAt}, {"released_by", &v.ReleasedBy},
		}
	})
	waiverTable = newTable("payment_waiver", func(v *huiyin.Waiver) []column {
		return []column{{"id", &v.ID}, {"proposal", &v.Proposal}, {"dispute", &v.Dispute}, {"at", &v.At},
			{"by", &v.By}, {"reason", &v.Reason}}
	})
	causeTable = newTable("cause", func(v *huiyin.Cause) []column {
		return []column{{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"class", &v.Class}, {"cause", &v.Cause}}
	})
	measureTable = newTable("measure", func(v *huiyin.Measure) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"kind", &v.Kind}, {"what", &v.What}, {"unit", &v.Unit},
			{"person", &v.Person}, {"due", &v.Due}, {"done_at", &v.DoneAt}, {"done_by", &v.DoneBy}, {"done", &v.Done},
			{"verified_at", &v.VerifiedAt}, {"verified_by", &v.VerifiedBy}, {"effective", &v.Effective},
			{"words", &v.Words}, {"told", &v.Told},
		}
	})
	followUpTable = newTable("follow_up", func(v *huiyin.FollowUp) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"satisfaction", &v.Satisfaction}, {"recurred", &v.Recurred},
			{"said", &v.Said}, {"word_at", &v.WordAt}, {"word_by", &v.WordBy}, {"word_for", &v.WordFor},
			{"reopened", &v.Reopened}, {"word", &v.Word},
		}
	})
	standInTable = newTable("stand_in", func(v *huiyin.StandIn) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"for", &v.For}, {"lacks", &v.Lacks}, {"why", &v.Why},
			{"words", &v.Words},
		}
	})
	attachmentTable = newTable("attachment", func(v *huiyin.Attachment) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"name", &v.Name}, {"kind", &v.Kind}, {"type", &v.Type},
			{"size", &v.Size}, {"hash", &v.Hash}, {"note", &v.Note}, {"withdrawn_at", &v.WithdrawnAt},
			{"withdrawn_by", &v.WithdrawnBy}, {"withdraw_reason", &v.WithdrawReason}, {"removed_at", &v.RemovedAt},
			{"scan", &v.Scan}, {"paper", &v.Paper}, {"part", &v.Part}, {"page", &v.Page}, {"pages", &v.Pages},
			{"edition", &v.Edition},
			{"outdated", &v.Outdated}, {"signing", &v.Signing}, {"confirmed_at", &v.ConfirmedAt},
			{"confirmed_by", &v.ConfirmedBy}, {"confirm_words", &v.ConfirmWords},
			{"origin", &v.Origin}, {"made_by", &v.MadeBy}, {"made_at", &v.MadeAt}, {"device", &v.Device},
			{"came_by", &v.CameBy}, {"original_place", &v.Original}, {"original_where", &v.Place}, {"keeper", &v.Keeper},
			{"holder", &v.Holder}, {"first_file", &v.FirstFile}, {"cctv_ground", &v.CCTV}, {"asked_by", &v.AskedBy},
			{"agreed_by", &v.ConsentBy}, {"blurred", &v.Blurred}, {"announced", &v.Announced},
			{"as_evidence", &v.EvidenceSource.Evidence},
		}
	})
	disputeTable = newTable("dispute", func(v *huiyin.Dispute) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"stage", &v.Stage}, {"body", &v.Body}, {"mediator", &v.Mediator},
			{"consent", &v.Consent}, {"agreement", &v.Agreement}, {"hearing_at", &v.HearingAt}, {"lawyer", &v.Lawyer},
			{"claim", &v.Claim}, {"started_at", &v.StartedAt}, {"started_by", &v.StartedBy}, {"ended_at", &v.EndedAt},
			{"ended_by", &v.EndedBy}, {"result", &v.Result}, {"words", &v.Words}, {"told", &v.Told},
			{"file_number", &v.File}, {"started_for", &v.StartedFor}, {"ended_for", &v.EndedFor},
			{"amount", &v.Amount}, {"pay_told", &v.PayTold}, {"effective_at", &v.EffectiveAt},
			{"reminded", &v.Reminded},
		}
	})
	deadlineTable = newTable("deadline", func(v *huiyin.Deadline) []column {
		return []column{
			{"id", &v.ID}, {"kind", &v.Kind}, {"due", &v.Due}, {"status", &v.Status}, {"met_at", &v.MetAt},
			{"from_at", &v.From}, {"span", &v.Span}, {"working", &v.Working}, {"first_due", &v.FirstDue},
			{"told", &v.Told}, {"own_span", &v.OwnSpan}, {"start_at", &v.Start}, {"late_at", &v.LateAt},
		}
	})
)

var (
	transferTable = newTable("transfer", func(v *huiyin.Transfer) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"at", &v.At}, {"by", &v.By}, {"from_site", &v.From}, {"to_site", &v.To},
			{"reason", &v.Reason}, {"due", &v.Due}, {"told", &v.Told}, {"accepted_at", &v.AcceptedAt},
			{"accepted_by", &v.AcceptedBy}, {"back_at", &v.BackAt}, {"back_by", &v.BackBy},
			{"back_reason", &v.BackReason},
		}
	})
	outsideEventTable = newTable("outside_event", func(v *huiyin.OutsideEvent) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"for", &v.For}, {"kind", &v.Kind}, {"text", &v.Text},
			{"until", &v.Until}, {"on_at", &v.On}, {"contacted", &v.Contacted}, {"solved", &v.Solved},
			{"satisfied", &v.Satisfied},
		}
	})
	dataReleaseTable = newTable("data_release", func(v *huiyin.DataRelease) []column {
		return []column{
			{"id", &v.ID}, {"request", &v.Request}, {"handler", &v.Handler}, {"asked_at", &v.AskedAt}, {"due", &v.Due},
			{"decided_at", &v.DecidedAt}, {"decided_by", &v.DecidedBy}, {"decided_for", &v.DecidedFor},
			{"decision", &v.Decision}, {"reason", &v.Reason}, {"closed", &v.Closed},
		}
	})
	holdTable = newTable("legal_hold", func(v *huiyin.Hold) []column {
		return []column{{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"reason", &v.Reason}, {"ended", &v.Ended}}
	})
	lawDateTable = newTable("law_date", func(v *huiyin.LawDate) []column {
		return []column{{"id", &v.ID}, {"n", &v.N}, {"dispute", &v.Dispute}, {"kind", &v.Kind}, {"from_at", &v.From},
			{"due", &v.Due}, {"told", &v.Told}, {"done_at", &v.DoneAt}, {"ended_at", &v.EndedAt}, {"by", &v.By},
			{"words", &v.Words}, {"dropped", &v.Dropped}}
	})
	lawReportTable = newTable("law_report", func(v *huiyin.LawReport) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"kind", &v.Kind}, {"from_at", &v.From}, {"due", &v.Due}, {"told", &v.Told},
			{"reported_at", &v.ReportedAt}, {"reported_to", &v.To}, {"way", &v.Way}, {"reg_no", &v.RegNo},
			{"reason", &v.Reason}, {"at", &v.At}, {"by", &v.By},
		}
	})
	recusalTable = newTable("recusal", func(v *huiyin.Recusal) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"at", &v.At}, {"by", &v.By}, {"who", &v.Who}, {"reason", &v.Reason},
			{"decided_at", &v.DecidedAt}, {"decided_by", &v.DecidedBy}, {"decision", &v.Decision}, {"words", &v.Words},
		}
	})
	evidencePackageTable = newTable("evidence_package", func(v *huiyin.EvidencePackage) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"at", &v.At}, {"by", &v.By}, {"purpose", &v.Purpose}, {"receiver", &v.Receiver},
		}
	})
	dataHandingTable = newTable("data_handing", func(v *huiyin.DataHanding) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"kind", &v.Kind}, {"receiver", &v.To},
			{"purpose", &v.Purpose}, {"what", &v.What}, {"ground", &v.DataGround},
		}
	})
	sensitiveTable = newTable("sensitive", func(v *huiyin.Sensitive) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"at", &v.At}, {"by", &v.By}, {"kind", &v.Kind}, {"text", &v.Text},
			{"consent_by", &v.ConsentBy}, {"guardian", &v.Guardian}, {"erased_at", &v.ErasedAt},
			{"erased_by", &v.ErasedBy},
		}
	})
	pauseTable = newTable("pause", func(v *huiyin.Pause) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"reason", &v.Reason}, {"ended_at", &v.EndedAt},
			{"ended_by", &v.EndedBy}, {"until", &v.Until},
		}
	})
	mergingTable = newTable("merging", func(v *huiyin.Merging) []column {
		return []column{
			{"id", &v.ID}, {"number", &v.Number}, {"received_at", &v.ReceivedAt}, {"at", &v.At}, {"by", &v.By},
			{"d2", &v.D2}, {"d3", &v.D3}, {"d4", &v.D4}, {"d5", &v.D5}, {"parted_at", &v.PartedAt},
			{"parted_by", &v.PartedBy},
		}
	})
	extensionTable = newTable("extension", func(v *huiyin.Extension) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"at", &v.At}, {"by", &v.By}, {"deadline", &v.Deadline}, {"until", &v.Until},
			{"reason", &v.Reason}, {"decided_at", &v.DecidedAt}, {"decided_by", &v.DecidedBy},
			{"granted", &v.Granted}, {"decided_for", &v.DecidedFor},
		}
	})
	disputeEventTable = newTable("dispute_event", func(v *huiyin.DisputeEvent) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"dispute", &v.Dispute}, {"kind", &v.Kind}, {"on_at", &v.On},
			{"words", &v.Words},
		}
	})
	phaseTable = newTable("phase", func(v *huiyin.PhaseChange) []column {
		return []column{{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"phase", &v.Phase}, {"reason", &v.Reason}}
	})
	checklistMarkTable = newTable("tick", func(v *huiyin.ChecklistMark) []column {
		return []column{{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"list", &v.List}, {"item", &v.Item}}
	})
	readerTable = newTable("reader", func(v *huiyin.Reader) []column {
		return []column{{"id", &v.ID}, {"who", &v.Who}, {"ended_at", &v.EndedAt}}
	})
	revisionTable = newTable("revision", func(v *huiyin.Revision) []column {
		return []column{
			{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"part", &v.Part}, {"n", &v.N}, {"field", &v.Field},
			{"before", &v.Before}, {"after", &v.After}, {"reason", &v.Reason},
		}
	})
)

// parts binds every part of a complaint to its table.
func parts(c *huiyin.Complaint) []part {
	return []part{
		partOf[huiyin.Finding]{findingTable, &c.Findings}, partOf[huiyin.Opinion]{opinionTable, &c.Opinions},
		partOf[huiyin.Statement]{statementTable, &c.Statements}, partOf[huiyin.Contact]{contactTable, &c.Contacts},
		partOf[huiyin.Reminder]{reminderTable, &c.Reminders}, partOf[huiyin.Proposal]{proposalTable, &c.Proposals},
		partOf[huiyin.Step]{stepTable, &c.Steps}, partOf[huiyin.Answer]{answerTable, &c.Answers},
		partOf[huiyin.Result]{resultTable, &c.Results},
		partOf[huiyin.OfferedMeasure]{offeredMeasureTable, &c.OfferedMeasures},
		partOf[huiyin.Task]{taskTable, &c.Tasks}, partOf[huiyin.Payment]{paymentTable, &c.Payments},
		partOf[huiyin.Waiver]{waiverTable, &c.Waivers},
		partOf[huiyin.Cause]{causeTable, &c.Causes},
		partOf[huiyin.Measure]{measureTable, &c.Measures}, partOf[huiyin.FollowUp]{followUpTable, &c.FollowUps},
		partOf[huiyin.Attachment]{attachmentTable, &c.Attachments}, partOf[huiyin.Dispute]{disputeTable, &c.Disputes},
		partOf[huiyin.Deadline]{deadlineTable, &c.Deadlines},
		partOf[huiyin.Pause]{pauseTable, &c.Pauses}, partOf[huiyin.Extension]{extensionTable, &c.Extensions},
		partOf[huiyin.Merging]{mergingTable, &c.Mergings},
		partOf[huiyin.Revision]{revisionTable, &c.Revisions},
		partOf[huiyin.DisputeEvent]{disputeEventTable, &c.DisputeEvents},
		partOf[huiyin.PhaseChange]{phaseTable, &c.PhaseChanges},
		partOf[huiyin.ChecklistMark]{checklistMarkTable, &c.Marks},
		partOf[huiyin.Gift]{giftTable, &c.Gifts}, partOf[huiyin.Signing]{signingTable, &c.Signings},
		partOf[huiyin.StandIn]{standInTable, &c.StandIns},
		partOf[huiyin.ClosingRequest]{closingRequestTable, &c.ClosingRequests},
		partOf[huiyin.Objection]{objectionTable, &c.Objections},
		partOf[huiyin.CustomerWord]{customerWordTable, &c.CustomerWords},
		partOf[huiyin.FactsWord]{factsWordTable, &c.FactsWords}, partOf[huiyin.Letter]{letterTable, &c.Letters},
		partOf[huiyin.Sanction]{sanctionTable, &c.Sanctions}, partOf[huiyin.Deduction]{deductionTable, &c.Deductions},
		partOf[huiyin.SanctionEvidence]{evidenceTable, &c.Evidence},
		partOf[huiyin.Circular]{circularTable, &c.Circulars},
		partOf[huiyin.CounterMessage]{counterMessageTable, &c.CounterMessages},
		partOf[huiyin.Transfer]{transferTable, &c.Transfers},
		partOf[huiyin.OutsideEvent]{outsideEventTable, &c.OutsideEvents},
		partOf[huiyin.Reader]{readerTable, &c.Readers},
		partOf[huiyin.LawDate]{lawDateTable, &c.LawDates}, partOf[huiyin.LawReport]{lawReportTable, &c.LawReports},
		partOf[huiyin.Party]{partyTable, &c.SettlementParties},
		partOf[huiyin.DataRelease]{dataReleaseTable, &c.DataReleases},
		partOf[huiyin.Hold]{holdTable, &c.Holds}, partOf[huiyin.Recusal]{recusalTable, &c.Recusals},
		partOf[huiyin.EvidencePackage]{evidencePackageTable, &c.EvidencePackages},
		partOf[huiyin.DataHanding]{dataHandingTable, &c.DataHandings},
		partOf[huiyin.Sensitive]{sensitiveTable, &c.Sensitive},
	}
}
