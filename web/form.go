package web

import (
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
)

// postedValues gives what a form sent, cleaned: valid UTF-8, no control characters, plain line ends. Query
// parameters of a POST do not count.
func postedValues(c echo.Context) map[string][]string {
	if v, ok := c.Get("typed").(map[string][]string); ok {
		return v
	}
	r := c.Request()
	if r.Method == post {
		return keepTyped(c, r.PostForm)
	}
	return keepTyped(c, r.URL.Query())
}

// postedText is the first value that a form sent for a field, "" for none.
func postedText(c echo.Context, name string) string { return url.Values(postedValues(c)).Get(name) }

const parsedKey = "parsed" // what was wrong with a form

// parse reads the body of a form before anything asks for it; what is no form is Invalid.
func parse(c echo.Context) error {
	r := c.Request()
	err, done := c.Get(parsedKey).(error)
	if !done {
		r.Body = http.MaxBytesReader(c.Response(), r.Body, mostForm)
		if err = r.ParseForm(); err != nil {
			c.Set(parsedKey, err) // a body is read once, and what was wrong with it stays wrong
		}
	}
	var large *http.MaxBytesError
	if err == nil || errors.As(err, &large) {
		return err
	}
	return huiyin.Invalid("", "提交的内容无法读取。")
}

func keepTyped(c echo.Context, form url.Values) map[string][]string {
	out := make(map[string][]string, len(form))
	for k, vs := range form {
		for _, v := range vs {
			out[k] = append(out[k], huiyin.Clean(v))
		}
	}
	c.Set("typed", out)
	return out
}

// localLayouts are how a form writes a moment.
var localLayouts = []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02"}

// bind reads a form into the fields tagged form:"name"; what cannot be read is Invalid at its field.
// Texts, numbers, amounts in yuan, local times, boxes and lists of texts are known.
func (s *Server) bind(c echo.Context, into any) error {
	return read(postedValues(c), s.store.Org().Zone, reflect.ValueOf(into).Elem())
}

func read(form map[string][]string, zone *time.Location, v reflect.Value) (wrong error) {
	for i := range v.NumField() {
		if v.Type().Field(i).Anonymous { // a part of several forms
			wrong = huiyin.Every(wrong, read(form, zone, v.Field(i)))
		}
		name := v.Type().Field(i).Tag.Get("form")
		if name == "" {
			continue
		}
		text := ""
		if len(form[name]) > 0 {
			text = form[name][0]
		}
		switch p := v.Field(i).Addr().Interface().(type) {
		case *bool:
			*p = text == "1" || text == "on" || text == "true"
		case *[]string:
			for _, t := range form[name] {
				if t != "" {
					*p = append(*p, t)
				}
			}
		case *rows:
			*p = form[name]
		case *yuans:
			all, err := readYuans(name, form[name])
			wrong = huiyin.Every(wrong, err)
			*p = all
		case *moments:
			all, err := readMoments(name, form[name], zone)
			wrong = huiyin.Every(wrong, err)
			*p = all
		case *huiyin.Money:
			if text != "" {
				m, err := huiyin.ParseMoney(name, text)
				wrong = huiyin.Every(wrong, err)
				*p = m
			}
		case *time.Time:
			if text != "" {
				t, err := localTime(name, text, zone)
				wrong = huiyin.Every(wrong, err)
				*p = t
			}
		default:
			switch f := v.Field(i); f.Kind() {
			case reflect.String:
				f.SetString(text)
			case reflect.Int, reflect.Int64:
				if text != "" {
					n, err := strconv.ParseInt(huiyin.PlainTyped(text), 10, 64)
					if err != nil || f.OverflowInt(n) {
						wrong = huiyin.Every(wrong, huiyin.Invalid(name, "须为整数。"))
						continue
					}
					f.SetInt(n)
				}
			default:
				panic("web: cannot read a form into " + f.Type().String())
			}
		}
	}
	return wrong
}

// rows are the values of a field that stands in several rows of a form, the empty ones in their place.
type rows []string

// yuans are rows of amounts in yuan, 0 for an empty one.
type yuans []huiyin.Money

func readYuans(name string, texts []string) (yuans, error) {
	if texts == nil {
		return nil, nil
	}
	out := make(yuans, len(texts))
	for i, text := range texts {
		if text == "" {
			continue
		}
		m, err := huiyin.ParseMoney(name, text)
		var wrong *huiyin.Error
		if errors.As(err, &wrong) {
			return nil, wrong.InRow(i)
		}
		out[i] = m
	}
	return out, nil
}

// moments are rows of local times, zero for an empty one.
type moments []time.Time

func readMoments(name string, texts []string, zone *time.Location) (moments, error) {
	out := make(moments, len(texts))
	for i, text := range texts {
		if text == "" {
			continue
		}
		at, err := localTime(name, text, zone)
		var wrong *huiyin.Error
		if errors.As(err, &wrong) {
			return nil, wrong.InRow(i)
		}
		out[i] = at
	}
	return out, nil
}

func localTime(name, text string, zone *time.Location) (time.Time, error) {
	for _, layout := range localLayouts {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			if !thinkable(t) {
				break
			}
			return t.UTC(), nil
		}
	}
	return time.Time{}, huiyin.Invalid(name, "时间须写成 2025-03-03T14:05 的样子。")
}

// thinkable tells whether anything here can happen at a time.
func thinkable(t time.Time) bool { return t.Year() >= 1900 && t.Year() <= 2200 }

// once names a form that must act once: by its person, its address and its own text (rule W12).
func (s *Server) once(c echo.Context) (db.Once, error) {
	path := c.Request().URL.Path
	own := db.Once{Account: accountOf(c), Path: path, Beside: postedText(c, "beside") == "1"}
	v := postedValues(c)["once"]
	if len(v) == 0 || v[0] == "" {
		return own, nil
	}
	if len(v[0]) > 64 {
		return own, huiyin.Invalid("once", "once 最多 64 个字符。")
	}
	once := s.onceAt(c, path, v[0])
	once.Account, once.Path, once.Text, once.Sum, once.Beside = own.Account, path, v[0], formSum(c), own.Beside
	return once, nil
}

func (s *Server) onceAt(c echo.Context, path, text string) db.Once {
	return db.Once{Key: huiyin.Digest(accountOf(c) + "\n" + path + "\n" + text), At: s.Wall()}
}

// version is the version of the page a form stood on, 0 when it does not say (rule W12).
func version(c echo.Context) (int64, error) {
	v := postedValues(c)["version"]
	if len(v) == 0 || v[0] == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(v[0], 10, 64)
	if err != nil || n < 0 {
		return 0, huiyin.Invalid("version", "须为整数。")
	}
	return n, nil
}

// id reads a numeric part of the address; anything else is not found.
func id(c echo.Context, name string) (int64, error) {
	n, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || n < 1 {
		return 0, huiyin.NotFound()
	}
	return n, nil
}

// idOrNew is id for an address that names nothing where something is added: 0.
func idOrNew(c echo.Context) (int64, error) {
	if c.Param("id") == "" {
		return 0, nil
	}
	return id(c, "id")
}

// numberOf is the complaint that a request is about, "" when it is about none.
func numberOf(c echo.Context) string {
	if n, ok := c.Get("number").(string); ok {
		return n
	}
	return c.Param("number")
}

// formName names one form on a page that may hold several of the same action.
func formName(c echo.Context, r route) string {
	name := string(r.action)
	for _, p := range []string{"n", "id"} {
		if v := c.Param(p); v != "" {
			name += "-" + v
		}
	}
	return name
}
