package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"jobdoc/internal/store"
)

// putTemplate stores a file under a name.
func putTemplate(t testing.TB, s *store.Store, name string, data []byte) (put store.Template, added bool) {
	t.Helper()
	update(t, s, func(ctx context.Context, tx *store.Tx) (err error) {
		put, added, err = tx.PutTemplate(ctx, name, "标题 "+name, data, who, "备注")
		return err
	})
	return put, added
}

func setDefault(t testing.TB, s *store.Store, department, template string, stored bool) {
	t.Helper()
	update(t, s, func(ctx context.Context, tx *store.Tx) error {
		return tx.SetTemplateDefault(ctx, department, template, stored, who)
	})
}

func TestATemplateKeepsItsVersions(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		first := []byte("PK\x00\xff'\\?一")
		if put, added := putTemplate(t, s, "公司表", first); !added || put.Newest.Number != 1 {
			t.Fatalf("first = %+v, added %v", put, added)
		}
		if put, added := putTemplate(t, s, "公司表", first); added || put.Newest.Number != 1 || put.Newest.Note != "备注" {
			t.Errorf("the same again = %+v, added %v, want version 1 as it is", put, added)
		}
		second, _ := putTemplate(t, s, "公司表", []byte("二"))
		if put, added := putTemplate(t, s, "公司表", first); !added || put.Newest.Number != 3 {
			t.Errorf("an older file again = %+v, added %v, want version 3", put, added)
		}
		for number, want := range map[int]string{1: string(first), 2: "二", 3: string(first)} {
			if got, err := s.TemplateFile(t.Context(), "公司表", number); err != nil || string(got) != want {
				t.Errorf("version %d = %q, %v, want %q", number, got, err, want)
			}
		}
		versions, err := s.TemplateVersions(t.Context(), "公司表")
		if err != nil || len(versions) != 3 || versions[0].Number != 3 || versions[1] != second.Newest || versions[1].Author != who {
			t.Errorf("versions = %+v, %v", versions, err)
		}
		newest, err := s.NewestOf(t.Context(), "公司表", "公司表.en", "'")
		if err != nil || len(newest) != 1 || newest["公司表"].Newest.Number != 3 || !newest["公司表"].Archived.IsZero() {
			t.Errorf("newest = %+v, %v", newest, err)
		}
		for _, err := range []error{
			errorOf(s.TemplateFile(t.Context(), "公司表", 4)), errorOf(s.Template(t.Context(), "别的")), errorOf(s.TemplateVersion(t.Context(), "别的", 1)),
		} {
			if !errors.Is(err, store.ErrNotFound) {
				t.Errorf("error = %v, want ErrNotFound", err)
			}
		}
	})
}

// errorOf returns the error of two values.
func errorOf[T any](_ T, err error) error { return err }

func TestALargeTemplateIsStoredWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		data := bytes.Repeat([]byte("\x00\x01'\xfe\xff\\ PK?"), 1<<20) // 9 MiB
		putTemplate(t, s, "大", data)
		if got, err := s.TemplateFile(t.Context(), "大", 1); err != nil || !bytes.Equal(got, data) {
			t.Errorf("came back with %d bytes, %v, want the same %d", len(got), err, len(data))
		}
	})
}

func TestAnArchivedTemplateIsNobodysDefaultAndKeepsItsVersions(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		putTemplate(t, s, "甲", []byte("一"))
		putTemplate(t, s, "乙", []byte("一"))
		setDefault(t, s, "", "甲", true)
		setDefault(t, s, "大客户部", "乙", true)
		setDefault(t, s, "财务部", "甲", true)
		archive := func(name string) error {
			return s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.ArchiveTemplate(ctx, name) })
		}
		for range 2 {
			if err := archive("甲"); err != nil {
				t.Fatal(err)
			}
		}
		if err := archive("没有"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
		all, err := s.Templates(t.Context())
		if err != nil || len(all) != 2 || all[1].Name != "甲" || all[1].Archived.IsZero() || !all[0].Archived.IsZero() || all[1].Newest.Number != 1 {
			t.Fatalf("templates = %+v, %v", all, err)
		}
		defaults, err := s.TemplateDefaults(t.Context())
		if err != nil || len(defaults) != 1 || defaults[0].Department != "大客户部" || defaults[0].Template != "乙" || defaults[0].Author != who {
			t.Errorf("defaults = %+v, %v", defaults, err)
		}
		if err := s.Update(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.SetTemplateDefault(ctx, "", "甲", true, who)
		}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("an archived default: error = %v, want ErrNotFound", err)
		}
		if data, err := s.TemplateFile(t.Context(), "甲", 1); err != nil || string(data) != "一" {
			t.Errorf("file = %q, %v", data, err)
		}
		if put, added := putTemplate(t, s, "甲", []byte("一")); added || !put.Archived.IsZero() {
			t.Errorf("stored again = %+v, added %v, want it offered as it was", put, added)
		}
		if got, err := s.Template(t.Context(), "甲"); err != nil || !got.Archived.IsZero() {
			t.Errorf("template = %+v, %v", got, err)
		}
	})
}

func TestADepartmentTakesItsOwnDefaultBeforeThatOfAll(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		want := func(department, template string) {
			t.Helper()
			if got, err := s.DefaultTemplate(t.Context(), department); err != nil || got != template {
				t.Errorf("default of %q = %q, %v, want %q", department, got, err, template)
			}
		}
		want("大客户部", "")
		setDefault(t, s, " ", "narrative", false)
		setDefault(t, s, "大客户部 A", "weighted", false)
		want("", "narrative")
		want("财务部", "narrative")
		want("大客户部ａ", "weighted")
		setDefault(t, s, "大客户部Ａ", "controlled", false)
		want("大客户部 A", "controlled")
		defaults, err := s.TemplateDefaults(t.Context())
		if err != nil || len(defaults) != 2 || defaults[0].Department != "" || defaults[1].Department != "大客户部Ａ" {
			t.Errorf("defaults = %+v, %v", defaults, err)
		}
		setDefault(t, s, "", "", false)
		want("财务部", "")
	})
}

func TestRacingUploadsOfOneTemplateGetNumbersOfTheirOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		const uploads = 8
		numbers := make([]int, uploads)
		var wg sync.WaitGroup
		for i := range uploads {
			wg.Go(func() {
				put, _ := putTemplate(t, s, "甲", fmt.Append(nil, "文件", i))
				numbers[i] = put.Newest.Number
			})
		}
		wg.Wait()
		seen := map[int]bool{}
		for _, n := range numbers {
			seen[n] = true
		}
		versions, err := s.TemplateVersions(t.Context(), "甲")
		if err != nil || len(seen) != uploads || len(versions) != uploads {
			t.Errorf("numbers = %v, %d versions, %v, want %d", numbers, len(versions), err, uploads)
		}
	})
}
