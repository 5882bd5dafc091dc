// Package ui holds the parts that every page is made of: words in three languages, times, form
// fields, badges, lists. It knows nothing of complaints, requests or the store.
package ui

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/text/language"

	"huiyin/huiyin"
)

// Lang is one of the languages of the interface, as it stands in the lang attribute of a page.
type Lang string

// The languages. Simplified Chinese is the source text of everything and the key of the catalogues.
const (
	Hans    Lang = "zh-Hans"
	Hant    Lang = "zh-Hant"
	English Lang = "en"
)

// Langs lists the languages in the order in which they are offered.
var Langs = []Lang{Hans, Hant, English}

// Name is what speakers of the language call it.
func (l Lang) Name() string {
	switch l {
	case Hant:
		return "繁體中文"
	case English:
		return "English"
	}
	return "简体中文"
}

// ParseLang returns the language with that code, and false when there is none.
func ParseLang(code string) (Lang, bool) {
	for _, l := range Langs {
		if string(l) == code {
			return l, true
		}
	}
	return Hans, false
}

var matcher = language.NewMatcher([]language.Tag{
	language.MustParse(string(Hans)),
	language.MustParse(string(Hant)),
	language.MustParse(string(English)),
})

// Match picks the language for an Accept-Language header: Simplified Chinese when none fits.
func Match(acceptLanguage string) Lang {
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(tags) == 0 {
		return Hans
	}
	_, i, confidence := matcher.Match(tags...)
	if confidence == language.No {
		return Hans
	}
	return Langs[i]
}

//go:embed texts/*.json
var texts embed.FS

// catalogues are read when a page first needs them.
var catalogues = map[Lang]func() map[string]string{
	Hant:    sync.OnceValue(func() map[string]string { return catalogue(Hant) }),
	English: sync.OnceValue(func() map[string]string { return catalogue(English) }),
}

func catalogue(l Lang) map[string]string {
	b, err := texts.ReadFile("texts/" + string(l) + ".json")
	if err != nil {
		panic(err) // embedded, hence there
	}
	var c map[string]string
	if err := json.Unmarshal(b, &c); err != nil {
		panic(fmt.Errorf("texts/%s.json: %w", l, err))
	}
	return c
}

// T gives a text of the interface in the language. text is the Simplified Chinese source, with the
// verbs of fmt for args; a text that the catalogue lacks stays as it is.
func (l Lang) T(text string, args ...any) string {
	if t, ok := l.lookUp(text); ok {
		text = t
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

func (l Lang) lookUp(text string) (string, bool) {
	c, ok := catalogues[l]
	if !ok {
		return "", false
	}
	t, ok := c()[text]
	return t, ok
}

// Err gives the sentence of a refusal in the language, "" for none. Arguments that are themselves
// words of the interface, such as the label of a state, are put into the language too.
func (l Lang) Err(e *huiyin.Error) string {
	if e == nil {
		return ""
	}
	args := make([]any, len(e.Args))
	for i, a := range e.Args {
		switch a := a.(type) {
		case string:
			args[i] = l.T(a)
		case huiyin.List:
			words := make([]string, len(a))
			for i, w := range a {
				words[i] = l.T(w)
			}
			args[i] = strings.Join(words, l.T("、"))
		case interface{ Label() string }:
			args[i] = l.T(a.Label())
		default:
			args[i] = a
		}
	}
	return l.T(e.Text, args...)
}

// Capitals is a sum in capitals, as the language writes them.
func (l Lang) Capitals(m huiyin.Money) string {
	if l != Hant {
		return m.Capitals()
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '贰':
			return '貳'
		case '叁':
			return '參'
		case '陆':
			return '陸'
		case '万':
			return '萬'
		case '亿':
			return '億'
		}
		return r
	}, m.Capitals())
}
