package server

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"jobdoc/internal/access"
	"jobdoc/internal/link"
	"jobdoc/internal/position"
	"jobdoc/internal/store"
)

// KeyEntry is an API key, without what it opens things with.
type KeyEntry struct {
	ID      string   `json:"id" example:"q2m5x4tbyznak3v7" doc:"编号 // id of the key"`
	Name    string   `json:"name" example:"人事系统" doc:"使用它的系统或人，记入日志 // the system or person that uses it; stands in the log"`
	Prefix  string   `json:"prefix" example:"jd_3vQ0tBzK" doc:"密钥的开头，用来辨认 // how the key begins, to know it by"`
	Scopes  []string `json:"scopes" nullable:"false" example:"[\"read\",\"write\"]" doc:"权限：read、write、approve、admin // read, write, approve, admin"`
	Created string   `json:"created" format:"date-time" doc:"建立的时间 // when it was made"`
	Expires string   `json:"expires,omitempty" format:"date-time" doc:"到期的时间；没有就长期有效 // when it expires; absent: never"`
	Used    string   `json:"used,omitempty" format:"date-time" doc:"最近使用的时间，准到约一分钟 // when it was used last, to about a minute"`
	Revoked string   `json:"revoked,omitempty" format:"date-time" doc:"撤销的时间 // when it was revoked"`
	Key     string   `json:"key,omitempty" doc:"密钥本身；只在建立时给出这一次 // the key itself; given this once, when it is made"`
}

// KeyList is the answer of GET /v1/keys.
type KeyList struct {
	Items []KeyEntry `json:"items" nullable:"false" doc:"密钥，新建的在前 // the keys, those made last first"`
}

// KeyOrder is the body of POST /v1/keys.
type KeyOrder struct {
	Name      string   `json:"name" example:"人事系统" maxLength:"60" doc:"使用它的系统或人 // the system or person that uses it"`
	Scopes    []string `json:"scopes" nullable:"false" doc:"权限：read、write（含读）、approve（含读）、admin（含全部） // read, write (and read), approve (and read), admin (all)"`
	ExpiresIn string   `json:"expiresIn,omitempty" pattern:"^[0-9]+[mhdw]$" example:"365d" doc:"多久之后到期，至多 3650d；不写则长期有效 // how long it lives, at most 3650d; without it, for ever"`
}

func keyEntry(k store.Key) (KeyEntry, error) {
	scopes, err := access.ParseScopes(k.Scopes)
	return KeyEntry{
		ID: k.ID, Name: k.Name, Prefix: k.Prefix, Scopes: scopes.Names(),
		Created: stamp(k.Created), Expires: stamp(k.Expires), Used: stamp(k.Used), Revoked: stamp(k.Revoked),
	}, err
}

func exampleKey() KeyEntry {
	return KeyEntry{
		ID: "q2m5x4tbyznak3v7", Name: "人事系统", Prefix: "jd_3vQ0tBzK", Scopes: []string{"read", "write"},
		Created: "2026-11-30T06:00:00.000Z", Expires: "2027-11-30T06:00:00.000Z", Used: "2026-11-30T08:30:00.000Z",
	}
}

func (s *Server) keyRoutes(api huma.API) {
	register(s, api, listKeysOperation(), s.handleListKeys)
	register(s, api, getKeyOperation(), s.handleGetKey)
	register(s, api, s.createKeyOperation(), s.handleCreateKey)
	register(s, api, revokeKeyOperation(), s.handleRevokeKey)
}

func listKeysOperation() huma.Operation {
	return huma.Operation{
		OperationID: "list-keys", Method: http.MethodGet, Path: "/v1/keys", Tags: []string{"keys"},
		Summary: "列出密钥 // List API keys", Security: needs(scopeAdmin),
		Description: "不含密钥本身。 // Without the keys themselves.",
		Parameters:  []*huma.Param{wordParameter("revoked", "true 连同已撤销的 // true: revoked ones too", yesWords...)},
		Responses:   map[string]*huma.Response{"200": jsonResponse("密钥 // The keys", KeyList{[]KeyEntry{exampleKey()}})},
		Errors:      []int{http.StatusUnprocessableEntity},
	}
}

func (s *Server) handleListKeys(ctx context.Context, in *Asked) (*reply, error) {
	faults := queryFaults(in.request.URL.RawQuery, []string{"revoked"})
	revoked, wrong := readWord(in.query(), "revoked", yesWords)
	if faults = append(faults, wrong...); len(faults) > 0 {
		return nil, &invalidError{parameters: faults}
	}
	keys, err := s.config.Store.Keys(ctx, revoked == yes)
	if err != nil {
		return nil, err
	}
	list := KeyList{[]KeyEntry{}}
	for _, k := range keys {
		e, err := keyEntry(k)
		if err != nil {
			return nil, err
		}
		list.Items = append(list.Items, e)
	}
	return sendPrivate(list)
}

