package db_test

import (
	"fmt"
	"slices"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// However a phone, a unit, a name or a number is typed, it is found (I10, I11).
func TestI10I11_FoundHoweverItIsTyped(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "v01")
	one := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) {
		in.Name, in.Phone, in.Unit, in.Contract = "王　芳", "139 2222 0001、021-62345678转801", "12号楼3单元1502室", "HT-2025-0117"
		in.Matter = "地下车库漏\n水，物业服 务差，⻔禁坏了，装修噪⾳大"
	})
	other := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) {
		in.Name, in.Phone, in.Unit, in.Contract, in.Matter = "李强", "13700000009", "12-3-1503", "HT-2025-0118", "电梯"
	})
	for _, q := range []string{
		"13922220001", "+8613922220001", "+86 139 2222 0001", "139-2222-0001", "１３９２２２２０００１", "0001", "021-62345678", "62345678",
		"02162345678", "（021）62345678", "021-62345678-801", "86-21-62345678",
		"12-3-1502", "12栋3单元1502", "十二号楼三单元1502", "12 3 1502", "12#3单元1502室", "12－3－1502", "12-1502",
		"王芳", "王 芳", "王　芳", "漏水", "服务差", "门禁", "装修噪音", "漏 水",
		"2025-0117", "20250117", "HT20250117", "ht-2025-0117", "2025—0117",
		one.Number, "JY-20250303-001", "20250303-001", "20250303001", "TSJY20250303001", "ts jy 20250303 001",
	} {
		p, err := s.Complaints(t.Context(), by, dbtest.Now, huiyin.Filter{Q: q})
		if err != nil || len(p.Rows) != 1 || p.Rows[0].Number != one.Number {
			t.Errorf("%q finds %d (%v), not %s alone", q, len(p.Rows), err, one.Number)
		}
	}
	for _, q := range []string{"6234567", "1392222", "2-1502", "1-23-1502", "802"} {
		p, err := s.Complaints(t.Context(), by, dbtest.Now, huiyin.Filter{Q: q})
		if err != nil || len(p.Rows) != 0 {
			t.Errorf("%q finds %d, %v", q, len(p.Rows), err)
		}
	}
	p, err := s.Complaints(t.Context(), by, dbtest.Now, huiyin.Filter{Q: s.Org().CategoryName(other.Category)})
	if err != nil || len(p.Rows) != 2 { // the category is found by its name
		t.Errorf("%s finds %d, %v", s.Org().CategoryName(other.Category), len(p.Rows), err)
	}
	if one.Number == other.Number {
		t.Fatal("two have one number")
	}
}

// The hints know the phone and the unit however they are typed; a unit only at its site (I8).
func TestI8_HintsKnowEverySpelling(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "v01")
	one := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) {
		in.Name, in.Phone, in.Unit = "王芳", "139 2222 0001/13922220002", "9栋901"
	})
	for _, tt := range []struct {
		phone, unit, site string
		byPhone, byUnit   bool
	}{
		{"+8613922220001", "", one.Site, true, false}, {"139-2222-0002", "", "", true, false}, {"", "9-901", one.Site, false, true},
		{"", "九栋901室", one.Site, false, true}, {"", "9号楼1单元901", one.Site, false, true}, {"", "9-902", one.Site, false, false},
		{"", "9-901", "elsewhere", false, false}, {"13922220003", "", one.Site, false, false},
	} {
		found, err := s.Repeats(t.Context(), by, db.Question{Site: tt.site, Phone: tt.phone, Unit: tt.unit, Most: 5})
		if err != nil || (len(found) == 1) != (tt.byPhone || tt.byUnit) ||
			len(found) == 1 && (found[0].Phone != tt.byPhone || found[0].Unit != tt.byUnit) {
			t.Errorf("%+v finds %+v, %v", tt, found, err)
		}
	}
}

// Each of several numbers leads to one file; numbers that identify nobody lead to none (I8, I9).
func TestI9_OneFileForOneCustomer(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "v01")
	file := func(phone, name string) int64 {
		c := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.Name, in.Phone, in.Unit = name, phone, "" })
		id, err := s.CustomerOf(t.Context(), by, c.Number)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	a := file("13922220001、139 2222 0002", "王芳")
	if b, c := file("+86 13922220002", "王芳"), file("１３９２２２２０００１", "王芳"); a == 0 || b != a || c != a {
		t.Error("three files of one customer", a, b, c)
	}
	if b := file("13922220003", "王芳"); b == a {
		t.Error("another number leads to the file")
	}
	for _, nobody := range []string{"12345", "95588", "11111111111", "400-820-8820"} {
		if b, c := file(nobody, "王芳"), file(nobody, "李强"); b != 0 || c != 0 {
			t.Errorf("%s: files %d and %d", nobody, b, c)
		}
	}
	clean(t, s)
}

