package huiyin

import (
	"fmt"
	"slices"
)

// RegisterNoteKind is what an import alters or leaves out, and says before it does (I2).
type RegisterNoteKind string

// The kinds. Left are lines that are not imported.
const (
	NoteFilledDay    RegisterNoteKind = "filled_day"
	NoteToday        RegisterNoteKind = "today"
	NoteMergedCell   RegisterNoteKind = "merged"
	NoteShownDay     RegisterNoteKind = "shown_day"
	NotePadded       RegisterNoteKind = "padded"
	NoteNoValue      RegisterNoteKind = "no_value"
	NoteJoined       RegisterNoteKind = "joined"
	NoteHiddenRow    RegisterNoteKind = "hidden_row"
	NoteHiddenColumn RegisterNoteKind = "hidden_column"
	NoteCounter      RegisterNoteKind = "counter"
	NoteMonth        RegisterNoteKind = "month"
	NoteYear         RegisterNoteKind = "year"
	NoteFixed        RegisterNoteKind = "fixed"
	NoteEnded        RegisterNoteKind = "ended"
	NoteIdentity     RegisterNoteKind = "identity"
	NoteDayOrder     RegisterNoteKind = "day_order"
	NoteEmergency    RegisterNoteKind = "emergency"
	NoteOtherSheet   RegisterNoteKind = "left_sheet"
	NoteHiddenLeft   RegisterNoteKind = "left_hidden"
	NoteSums         RegisterNoteKind = "left_sums"
	NoteTitlesAgain  RegisterNoteKind = "left_titles"
	NoteBlank        RegisterNoteKind = "left_blank"
	NoteExportMark   RegisterNoteKind = "left_mark"
)

var registerNotes = words[RegisterNoteKind]{
	{NoteFilledDay, "没有受理时间，取上面一行的日期"}, {NoteToday, "没有受理时间，按今天受理"},
	{NoteMergedCell, "合并单元格，各行都取它的内容"}, {NoteShownDay, "单元格里存的是日期，按显示的文字读取"},
	{NotePadded, "开头的 0 或者分隔符是格式显示的，按显示的文字读取"}, {NoteNoValue, "公式没有存下结果，按空白处理"},
	{NoteJoined, "楼栋、单元、房号分在几列，合成一个房号"}, {NoteHiddenRow, "隐藏的行，照常导入"},
	{NoteHiddenColumn, "隐藏的列，照常读取"}, {NoteCounter, "只是每行的顺序号，不作原编号"},
	{NoteMonth, "只写了年和月，按当月 1 日"}, {NoteYear, "没有写年份，取表名或者表头中的年份"},
	{NoteFixed, "台账没有写，填入选定的内容"}, {NoteEnded, "没有完成日期，按受理当天完成"},
	{NoteIdentity, "证件号码不读取"}, {NoteDayOrder, "日期按选定的年月日顺序读取"},
	{NoteEmergency, "没有办结，内容像是紧急情况，台账没有写“紧急”；按原样导入，导入后请打开核对"},
	{NoteOtherSheet, "工作表没有导入"}, {NoteHiddenLeft, "隐藏的行，不导入"}, {NoteSums, "合计行，不导入"},
	{NoteTitlesAgain, "重复的列名，不导入"}, {NoteBlank, "只有顺序号的空行，不导入"}, {NoteExportMark, "导出标记，不导入"},
}

// Label is the kind in words.
func (k RegisterNoteKind) Label() string { return registerNotes.label(k) }

// LineRange is from one line to another of a sheet.
type LineRange struct{ From, To int }

// RegisterNote is what an import alters or leaves out, of one kind and column, with its lines.
type RegisterNote struct {
	Kind    RegisterNoteKind
	Sheet   string
	Column  string // its title, "" where it is about lines
	Lines   []LineRange
	Count   int
	Example string
}

// warn says of an open line that its words may tell of an emergency (I14): a person decides, not the import.
func (r *Register) warn(l *RegisterLine, c *OldComplaint) {
	if c.Shut || c.Urgency == Emergency {
		return
	}
	if r.alarm == nil {
		r.alarm = r.Org.EmergencyReading().Finder()
	}
	if words := r.alarm(c.Matter); words != "" {
		r.note(NoteEmergency, "", l, words)
	}
}

// mostRanges is how many ranges of lines a note names.
const mostRanges = 500

// note adds a line to what is said before an import.
func (r *Register) note(kind RegisterNoteKind, column string, l *RegisterLine, example string) {
	k := string(kind) + "\x1f" + column + "\x1f" + l.Sheet
	if r.noted == nil {
		r.noted = map[string]int{}
	}
	at, ok := r.noted[k]
	if !ok {
		at = len(r.Notes)
		r.noted[k] = at
		r.Notes = append(r.Notes, RegisterNote{Kind: kind, Sheet: l.Sheet, Column: column, Example: clip(example)})
	}
	n := &r.Notes[at]
	n.Count++
	if l.Line == 0 {
		return
	}
	if last := len(n.Lines) - 1; last >= 0 && l.Line <= n.Lines[last].To+1 {
		n.Lines[last].To = max(n.Lines[last].To, l.Line)
	} else if len(n.Lines) < mostRanges {
		n.Lines = append(n.Lines, LineRange{l.Line, l.Line})
	}
}

func (g LineRange) String() string {
	if g.From == g.To {
		return fmt.Sprint(g.From)
	}
	return fmt.Sprintf("%d–%d", g.From, g.To)
}

// Left tells whether the lines of a note are not imported.
func (n RegisterNote) Left() bool {
	return slices.Contains([]RegisterNoteKind{NoteOtherSheet, NoteHiddenLeft, NoteSums, NoteTitlesAgain, NoteBlank,
		NoteExportMark}, n.Kind)
}
