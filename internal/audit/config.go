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

// ReadConfig reads a configuration file. The error says what is wrong with it.
func ReadConfig(r io.Reader) (Config, error) {
	var c Config
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		return c, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return c, errors.New("something follows the object")
	}
	return c, c.check()
}

func (c *Config) check() error {
	for _, id := range c.Off {
		if _, ok := checkByID[id]; !ok {
			return fmt.Errorf("off: there is no check %q", id)
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
			return fmt.Errorf("%s: %v does not lie between 0 and %v", n.key, n.value, n.max)
		}
	}
	for key, list := range map[string][]Entry{"departments": c.Departments, "competencies": c.Competencies} {
		for _, e := range list {
			if strings.TrimSpace(e.Name) == "" {
				return fmt.Errorf("%s: an entry has no name", key)
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
