package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestTheBarLeavesMessagesWhole(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p := &progress{out: &out, bar: newBar(&out, 20, "职位")}
	for i := range 20 {
		var lines []string
		if i == 7 {
			lines = []string{"x.json：第一行", "x.json：第二行"}
		}
		p.step(lines)
	}
	p.done()
	shown := ""
	for _, line := range strings.Split(out.String(), "\n") {
		if at := strings.LastIndexByte(strings.TrimRight(line, "\r "), '\r'); at >= 0 {
			line = line[at+1:] // what stands on the line in the end
		}
		shown += strings.TrimSpace(line) + "\n"
	}
	if !strings.Contains(shown, "x.json：第一行\nx.json：第二行\n") {
		t.Errorf("shown = %q, want the two messages on lines of their own", shown)
	}
	for _, want := range []string{"职位", "/20", "职位/s"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("out = %q, want a bar with %q", out.String(), want)
		}
	}
}

func TestNobodyWatchesABuffer(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	a := &app{stderr: &out}
	p := a.newProgress(100)
	for range 100 {
		p.step(nil)
	}
	p.done()
	if out.Len() != 0 {
		t.Errorf("out = %q, want nothing", out.String())
	}
}
