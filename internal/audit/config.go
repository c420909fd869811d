package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Config is what a company tells the audit about itself. The zero Config works.
// As a file it is JSON, like everything else that jobdoc reads: a second
// notation would be one more thing to learn, and one more library.
type Config struct {
	Departments  []Entry  `json:"departments"`  // the official names; none: no check against them
	Competencies []Entry  `json:"competencies"` // the official wordings, preferred where several are alike
	Off          []string `json:"off"`          // ids of checks that are not wanted

	StaleYears       float64 `json:"staleYears"`       // 0: 3
	Similarity       float64 `json:"similarity"`       // from which on two texts are alike, 0 to 1; 0: 0.75
	MinutesPerDay    float64 `json:"minutesPerDay"`    // working time; 0: 480
	DaysPerYear      float64 `json:"daysPerYear"`      // working days; 0: 250
	PercentTolerance float64 `json:"percentTolerance"` // points by which frequency and percentage may differ; 0: 3
}

// Entry is a name of a dictionary: a JSON string, or {"name": …, "aliases": […]}.
type Entry struct {
	Name    string   `json:"name"`
	Aliases []string `json:"aliases"` // other names in use that should become Name
}

// UnmarshalJSON takes a bare string as a name without aliases.
func (e *Entry) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte(`"`)) {
		return json.Unmarshal(data, &e.Name)
	}
	type plain Entry
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode((*plain)(e))
}

// ConfigError says what is wrong with a configuration.
type ConfigError struct {
	Detail  string // a Chinese sentence
	English string
}

func (e *ConfigError) Error() string { return e.English }

func wrongConfig(zh, en string, args ...any) error {
	return &ConfigError{fmt.Sprintf(zh, args...), fmt.Sprintf(en, args...)}
}

// ReadConfig reads a configuration file. The error is a [*ConfigError].
func ReadConfig(r io.Reader) (Config, error) {
	var c Config
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch err := d.Decode(&c); {
	case errors.As(err, &syntax):
		return c, wrongConfig("第 %[1]d 个字节处的 JSON 有错（%[2]v）；请检查逗号、引号和括号", "the JSON is wrong at byte %d: %v", syntax.Offset, err)
	case errors.As(err, &kind):
		return c, wrongConfig("%[1]s 的值类型不对，不应是 %[2]s", "%s cannot be a %s", kind.Field, kind.Value)
	case err != nil:
		if key, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok { // encoding/json has no type for it
			return c, wrongConfig("没有 %s 这一项；可用的是 %s", "there is no key %s; there are %s", key, configKeys)
		}
		return c, wrongConfig("文件不完整或不是 JSON（%v）", "it is cut short, or no JSON: %v", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return c, wrongConfig("最后的 } 之后还有内容", "something follows the object")
	}
	return c, c.check()
}

const configKeys = "departments, competencies, off, staleYears, similarity, minutesPerDay, daysPerYear, percentTolerance"

func (c *Config) check() error {
	for _, id := range c.Off {
		if _, ok := checkByID[id]; !ok {
			return wrongConfig("off：没有检查项 %q", "off: there is no check %q", id)
		}
	}
	for _, n := range []struct {
		key        string
		value, max float64
	}{
		{"staleYears", c.StaleYears, 1000}, {"similarity", c.Similarity, 1}, {"minutesPerDay", c.MinutesPerDay, 1440},
		{"daysPerYear", c.DaysPerYear, 366}, {"percentTolerance", c.PercentTolerance, 100},
	} {
		if n.value < 0 || n.value > n.max {
			return wrongConfig("%s：%v 不在 0 到 %v 之间", "%s: %v does not lie between 0 and %v", n.key, n.value, n.max)
		}
	}
	for _, dictionary := range []struct {
		key  string
		list []Entry
	}{{"departments", c.Departments}, {"competencies", c.Competencies}} {
		for _, e := range dictionary.list {
			if strings.TrimSpace(e.Name) == "" {
				return wrongConfig("%s：有一条没有 name", "%s: an entry has no name", dictionary.key)
			}
		}
	}
	return nil
}

// withDefaults fills in what is 0.
func (c Config) withDefaults() Config {
	for _, n := range []struct {
		value *float64
		usual float64
	}{
		{&c.StaleYears, 3}, {&c.Similarity, 0.75}, {&c.MinutesPerDay, 480}, {&c.DaysPerYear, 250}, {&c.PercentTolerance, 3},
	} {
		if *n.value == 0 {
			*n.value = n.usual
		}
	}
	return c
}

// dictionary finds the official name of what is written.
type dictionary map[string]string // folded name or alias → official name

func newDictionary(entries []Entry) dictionary {
	d := dictionary{}
	for _, e := range entries {
		for _, alias := range e.Aliases {
			d[fold(alias)] = strings.TrimSpace(e.Name)
		}
	}
	for _, e := range entries { // a name wins over another entry's alias
		d[fold(e.Name)] = strings.TrimSpace(e.Name)
	}
	return d
}
