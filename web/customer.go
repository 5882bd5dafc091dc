package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/customers"
	"huiyin/views/ui"
	unitviews "huiyin/views/units"
)

// customerRoutes are customers' files and the requests about their data (rule B1).
func (s *Server) customerRoutes() []route {
	return []route{
		{get, "/customers", huiyin.ActionSeeCustomers, s.customers, nil, 0},
		{get, "/customers/unit", huiyin.ActionSeeCustomers, s.unit, nil, 0},
		{get, "/customers/:customer", huiyin.ActionSeeCustomers, emptyForm(s, s.customerPage), nil, 0},
		{get, "/customers/:customer/access", huiyin.ActionSeeCustomerAccess, s.access, nil, 0},
		{post, "/customers/:customer/reveal/:number", huiyin.ActionReveal, s.revealCustomer, s.customerPage, 0},
		{post, "/customers/:customer/consent", huiyin.ActionSetConsent, s.setConsent, s.customerPage, 0},
		{post, "/customers/:customer/merge", huiyin.ActionMergeCustomer, s.mergeCustomers, s.customerPage, 0},
		{post, "/customers/:customer/part", huiyin.ActionUnmergeCustomer, s.partCustomers, s.customerPage, 0},
		{post, "/customers/:customer/requests", huiyin.ActionRequestData, s.askData, s.customerPage, 0},
		{get, "/complaints/:number/customer", huiyin.ActionSeeCustomers, s.customerOf, nil, 0},
		{get, "/data-requests", huiyin.ActionSeeCustomers, s.dataRequests, nil, 0},
		{get, "/data-requests/:request", huiyin.ActionSeeCustomers, emptyForm(s, s.dataRequestPage), nil, 0},
		{get, "/data-requests/:request/extract", huiyin.ActionPrint, s.extract, nil, 0},
		{post, "/data-requests/:request/assign", huiyin.ActionAssignDataRequest, s.assignData, s.dataRequestPage, 0},
		{post, "/data-requests/:request/answer", huiyin.ActionAnswerDataRequest, s.answerData, s.dataRequestPage, 0},
	}
}

func (s *Server) customers(c echo.Context) error {
	v := customers.List{Page: s.page(c, "客户"), By: actor(c), Query: huiyin.Clean(c.QueryParam("q")),
		Cursor: c.QueryParam("page"), Form: ui.Form{Lang: s.lang(c)}}
	status := http.StatusOK
	var err error
	if v.Rows, v.Next, err = s.store.Customers(c.Request().Context(), v.By, v.Query, v.Cursor); err != nil {
		if v.Form.Wrong = refusal(err); v.Form.Wrong == nil {
			return err
		}
		status = statuses[v.Form.Wrong.Kind]
	}
	if v.Cursor == "" {
		if v.Others, err = s.store.ContactCustomers(c.Request().Context(), v.By, v.Query); err != nil {
			return err
		}
	}
	return s.render(c, status, customers.CustomersPage(v))
}

// customerOf leads from a complaint to its customer's file.
func (s *Server) customerOf(c echo.Context) error {
	id, err := s.store.CustomerOf(c.Request().Context(), actor(c), c.Param("number"))
	if err != nil {
		return err
	}
	if id == 0 {
		return huiyin.NotFound()
	}
	return c.Redirect(http.StatusSeeOther, "/customers/"+strconv.FormatInt(id, 10))
}

func (s *Server) customerPage(c echo.Context, status int, f ui.Form) error {
	ctx, by := c.Request().Context(), actor(c)
	n, err := id(c, "customer")
	if err != nil {
		return err
	}
	file, err := s.store.Customer(ctx, by, n)
	if err != nil {
		return err
	}
	at := file.Customer.ID
	if into := file.Customer.Into; into != 0 {
		at = into
	}
	if at != n && f.Action == "" { // merged into another, or an old link by a number that was counted
		return c.Redirect(http.StatusSeeOther, "/customers/"+strconv.FormatInt(at, 10))
	}
	if f.Once == "" {
		f.Once = newID()
	}
	if f.Action == string(huiyin.ActionUnmergeCustomer) { // one of several on the page
		f.Action += "-" + f.Value("other", "")
	}
	v := customers.View{Page: s.page(c, "客户"), By: by, ID: file.Customer.ID, F: file, Form: f,
		Version: edition(*file.Customer)}
	v.Path = "/customers/" + c.Param("customer")
	if v.Homes, err = s.homes(c, file); err != nil {
		return err
	}
	v.Revealed, err = s.store.RevealedOf(ctx, file.Seen, by.Account, s.Now().Add(-revealed))
	if err != nil {
		return err
	}
	return s.render(c, status, customers.CustomerPage(v))
}

