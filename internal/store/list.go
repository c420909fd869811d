package store

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"jobdoc/internal/position"
)

// Query says which positions a list holds, and in which order. The zero Query
// is all that are not archived, those changed last first.
type Query struct {
	Text       string // terms parted by blanks, each of which stands somewhere in the position
	Title      string // stands in the title
	Department string // is the department; width, case and blanks do not count
	Code       string // is the code, in the same sense
	State      State  // of the newest revision
	Archived   Archived
	Sort       Sort
	Descending bool
	Cursor     string // of the page before, "" for the first page
	Limit      int    // positions on a page, 0: 50
}

// Archived says what a list does about archived positions.
type Archived string

// What a list does about archived positions.
const (
	WithoutArchived Archived = ""
	OnlyArchived    Archived = "only"
	WithArchived    Archived = "all"
)

// Sort is what a list is ordered by.
type Sort string

// The orders. Titles and departments are by 拼音.
const (
	ByUpdated    Sort = "" // the last change
	ByTitle      Sort = "title"
	ByCode       Sort = "code"
	ByDepartment Sort = "department"
)

// orders has the column of each order.
var orders = map[Sort]string{ByUpdated: "updated_at", ByTitle: "title_order", ByCode: "code_folded", ByDepartment: "dept_order"}

// ErrCursor says that a cursor is not one of this list.
var ErrCursor = errors.New("no cursor of this list")

// cursor is where a page ended: the column of the order and the key of its last row.
type cursor struct {
	Sort       Sort   `json:"s"`
	Descending bool   `json:"d"`
	Time       int64  `json:"t,omitempty"`
	Bytes      []byte `json:"b,omitempty"`
	Key        int64  `json:"k"`
}

// Positions returns a page of a list, without contents, and the cursor of the
// next page, "" when there is none. Pages are by keyset: a position that is
// added or changed meanwhile neither repeats nor hides another.
func (q Reader) Positions(ctx context.Context, query Query) (page []Position, nextPage string, err error) {
	if query.Limit == 0 {
		query.Limit = 50
	}
	column, ok := orders[query.Sort]
	if !ok {
		return nil, "", fmt.Errorf("no order %q", query.Sort)
	}
	// What changed last is what people look for.
	descending := query.Descending != (query.Sort == ByUpdated)
	var rows []positionRow
	s := q.filter(q.db.NewSelect().Model(&rows).Column(shown...), query)
	if query.Sort != ByUpdated {
		s = s.Column(column)
	}
	way, beyond := "ASC", ">"
	if descending {
		way, beyond = "DESC", "<"
	}
	if query.Cursor != "" {
		c, err := readCursor(query)
		if err != nil {
			return nil, "", err
		}
		s = s.Where("(?, key) "+beyond+" (?, ?)", bun.Ident(column), c.value(), c.Key)
	}
	if err := s.OrderExpr("? "+way+", key "+way, bun.Ident(column)).Limit(int64(query.Limit) + 1).Scan(ctx); err != nil {
		return nil, "", err
	}
	if len(rows) > query.Limit {
		rows = rows[:query.Limit]
		nextPage = writeCursor(query, &rows[query.Limit-1])
	}
	for i := range rows {
		p := rows[i].position()
		p.Content = nil
		page = append(page, p)
	}
	return page, nextPage, nil
}

// CountPositions returns how many positions the whole list holds.
func (q Reader) CountPositions(ctx context.Context, query Query) (int, error) {
	n, err := q.filter(q.db.NewSelect().Model((*positionRow)(nil)), query).Count(ctx)
	return int(n), err
}

func (q Reader) filter(s *bun.SelectQuery, query Query) *bun.SelectQuery {
	switch query.Archived {
	case WithoutArchived:
		s = s.Where("archived_at IS NULL")
	case OnlyArchived:
		s = s.Where("archived_at IS NOT NULL")
	}
	if query.Department != "" {
		s = s.Where("dept_folded = ?", indexed(query.Department))
	}
	if query.Code != "" {
		s = s.Where("code_folded = ?", indexed(query.Code))
	}
	if query.State != "" {
		s = s.Where("state = ?", query.State)
	}
	if t := position.Fold(query.Title); t != "" {
		condition, arg := q.engine.matching(grams(t)) // the title is among the text that is searched
		s = s.Where(condition, arg).Where(q.engine.contains, bun.Ident("title_folded"), t)
	}
	for _, term := range terms(query.Text) {
		condition, arg := q.engine.matching(grams(term))
		s = s.Where(condition, arg)
		if !exact(term) {
			s = s.Where(q.engine.contains, bun.Ident("search"), term)
		}
	}
	return s
}

func (c cursor) value() any {
	if c.Sort == ByUpdated {
		return c.Time
	}
	if c.Sort == ByCode {
		return string(c.Bytes)
	}
	if c.Bytes == nil {
		return []byte{}
	}
	return c.Bytes
}

func readCursor(query Query) (cursor, error) {
	var c cursor
	data, err := base64.RawURLEncoding.Strict().DecodeString(query.Cursor)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil || c.Sort != query.Sort || c.Descending != query.Descending || c.Sort == ByCode && !storable(c.Bytes) {
		return c, ErrCursor
	}
	return c, nil
}

// storable reports whether every database takes the bytes for a text.
func storable(b []byte) bool { return utf8.Valid(b) && bytes.IndexByte(b, 0) < 0 }

func writeCursor(query Query, last *positionRow) string {
	c := cursor{Sort: query.Sort, Descending: query.Descending, Key: last.Key}
	switch query.Sort {
	case ByUpdated:
		c.Time = last.UpdatedAt.UnixMilli()
	case ByTitle:
		c.Bytes = last.TitleOrder
	case ByCode:
		c.Bytes = []byte(last.CodeFolded)
	case ByDepartment:
		c.Bytes = last.DeptOrder
	}
	data, _ := json.Marshal(c) // a struct of plain values
	return base64.RawURLEncoding.EncodeToString(data)
}