type keyIDInput struct {
	ID string `path:"id" example:"q2m5x4tbyznak3v7" doc:"密钥的编号 // id of an API key"`
	Asked
}

func getKeyOperation() huma.Operation {
	return huma.Operation{
		OperationID: "get-key", Method: http.MethodGet, Path: "/v1/keys/{id}", Tags: []string{"keys"},
		Summary: "查看一个密钥 // Get an API key", Security: needs(scopeAdmin),
		Description: "不含密钥本身。 // Without the key itself.",
		Responses:   map[string]*huma.Response{"200": jsonResponse("密钥 // The key", exampleKey())},
		Errors:      []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}
}

func (s *Server) handleGetKey(ctx context.Context, in *keyIDInput) (*reply, error) {
	if err := in.noParameters(); err != nil {
		return nil, err
	}
	k, err := s.config.Store.Key(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	e, err := keyEntry(k)
	if err != nil {
		return nil, err
	}
	return sendPrivate(e)
}

func (s *Server) createKeyOperation() huma.Operation {
	made := exampleKey()
	made.Used, made.Key = "", "jd_3vQ0tBzKexample-0123456789-abcdefghijklmnopqrstuvw"
	created := jsonResponse("密钥 // The key", made)
	created.Headers = map[string]*huma.Param{"Location": required(textHeader("密钥在接口里的地址 // address of the key in the API"))}
	return huma.Operation{
		OperationID: "create-key", Method: http.MethodPost, Path: "/v1/keys", Tags: []string{"keys"},
		Summary: "建一个密钥 // Make an API key", Security: needs(scopeAdmin), Metadata: map[string]any{onceKey: false},
		Description: "密钥只在这个应答里给出一次，服务只存它的 SHA-256；所以不用 Idempotency-Key：应答丢失时，同名再建得到 409，撤销后重建即可。" +
			" // The key is in this answer alone: the service keeps its SHA-256. It therefore takes no Idempotency-Key; where the answer is lost, another of the name gets 409: revoke it and make it anew.",
		Middlewares: huma.Middlewares{s.readObject},
		Parameters:  []*huma.Param{byParameter()},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{jsonType: {
			Example: KeyOrder{Name: "人事系统", Scopes: []string{"read", "write"}, ExpiresIn: "365d"},
		}}},
		Responses: map[string]*huma.Response{"201": created},
		Errors:    []int{http.StatusConflict, http.StatusUnprocessableEntity},
	}
}

// keyOrder is a KeyOrder that has been read.
type keyOrder struct {
	name     string
	scopes   access.Scopes
	lifetime time.Duration // 0: for ever
}

func readKeyOrder(body []byte) (keyOrder, []position.Fault) {
	o := parseObject(body, "name", "scopes", "expiresIn")
	if len(o.faults) > 0 && (o.faults[0].Syntax || o.faults[0].Pointer == "") { // no object at all
		return keyOrder{}, o.faults
	}
	var k keyOrder
	add := func(name string, err error) {
		faults, _ := errors.AsType[access.Faults](err)
		for _, f := range faults {
			o.wrong(f.Code, name, f.Detail, f.English)
		}
	}
	if k.name = o.text("name", noteLimit); !o.faulty("name") {
		add("name", access.CheckName(k.name))
	}
	if store.ReservedKeyName(k.name) {
		o.wrong("key-name-reserved", "name", "这个名称在日志里另有所指，请换一个", "this name means something else in the log; choose another")
	}
	scopes := o.members["scopes"].raw
	if scopes == nil {
		scopes = json.RawMessage("[]")
	}
	add("scopes", k.scopes.UnmarshalJSON(scopes))
	if text := o.text("expiresIn", noteLimit); !o.faulty("expiresIn") && o.members["expiresIn"].value != nil {
		var err error
		if k.lifetime, err = link.ParseLifetime(text); err != nil {
			fault, _ := errors.AsType[*link.Fault](err)
			o.wrong(fault.Code, "expiresIn", "应是整数加单位，如 24h、90d、52w，至多 3650d；长期有效就不写这一项",
				"must be a whole number and a unit, such as 24h, 90d or 52w, at most 3650d; leave it out for a key that does not expire")
		}
	}
	return k, o.faults
}

type createKeyInput struct {
	Asked
	RawBody []byte `contentType:"application/json"`
}

