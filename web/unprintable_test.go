package web

import (
	"strings"
	"testing"
)

// A character that no font here has is named before printing, and the paper leaves a line to write it on (rule F1).
func TestF1_WhatCannotBePrintedIsSaid(t *testing.T) {
	p := newPortal(t)
	rare, plain := p.as("a02").record("site", "HY", "name", "李𰀀𰀁"), p.as("a02").record("site", "HY", "name", "䶮㛃")
	if said := p.as("a02").get(rare).page().Find("[data-unprintable]").Text(); !strings.Contains(said, "“𰀀𰀁”") {
		t.Errorf("said: %q", said)
	}
	matter := p.as("a02").record("site", "HY", "name", "王五", "matter", "门牌𰀂号漏水，一直没有人来修。")
	if said := p.as("a02").get(matter).page().Find("[data-unprintable]").Text(); !strings.Contains(said, "“𰀂”") {
		t.Errorf("of the matter nothing is said: %q", said)
	}
	if p.as("a02").get(plain).page().Find("[data-unprintable]").Length() != 0 {
		t.Error("a name that can be printed is complained of")
	}
	for _, paper := range []string{"/form.pdf?part=customer", "/receipt.pdf"} {
		if text := p.as("a02").get(rare + paper).text(); !strings.Contains(text, "李＿＿") {
			t.Errorf("%s leaves no line: %.200s", paper, text)
		}
	}
}
