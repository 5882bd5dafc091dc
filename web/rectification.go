package web

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/print"
)

// rectificationRoutes are the notices that order a measure (rule A1).
func (s *Server) rectificationRoutes() []route {
	return []route{
		{get, "/complaints/:number/measures/:measure", huiyin.ActionPrint, s.measurePDF, nil, heavy},
	}
}

// measurePDF prints 《整改通知单》 of one measure (rules A1, F7).
func (s *Server) measurePDF(c echo.Context) error {
	text, pdf := strings.CutSuffix(c.Param("measure"), ".pdf")
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || !pdf {
		return huiyin.NotFound()
	}
	once, err := s.once(c)
	if err != nil {
		return err
	}
	by, now := actor(c), s.Now()
	k, err := s.store.ChangeComplaint(c.Request().Context(), once, c.Param("number"), 0,
		func(k *huiyin.Complaint) error {
			return k.MeasurePrinted(by, now, id)
		})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	stamp := print.Stamp{At: now, By: by.Name,
		QR: huiyin.PaperCode{Number: k.Number, Paper: huiyin.PaperMeasure, Part: id, Version: k.Version}.Text()}
	if err := print.Rectification(&b, stamp, k, k.Measure(id), by.Org); err != nil {
		return err
	}
	return s.pdf(c, k.Number+"-"+huiyin.PaperMeasure.Label()+"-"+text+".pdf", b.Bytes())
}
