// Package store keeps positions with their history, templates, links, API keys
// and the log of what was done, in SQLite or in PostgreSQL. All SQL of jobdoc is
// here, one query layer for both engines; what differs is in engine.go.
//
// It must not know HTTP, rendering or commands. Times come from [Config.Now].
package store
