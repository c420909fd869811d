package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

// Template is a stored template with its newest version.
type Template struct {
	Name     string
	Newest   TemplateVersion
	Archived time.Time // zero while it is offered
}

// TemplateVersion is one Word file of a template. It never changes.
type TemplateVersion struct {
	Number  int // from 1
	Title   string
	Hash    [sha256.Size]byte // of the file
	Created time.Time
	Author  Author
	Note    string
}

// TemplateDefault says which template positions of a department take that ask for none.
type TemplateDefault struct {
	Department string // "": every department that has no default of its own
	Template   string // stored or built in
	Set        time.Time
	Author     Author
}

// templateRow is a row of the table templates.
type templateRow struct {
	bun.BaseModel `bun:"table:templates,alias:templates"`

	Name       string `bun:",pk"`
	Version    int
	ArchivedAt instant
}

// templateVersionRow is a row of the table template_versions.
type templateVersionRow struct {
	bun.BaseModel `bun:"table:template_versions,alias:template_versions"`

	Name      string `bun:",pk"`
	Version   int    `bun:",pk"`
	Title     string
	Data      []byte
	Sha256    []byte
	CreatedAt instant
	KeyName   string
	Author    string
	Note      string
}

func (r *templateVersionRow) version() TemplateVersion {
	v := TemplateVersion{Number: r.Version, Title: r.Title, Created: r.CreatedAt.Time, Author: Author{r.KeyName, r.Author}, Note: r.Note}
	copy(v.Hash[:], r.Sha256)
	return v
}

// templateDefaultRow is a row of the table template_defaults.
type templateDefaultRow struct {
	bun.BaseModel `bun:"table:template_defaults,alias:template_defaults"`

	DeptFolded string `bun:",pk"`
	Department string
	Template   string
	SetAt      instant
	KeyName    string
	Author     string
}

// PutTemplate stores a Word file as the next version of a template, the first
// where there is none of that name. The bytes of the newest version make no
// new one. A template that is archived is offered again. added says whether
// there is a new version.
func (tx *Tx) PutTemplate(ctx context.Context, name, title string, data []byte, by Author, note string) (t Template, added bool, err error) {
	// Whoever comes second waits here, and finds what the first has made.
	if _, err := tx.db.NewInsert().Model(&templateRow{Name: name}).On("CONFLICT (name) DO NOTHING").Exec(ctx); err != nil {
		return t, false, err
	}
	r, err := tx.lockTemplate(ctx, name)
	if err != nil {
		return t, false, err
	}
	hash := sha256.Sum256(data)
	if r.Version > 0 {
		if t, err = tx.Template(ctx, name); err != nil {
			return t, false, err
		}
	}
	if t.Newest.Hash != hash {
		r.Version++
		v := &templateVersionRow{
			Name: name, Version: r.Version, Title: title, Data: data, Sha256: hash[:],
			CreatedAt: instant{tx.at}, KeyName: by.Key, Author: by.Name, Note: note,
		}
		if _, err := tx.db.NewInsert().Model(v).Exec(ctx); err != nil {
			return t, false, fmt.Errorf("add version %d: %w", v.Version, err)
		}
		t, added = Template{Name: name, Newest: v.version()}, true
	}
	r.ArchivedAt, t.Archived = instant{}, time.Time{}
	return t, added, one(tx.db.NewUpdate().Model(r).WherePK().Exec(ctx))
}

// ArchiveTemplate takes a template out of what is offered and is nobody's
// default any more. Its versions stay. One that is archived already stays as it is.
func (tx *Tx) ArchiveTemplate(ctx context.Context, name string) error {
	r, err := tx.lockTemplate(ctx, name)
	if err != nil || !r.ArchivedAt.IsZero() {
		return err
	}
	r.ArchivedAt = instant{tx.at}
	if err := one(tx.db.NewUpdate().Model(r).WherePK().Exec(ctx)); err != nil {
		return err
	}
	_, err = tx.db.NewDelete().Model((*templateDefaultRow)(nil)).Where("template = ?", name).Exec(ctx)
	return err
}

func (tx *Tx) lockTemplate(ctx context.Context, name string) (*templateRow, error) {
	if !storable([]byte(name)) {
		return nil, ErrNotFound
	}
	r := &templateRow{}
	q := tx.db.NewSelect().Model(r).Where("name = ?", name)
	if tx.engine.lockRow != "" {
		q = q.For(tx.engine.lockRow)
	}
	return r, found(q.Scan(ctx))
}

// versionColumns are those of a version without its file.
var versionColumns = []string{"name", "version", "title", "sha256", "created_at", "key_name", "author", "note"}

// Templates returns all templates by name, archived ones too.
func (q Reader) Templates(ctx context.Context) ([]Template, error) {
	var rows []templateRow
	if err := q.db.NewSelect().Model(&rows).Scan(ctx); err != nil {
		return nil, err
	}
	var newest []templateVersionRow
	if err := q.db.NewSelect().Model(&newest).Column(versionColumns...).
		Where("(name, version) IN (SELECT name, version FROM templates)").Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]Template, len(rows))
	for i, r := range rows {
		out[i] = Template{Name: r.Name, Archived: r.ArchivedAt.Time}
		for k := range newest {
			if newest[k].Name == r.Name {
				out[i].Newest = newest[k].version()
			}
		}
	}
	slices.SortFunc(out, func(x, y Template) int { return strings.Compare(x.Name, y.Name) })
	return out, nil
}

