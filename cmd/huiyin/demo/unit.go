package demo

import (
	"fmt"
	"strconv"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/huiyin/units"
)

// unitEvents are the units of two buildings of HY, brought in by the site's manager two months ago (rule B11): sold ones
// with their owners, and some for sale.
func unitEvents(org *huiyin.Org, b *db.Batch, now time.Time) []event {
	at := now.AddDate(0, -2, 0)
	return []event{{at: at, do: func() error {
		var lines []units.Line
		names := []string{"邹敏", "韩立", "贺晴", "丁晓", "罗成", "苗青", "庄严", "柳叶"}
		for building := 5; building <= 6; building++ {
			for floor := 1; floor <= 6; floor++ {
				for door := 1; door <= 4; door++ {
					n := len(lines)
					l := units.Line{Line: n + 2, Site: "HY", Typed: fmt.Sprintf("%d栋1单元%d0%d", building, floor, door),
						Values: map[string]string{"building": strconv.Itoa(building), "floor": strconv.Itoa(floor),
							"plan": []string{"三房两厅", "两房两厅"}[door%2], "area": []string{"98.5", "78.2"}[door%2], "use": "住宅",
							"price": strconv.Itoa(1_500_000 + 10_000*floor + 50_000*(door%2)), "permit": "深房许字（2025）示例001号",
							"charges": "none", "charges_at": at.Format(time.DateOnly), "state": string(units.ForSale)}}
					l.Code = units.CodeOf(l.Typed)
					if building == 5 {
						l.Values["state"] = string(units.Sold)
						l.People = []units.Period{{Relation: units.Owner, Name: names[n%len(names)],
							Phone: fmt.Sprintf("1380000%04d", 5000+n), Contract: fmt.Sprintf("HT-2025-%03d", n+1), Signed: at.AddDate(0, -3, 0)}}
					}
					lines = append(lines, l)
				}
			}
		}
		return b.ImportUnits(actorOf(org, "p01"), at, db.UnitBatch{ID: "demo", By: "p01", Name: "海悦府房源.xlsx", At: at,
			Sites: []string{"HY"}, New: len(lines)}, lines)
	}}}
}