// homes are the units at which a customer stands by their numbers, for whoever reads whose these are (rule B11).
func (s *Server) homes(c echo.Context, file *huiyin.CustomerFile) (out []customers.Home, err error) {
	by := actor(c)
	phones := []string{file.Customer.Phone}
	for _, k := range file.Seen {
		phones = append(phones, k.Phone)
	}
	for _, k := range file.Slips {
		phones = append(phones, k.Phone)
	}
	found, err := s.store.UnitsOf(c.Request().Context(), by, phones)
	for _, u := range found {
		h := customers.Home{Number: u.Number, URL: unitviews.Address(u.Site, u.Code)}
		for _, phone := range phones {
			for _, p := range u.At(by.Org, phone) {
				if h.Relation = p.Relation.Label(); !p.From.IsZero() {
					h.Since = p.From.In(by.Org.Zone).Format(time.DateOnly)
				}
			}
		}
		if h.Relation != "" {
			out = append(out, h)
		}
	}
	return out, err
}

func (s *Server) unit(c echo.Context) error {
	site, unit := huiyin.Clean(c.QueryParam("site")), huiyin.Clean(c.QueryParam("unit"))
	file, err := s.store.Unit(c.Request().Context(), actor(c), site, unit)
	if err != nil {
		return err
	}
	v := customers.View{Page: s.page(c, "房号"), By: actor(c), F: file, Site: site, Unit: unit}
	known, err := s.store.UnitsMeant(c.Request().Context(), v.By, site, unit)
	if err != nil {
		return err
	}
	if len(known) == 1 {
		v.Register = unitviews.Address(site, known[0].Code)
	}
	return s.render(c, http.StatusOK, customers.UnitPage(v))
}

// mostLooks is how many lines a page of looks shows.
const mostLooks = 100

func (s *Server) access(c echo.Context) error {
	ctx, by := c.Request().Context(), actor(c)
	n, err := id(c, "customer")
	if err != nil {
		return err
	}
	file, err := s.store.Customer(ctx, by, n)
	if err != nil {
		return err
	}
	if err := file.Customer.MaySeeAccess(by, file.Seen); err != nil {
		return err
	}
	before, err := strconv.ParseInt(c.QueryParam("before"), 10, 64)
	if err != nil {
		before = 0
	}
	v := customers.Access{Page: s.page(c, "谁看过资料"), By: by, ID: file.Customer.ID, Name: file.Seen[0].Name,
		Most: mostLooks}
	if v.Entries, err = s.store.Looks(ctx, by, file.Customer, before, mostLooks+1); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, customers.AccessPage(v))
}

// changeCustomer is how a form of a file changes it: one load, one change, one commit, then back to the page.
func changeCustomer[F any](s *Server, c echo.Context, customer int64, back string,
	fn func(by huiyin.Actor, now time.Time, k *huiyin.CustomerFile, f F) error) error {
	return submit(s, c, back, func(p posted[F]) error {
		now := s.Now()
		return s.store.ChangeCustomer(c.Request().Context(), p.Once, p.By, now, customer,
			func(k *huiyin.CustomerFile) error {
				was := edition(*k.Customer)
				return ruleFirst(fn(p.By, now, k, p.Form), changedMeanwhile(p.Version, was))
			})
	})
}

// changedMeanwhile refuses a form made on an older state of a file (rule W12).
func changedMeanwhile(version int64, edition int) error {
	return sameEdition(version, edition, huiyin.Conflict("您打开页面之后，这里已被他人改动。请核对之后再保存。"))
}

// changeOwn is changeCustomer for the file that the address names.
func changeOwn[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, k *huiyin.CustomerFile, f F) error) error {
	n, err := id(c, "customer")
	if err != nil {
		return err
	}
	return changeCustomer(s, c, n, "/customers/"+c.Param("customer"), fn)
}

type consentForm struct {
	Consent huiyin.Consent `form:"consent"`
}

func (s *Server) setConsent(c echo.Context) error {
	return changeOwn(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.CustomerFile, f consentForm) error {
		return k.Customer.SetConsent(by, now, k.Seen, f.Consent)
	})
}

// revealCustomer reveals a field of one of the customer's complaints, to who handles it (rule P5).
func (s *Server) revealCustomer(c echo.Context) error {
	n, err := id(c, "customer")
	if err != nil {
		return err
	}
	ctx, number := c.Request().Context(), c.Param("number")
	of, err := s.store.CustomerOf(ctx, actor(c), number)
	if err != nil {
		return err
	}
	if of != n {
		return huiyin.NotFound()
	}
	return submit(s, c, "/customers/"+c.Param("customer"), func(p posted[revealForm]) error {
		// whose version is the file's
		_, err := s.store.ChangeComplaint(ctx, p.Once, number, 0, func(k *huiyin.Complaint) error {
			return k.RevealField(p.By, s.Now(), p.Form.Field)
		})
		return err
	})
}

type doubleForm struct {
	Other  int64  `form:"other"`
	Reason string `form:"reason"`
}

func (s *Server) mergeCustomers(c echo.Context) error {
	return s.changeCustomers(c, func(by huiyin.Actor, now time.Time, f, other *huiyin.CustomerFile,
		reason string) error {
		return f.Customer.Merge(by, now, f.Seen, other.Customer, other.Seen, reason)
	})
}

