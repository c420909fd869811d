package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"jobdoc/internal/position"
)

// version is the release this source leads to.
const version = "0.1.0"

// Run prints the schema.
func (c *schemaCmd) Run(a *app) error {
	_, err := a.stdout.Write(position.Schema())
	return err
}

// Run prints the version.
func (c *versionCmd) Run(a *app) error {
	a.say(versionLine())
	return nil
}

// versionLine is version, revision and what the program was built with.
func versionLine() string {
	line := "jobdoc " + version
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				line += " (" + s.Value[:12] + ")"
			}
		}
	}
	return fmt.Sprintf("%s %s %s/%s", line, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
