package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

func healthOperation() huma.Operation {
	return huma.Operation{
		OperationID: "health", Method: http.MethodGet, Path: "/healthz", Tags: []string{"service"},
		Summary:   "进程是否在运行 // Tell whether the process runs",
		Responses: map[string]*huma.Response{"200": jsonResponse("在运行 // It does", Health{"ok"})},
	}
}

func readyOperation() huma.Operation {
	return huma.Operation{
		OperationID: "ready", Method: http.MethodGet, Path: "/readyz", Tags: []string{"service"},
		Summary:   "是否可以接受请求 // Tell whether the service takes work",
		Responses: map[string]*huma.Response{"200": jsonResponse("可以 // It does", Health{"ok"})},
		Errors:    []int{http.StatusServiceUnavailable},
	}
}

// Health is the answer of /healthz and /readyz.
type Health struct {
	Status string `json:"status" enum:"ok" doc:"ok；其他情况都是问题文档 // ok; anything else is a problem document"`
}

func (s *Server) handleHealth(_ context.Context, _ *nothing) (*reply, error) {
	return sendJSON(Health{"ok"})
}

// pingLimit bounds how long /readyz waits for the database: who asks it gives up
// after a few seconds.
const pingLimit = 2 * time.Second

// handleReady answers ok once templates are compiled and fonts parsed, and no
// more when the server has been told to stop, or while its database does not
// answer: another copy may have one that does.
func (s *Server) handleReady(ctx context.Context, _ *nothing) (*reply, error) {
	if s.stopping.Load() {
		return nil, errNotReady
	}
	if err := s.warm(); err != nil {
		return nil, errNotReady
	}
	if s.config.Store != nil {
		ctx, cancel := context.WithTimeout(ctx, pingLimit)
		defer cancel()
		if err := s.config.Store.Ping(ctx); err != nil {
			s.logFailure(ctx, err)
			return nil, errNoStore
		}
	}
	return sendJSON(Health{"ok"})
}