func (s *Server) partCustomers(c echo.Context) error {
	return s.changeCustomers(c, func(by huiyin.Actor, now time.Time, f, other *huiyin.CustomerFile,
		reason string) error {
		return f.Customer.Unmerge(by, now, f.Seen, other.Customer, other.Seen, reason)
	})
}

func (s *Server) changeCustomers(c echo.Context,
	fn func(by huiyin.Actor, now time.Time, f, other *huiyin.CustomerFile, reason string) error) error {
	n, err := id(c, "customer")
	if err != nil {
		return err
	}
	return submit(s, c, "/customers/"+c.Param("customer"), func(p posted[doubleForm]) error {
		return s.store.ChangeCustomers(c.Request().Context(), p.Once, p.By, n, p.Form.Other,
			func(f, other *huiyin.CustomerFile) error {
				was := edition(*f.Customer)
				return ruleFirst(fn(p.By, s.Now(), f, other, p.Form.Reason), changedMeanwhile(p.Version, was))
			})
	})
}

type askDataForm struct {
	Kind       huiyin.DataKind `form:"kind"`
	Way        huiyin.Way      `form:"way"`
	ReceivedAt time.Time       `form:"received_at"`
	Asked      string          `form:"asked"`
	Site       string          `form:"site"`
	Handler    string          `form:"handler"`
}

func (s *Server) askData(c echo.Context) error {
	return changeOwn(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.CustomerFile, f askDataForm) error {
		return k.AskData(by, now,
			huiyin.DataRequest{Kind: f.Kind, Way: f.Way, ReceivedAt: f.ReceivedAt, Asked: f.Asked, Site: f.Site,
				Handler: f.Handler})
	})
}

const mostRequestsListed = 50

func (s *Server) dataRequests(c echo.Context) error {
	v := customers.Requests{Page: s.page(c, "个人信息请求"), By: actor(c), Answered: c.QueryParam("done") == "1",
		Cursor: c.QueryParam("page"), Form: ui.Form{Lang: s.lang(c)}}
	status := http.StatusOK
	var err error
	if v.Rows, v.Next, err = s.store.DataRequests(c.Request().Context(), v.By, v.Answered, v.Cursor,
		mostRequestsListed); err != nil {
		if v.Form.Wrong = refusal(err); v.Form.Wrong == nil {
			return err
		}
		status = statuses[v.Form.Wrong.Kind]
	}
	return s.render(c, status, customers.RequestsPage(v))
}

func (s *Server) dataRequestPage(c echo.Context, status int, f ui.Form) error {
	n, err := id(c, "request")
	if err != nil {
		return err
	}
	file, r, err := s.store.DataRequest(c.Request().Context(), actor(c), n)
	if err != nil {
		return err
	}
	if f.Once == "" {
		f.Once = newID()
	}
	v := customers.Request{Page: s.page(c, "个人信息请求"), By: actor(c), F: file, R: r, Form: f,
		Version: edition(*file.Customer)}
	v.Path = "/data-requests/" + c.Param("request")
	return s.render(c, status, customers.RequestPage(v))
}

// changeRequest changes the file in which a request stands.
func changeRequest[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, k *huiyin.CustomerFile, id int64, f F) error) error {
	n, err := id(c, "request")
	if err != nil {
		return err
	}
	customer, err := s.store.CustomerOfRequest(c.Request().Context(), n)
	if err != nil {
		return err
	}
	return changeCustomer(s, c, customer, "/data-requests/"+c.Param("request"),
		func(by huiyin.Actor, now time.Time, k *huiyin.CustomerFile, f F) error {
			return fn(by, now, k, n, f)
		})
}

type handlerForm struct {
	Handler string `form:"handler"`
}

func (s *Server) assignData(c echo.Context) error {
	return changeRequest(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.CustomerFile, id int64,
		f handlerForm) error {
		return k.AssignData(by, now, id, f.Handler)
	})
}

type answerDataForm struct {
	Outcome huiyin.DataOutcome `form:"outcome"`
	Answer  string             `form:"answer"`
	Name    string             `form:"name"`
	Phone   string             `form:"phone"`
	Address string             `form:"address"`
	Reason  string             `form:"reason"`
}

func (s *Server) answerData(c echo.Context) error {
	return changeRequest(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.CustomerFile, id int64,
		f answerDataForm) error {
		return k.AnswerAll(by, now, id, huiyin.DataAnswer(f))
	})
}

// extract prints what is held on a customer, for the customer, which stands in the journal (rules B1, J3).
func (s *Server) extract(c echo.Context) error {
	n, err := id(c, "request")
	if err != nil {
		return err
	}
	file, r, err := s.store.Extract(c.Request().Context(), actor(c), s.Now(), n)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK,
		customers.ExtractPage(customers.Extract{Page: s.page(c, "个人信息摘录"), By: actor(c), F: file, R: r}))
}