// Template returns the template of that name, an archived one too.
func (q Reader) Template(ctx context.Context, name string) (Template, error) {
	if !storable([]byte(name)) {
		return Template{}, ErrNotFound
	}
	r := &templateRow{}
	if err := q.db.NewSelect().Model(r).Where("name = ?", name).Scan(ctx); err != nil {
		return Template{}, found(err)
	}
	v, err := q.TemplateVersion(ctx, name, r.Version)
	return Template{Name: name, Newest: v, Archived: r.ArchivedAt.Time}, err
}

// NewestOf returns those templates that there are of the names. Of their newest
// versions it tells the numbers alone.
func (q Reader) NewestOf(ctx context.Context, names ...string) (map[string]Template, error) {
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !storable([]byte(name)) })
	if len(names) == 0 {
		return nil, nil //nolint:nilnil // none of them is there
	}
	var rows []templateRow
	if err := q.db.NewSelect().Model(&rows).Where("name IN ?", bun.Tuple(names)).Scan(ctx); err != nil {
		return nil, err
	}
	out := map[string]Template{}
	for _, r := range rows {
		out[r.Name] = Template{Name: r.Name, Newest: TemplateVersion{Number: r.Version}, Archived: r.ArchivedAt.Time}
	}
	return out, nil
}

// TemplateVersion returns one version of a template.
func (q Reader) TemplateVersion(ctx context.Context, name string, number int) (TemplateVersion, error) {
	if !storable([]byte(name)) {
		return TemplateVersion{}, ErrNotFound
	}
	r := &templateVersionRow{}
	err := q.db.NewSelect().Model(r).Column(versionColumns...).Where("name = ?", name).Where("version = ?", number).Scan(ctx)
	return r.version(), found(err)
}

// TemplateVersions returns all versions of a template, the newest first.
func (q Reader) TemplateVersions(ctx context.Context, name string) ([]TemplateVersion, error) {
	var rows []templateVersionRow
	err := q.db.NewSelect().Model(&rows).Column(versionColumns...).Where("name = ?", name).OrderExpr("version DESC").Scan(ctx)
	out := make([]TemplateVersion, len(rows))
	for i := range rows {
		out[i] = rows[i].version()
	}
	return out, err
}

// TemplateFile returns the Word file of a version.
func (q Reader) TemplateFile(ctx context.Context, name string, number int) ([]byte, error) {
	if !storable([]byte(name)) {
		return nil, ErrNotFound
	}
	r := &templateVersionRow{}
	err := q.db.NewSelect().Model(r).Column("data").Where("name = ?", name).Where("version = ?", number).Scan(ctx)
	return r.Data, found(err)
}

// SetTemplateDefault makes a template the default of a department, "" meaning
// every department that has none of its own; without a template it takes the
// default away. The error is [ErrNotFound] when a stored template is not there
// or archived; one that is not stored is built in.
func (tx *Tx) SetTemplateDefault(ctx context.Context, department, template string, stored bool, by Author) error {
	folded := indexed(department)
	if template == "" {
		_, err := tx.db.NewDelete().Model((*templateDefaultRow)(nil)).Where("dept_folded = ?", folded).Exec(ctx)
		return err
	}
	if stored {
		// Locked, or it could be archived before this is committed.
		r, err := tx.lockTemplate(ctx, template)
		if err != nil {
			return err
		}
		if !r.ArchivedAt.IsZero() {
			return ErrNotFound
		}
	}
	_, err := tx.db.NewInsert().Model(&templateDefaultRow{
		DeptFolded: folded, Department: strings.TrimSpace(department), Template: template, SetAt: instant{tx.at}, KeyName: by.Key, Author: by.Name,
	}).On("CONFLICT (dept_folded) DO UPDATE").
		Set("department = EXCLUDED.department, template = EXCLUDED.template, set_at = EXCLUDED.set_at, key_name = EXCLUDED.key_name, author = EXCLUDED.author").
		Exec(ctx)
	return err
}

// TemplateDefaults returns every default, that of all departments first, then
// by name of the department.
func (q Reader) TemplateDefaults(ctx context.Context) ([]TemplateDefault, error) {
	var rows []templateDefaultRow
	if err := q.db.NewSelect().Model(&rows).Scan(ctx); err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(x, y templateDefaultRow) int { return strings.Compare(x.DeptFolded, y.DeptFolded) })
	out := make([]TemplateDefault, len(rows))
	for i, r := range rows {
		out[i] = TemplateDefault{r.Department, r.Template, r.SetAt.Time, Author{r.KeyName, r.Author}}
	}
	return out, nil
}

// DefaultTemplate returns the template that positions of a department take: its
// default, else that of all departments, else "".
func (q Reader) DefaultTemplate(ctx context.Context, department string) (string, error) {
	r := &templateDefaultRow{}
	err := q.db.NewSelect().Model(r).Column("template").
		Where("dept_folded IN (?, '')", indexed(department)).OrderExpr("dept_folded DESC").Limit(1).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return r.Template, err
}