// What an earlier Huiyin filed by raw spellings is filed and indexed anew: nothing is lost, the journal's seals fit,
// strangers part, and what was one stays one.
func TestI8_AnUpgradeIndexesAnew(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "v01")
	record := func(name, phone, unit string) string {
		return dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.Name, in.Phone, in.Unit = name, phone, unit }).Number
	}
	two := record("王芳", "13922220001、13922220002", "9栋901")
	plain := record("王芳", "13922220002", "9-901")
	stranger, other := record("甲", "12345", ""), record("乙", "12345", "")
	dir := copied(t, s.Dir())
	pool := raw(t, dir)
	for _, q := range []string{
		"DELETE FROM customer_key", "DELETE FROM names WHERE rowid > 0", "DELETE FROM texts WHERE rowid > 0",
		"UPDATE complaint SET unit_key = '', file = NULL, customer = NULL", "DELETE FROM customer",
		"INSERT INTO customer (id, into_file, merged_by, merge_reason, name, phone, address, consent) VALUES (1, 0, '', '', '', '', '', ''), " +
			"(2, 0, '', '', '', '', '', ''), (3, 0, '', '', '', '', '', '')",
		"INSERT INTO customer_key (key, file) VALUES ('phone:1392222000113922220002', 1), ('phone:13922220002', 2), ('phone:12345', 3)",
		"UPDATE complaint SET file = 1, customer = 1 WHERE number = '" + two + "'",
		"UPDATE complaint SET file = 2, customer = 2 WHERE number = '" + plain + "'",
		"UPDATE complaint SET file = 3, customer = 3 WHERE number IN ('" + stranger + "', '" + other + "')",
		"INSERT INTO unindexed (complaint) SELECT id FROM complaint",
	} {
		if _, err := pool.Exec(q); err != nil {
			t.Fatal(q, err)
		}
	}
	_ = pool.Close()
	again, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	clean(t, again)
	var files []int64
	for _, n := range []string{two, plain, stranger, other} {
		id, err := again.CustomerOf(t.Context(), by, n)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, id)
	}
	if files[0] == 0 || files[0] != files[1] || files[2] != 0 || files[3] != 0 {
		t.Errorf("files %v", files)
	}
	for _, q := range []string{"13922220001", "9栋901", "王芳"} {
		p, err := again.Complaints(t.Context(), by, dbtest.Now, huiyin.Filter{Q: q})
		if err != nil || !slices.ContainsFunc(p.Rows, func(l huiyin.Listed) bool { return l.Number == two }) {
			t.Errorf("%s does not find %s: %v", q, two, err)
		}
	}
	if left, err := again.Unindexed(t.Context()); left != 0 || err != nil {
		t.Error(left, err)
	}
}