func (s *Server) handleCreateKey(ctx context.Context, in *createKeyInput) (*reply, error) {
	faults := queryFaults(in.request.URL.RawQuery, []string{"by"})
	order, wrong := readKeyOrder(in.RawBody)
	if len(faults)+len(wrong) > 0 {
		return nil, &invalidError{parameters: faults, faults: wrong}
	}
	for _, scope := range access.AllScopes() { // nobody gives what they do not have
		if access.ScopesOf(scope)&order.scopes != 0 && !callerOf(ctx).scopes.Allows(scope) {
			return nil, lacksScope(callerOf(ctx).scopes, scope)
		}
	}
	secret, err := access.NewKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	k := store.Key{Name: order.name, Prefix: secret.Prefix(), Scopes: order.scopes.String()}
	if order.lifetime > 0 {
		k.Expires = s.config.Now().Add(order.lifetime)
	}
	return s.change(ctx, func(ctx context.Context, tx *store.Tx) (*answer, error) {
		made, err := tx.CreateKey(ctx, k, secret.Hash())
		if err != nil {
			return nil, err
		}
		if err := s.log(ctx, tx, "key.create", made.ID, 0); err != nil {
			return nil, err
		}
		e, err := keyEntry(made)
		if err != nil {
			return nil, err
		}
		e.Key = secret.Text()
		return answerJSON(http.StatusCreated, e, http.Header{"Location": {"/v1/keys/" + made.ID}})
	})
}

func revokeKeyOperation() huma.Operation {
	return huma.Operation{
		OperationID: "revoke-key", Method: http.MethodDelete, Path: "/v1/keys/{id}", Tags: []string{"keys"},
		Summary: "撤销密钥 // Revoke an API key", Security: needs(scopeAdmin),
		Description: "即刻生效，不能恢复；已撤销的再撤销也答 204。最后一个有效的 admin 密钥不能这样撤销，答 409；在服务所在的机器上用 jobdoc key revoke 可以。" +
			" // It opens nothing from this moment on, for good. Revoking it again answers 204 as well. The last live key with the scope admin is not revoked in this way, which is 409, but with jobdoc key revoke on the machine of the service.",
		Parameters: []*huma.Param{byParameter()},
		Responses:  map[string]*huma.Response{"204": {Description: "已撤销 // It is revoked"}},
		Errors:     []int{http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity},
	}
}

var errLastAdmin = &requestError{status: http.StatusConflict, code: "key-last-admin",
	zh: "这是最后一个有效的 admin 密钥：请先另建一个，或在服务所在的机器上用 jobdoc key revoke 撤销",
	en: "this is the last live key with the scope admin: make another first, or revoke it with jobdoc key revoke on the machine of the service"}

func (s *Server) handleRevokeKey(ctx context.Context, in *keyIDInput) (*reply, error) {
	if _, err := in.readChange("by"); err != nil {
		return nil, err
	}
	return s.change(ctx, func(ctx context.Context, tx *store.Tx) (*answer, error) {
		live, err := tx.LockLiveKeys(ctx)
		if err != nil {
			return nil, err
		}
		if s.config.Keys && lastAdmin(live, in.ID) {
			return nil, errLastAdmin
		}
		before, err := tx.Key(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		if before.Revoked.IsZero() {
			if _, err := tx.RevokeKey(ctx, in.ID); err != nil {
				return nil, err
			}
			if err := s.log(ctx, tx, "key.revoke", in.ID, 0); err != nil {
				return nil, err
			}
		}
		return &answer{status: http.StatusNoContent}, nil
	})
}

// lastAdmin reports whether a key is the only one of those that has the scope admin.
func lastAdmin(live []store.Key, id string) bool {
	isAdmin := func(k store.Key) bool {
		scopes, err := access.ParseScopes(k.Scopes)
		return err == nil && scopes.Allows(access.Admin)
	}
	one := func(k store.Key) bool { return k.ID == id && isAdmin(k) }
	other := func(k store.Key) bool { return k.ID != id && isAdmin(k) }
	return slices.ContainsFunc(live, one) && !slices.ContainsFunc(live, other)
}

// keyExists refuses a second key of a name.
func keyExists(e *store.KeyExistsError) *requestError {
	return &requestError{status: http.StatusConflict, code: "key-name-taken", pointer: "#/name", other: e.ID,
		zh: fmt.Sprintf("已有这个名称的密钥%s：请换一个名称，或先撤销它", inBrackets("（%s）", e.ID)),
		en: fmt.Sprintf("there is a key of this name already%s: choose another name, or revoke that one", inBrackets(" (%s)", e.ID)),
	}
}

// inBrackets writes what is known, and nothing for what is not.
func inBrackets(form, text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf(form, text)
}
