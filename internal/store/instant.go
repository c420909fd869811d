package store

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// instant is a time as the tables keep it: milliseconds since 1970, NULL for
// the zero time.
type instant struct{ time.Time }

// Value makes an instant an argument.
func (i instant) Value() (driver.Value, error) {
	if i.IsZero() {
		return nil, nil //nolint:nilnil // NULL
	}
	return i.UnixMilli(), nil
}

// Scan reads a column.
func (i *instant) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		i.Time = time.Time{}
	case int64:
		i.Time = time.UnixMilli(v).UTC()
	default:
		return fmt.Errorf("a time is a %T", v)
	}
	return nil
}