// Where very much is indexed anew the indexes merge seldom meanwhile; after it as ever, also where the end of it was broken
// off, and they hold no more than before.
func TestI11_IndexesMergeAgainAfterAnUpgrade(t *testing.T) {
	s := dbtest.New(t)
	if err := s.RecordAll(t.Context(), newLife(3, s.Org()).complaints(2100, 400, 3)); err != nil {
		t.Fatal(err)
	}
	pool := raw(t, s.Dir())
	defer pool.Close()
	exec := func(q string) {
		t.Helper()
		if _, err := pool.Exec(q); err != nil {
			t.Fatal(q, err)
		}
	}
	count := func(q string) (n int) {
		t.Helper()
		if err := pool.QueryRow(q).Scan(&n); err != nil {
			t.Fatal(q, err)
		}
		return n
	}
	const size, usual = "SELECT sum(length(block)) FROM texts_data", "SELECT count(*) FROM (SELECT k, v FROM texts_config " +
		"UNION ALL SELECT k, v FROM names_config) WHERE (k, v) IN (('automerge', 4), ('deletemerge', 10))"
	exec("INSERT INTO texts (texts) VALUES ('optimize')")
	before := count(size)
	for range 3 {
		exec("INSERT INTO unindexed (complaint) SELECT id FROM complaint")
		if err := s.IndexAnew(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n, after := count(usual), count(size); n != 4 || after > before*5/4 {
		t.Errorf("%d options are as ever, %d bytes were %d", n, after, before)
	}
	exec("INSERT INTO texts (texts, rank) VALUES ('automerge', 16), ('deletemerge', 0)")
	if err := s.PurgeSearch(t.Context()); err != nil || count(usual) != 4 {
		t.Error("after a night", count(usual), err)
	}
	if n := count("SELECT count(*) FROM texts"); n != 2100 {
		t.Error(n, "rows")
	}
	clean(t, s)
}

// BenchmarkI11_IndexAnew tells how long an upgrade takes for a complaint.
func BenchmarkI11_IndexAnew(b *testing.B) {
	s := dbtest.New(b)
	if err := s.RecordAll(b.Context(), newLife(3, s.Org()).complaints(2000, 400, 3)); err != nil {
		b.Fatal(err)
	}
	pool := raw(b, s.Dir())
	defer pool.Close()
	for b.Loop() {
		if _, err := pool.Exec("INSERT INTO unindexed (complaint) SELECT id FROM complaint"); err != nil {
			b.Fatal(err)
		}
		if err := s.IndexAnew(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/2000, "µs/complaint")
	b.Log(fmt.Sprint(b.N))
}

// A number that becomes the firm's own parts the strangers that it joined, and one that is no longer joins them (I9).
func TestI9_TheFirmsOwnNumberJoinsNobody(t *testing.T) {
	s := dbtest.New(t)
	by, admin := dbtest.Actor(t, s, "v01"), dbtest.Actor(t, s, "admin")
	record := func(name string) string {
		return dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.Name, in.Phone, in.Unit = name, "0755-2600 1234", "" }).Number
	}
	one, two := record("甲"), record("乙")
	files := func() (out [2]int64) {
		for i, n := range []string{one, two} {
			id, err := s.CustomerOf(t.Context(), by, n)
			if err != nil {
				t.Fatal(err)
			}
			out[i] = id
		}
		return out
	}
	set := func(numbers ...string) {
		err := s.ChangeOrg(t.Context(), db.Once{}, func(o *huiyin.Org) error {
			return o.SetRecognition(admin, dbtest.Now, huiyin.Recognition{OwnPhones: numbers})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if f := files(); f[0] == 0 || f[0] != f[1] {
		t.Error("one number, two files", f)
	}
	set("（0755）26001234")
	if f := files(); f[0] != 0 || f[1] != 0 {
		t.Error("the firm's own number joins strangers", f)
	}
	clean(t, s)
	set()
	if f := files(); f[0] == 0 || f[0] != f[1] {
		t.Error("the number is somebody's again", f)
	}
	clean(t, s)
}

// Two like texts are like each other both ways round, a long one too, after a restart as before it; none is like itself (I13).
func TestI13_LikeBothWaysRound(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "v01")
	long := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) {
		in.Phone, in.Unit = "13700000101", ""
		in.Matter = "我入住以来一直按时交费，对工作也很支持。今年三月开始主卧上方的天花板出现渗水，起初是一小块水印，后来墙皮起泡、脱落，衣柜也发霉了。" +
			"找过前台、管家和工程部，师傅拍了照就再也没有下文。家里有八十多岁的老人和刚出生的孩子，请查清楚是楼上还是外墙的原因，尽快修好。"
	})
	short := dbtest.Complaint(t, s, by, func(in *huiyin.Intake) {
		in.Phone, in.Unit, in.Matter = "13700000102", "", "主卧天花板渗水，墙皮起泡脱落，衣柜发霉。"
	})
	dbtest.Complaint(t, s, by, func(in *huiyin.Intake) {
		in.Phone, in.Unit, in.Matter = "13700000103", "", "主卧插座没有电，管家不来。"
	})
	like := func(s *db.Store, c *huiyin.Complaint) (out []string) {
		found, err := s.Repeats(t.Context(), dbtest.Actor(t, s, "v01"),
			db.Question{Number: c.Number, Site: c.Site, Matter: c.Matter, Most: 5})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range found {
			out = append(out, r.Number)
		}
		return out
	}
	both := func(s *db.Store) {
		if a, b := like(s, long), like(s, short); !slices.Equal(a, []string{short.Number}) || !slices.Equal(b, []string{long.Number}) {
			t.Errorf("%s is like %v, %s like %v", long.Number, a, short.Number, b)
		}
	}
	both(s)
	dir := s.Dir()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	both(again)
}
