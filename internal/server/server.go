package server

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"reflect"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"jobdoc/internal/render"
	"jobdoc/internal/store"
)

// Config says what a [Server] works with. Only Renderer is needed.
type Config struct {
	Renderer *render.Renderer
	Store    *store.Store     // positions, links and all; nil: documents are made of what is sent, and nothing is kept
	Version  string           // shown in the API description and the metrics
	Log      *slog.Logger     // access log and failures; nil: none
	Now      func() time.Time // nil: time.Now
	NewID    func() string    // request ids; nil: random ones

	Renders  int           // documents made at once; 0: one for each processor
	Admitted int           // requests whose body has arrived, held at once; 0: 64
	Wait     time.Duration // how long an admitted request waits for its turn; 0: 2 s

	Network Network // how clients reach it
	Contact string  // whom people may ask whose link does not open, such as "人力资源部 内线 8010"; "": the HR department

	Keys       bool          // ask for an API key of the Store; false: whoever reaches the server may do everything
	Rate       float64       // requests of one key a second, twice as many at once; 0: no limit
	KeepEvents time.Duration // how long the audit log is kept; 0: for ever

	// A stopping server first answers as before for Announce, while /readyz says
	// 503 and whoever sends it requests learns to send them elsewhere; then it
	// takes no new connections and gives requests under way until Drain.
	Announce time.Duration // 0: 1 s
	Drain    time.Duration // 0: 10 s

	After func(time.Duration) <-chan time.Time // nil: time.After
}

// Limits of time on a connection. A position of 1 MiB over a slow line arrives
// within them, and a client that sends nothing does not hold a connection.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 30 * time.Second
	writeTimeout  = 60 * time.Second
	idleTimeout   = 2 * time.Minute
	maxHeader     = 32 << 10 // bytes
)

// Server answers requests. It may be used by any number of goroutines.
type Server struct {
	config       Config
	network      *network
	certificates *certificates // nil: no TLS
	engine       *gin.Engine
	handler      http.Handler // the engine, and in tests what checks its answers
	intake       *intake
	bulk         *intake // of bodies that are files
	gate         *gate
	exports      *gate
	imports      *gate // apart: an export may wait for its client
	metrics      *metrics
	openapi      []byte
	docs         docs
	keys         *linkKeys
	policy       string // of what links open
	warm         func() error
	rules        map[string]rule // by method and pattern of a route
	rates        *limiter[string]
	failures     *limiter[netip.Addr]
	used         usedKeys
	reads        *readLog
	writing      sync.Mutex // held while the reads are written
	stopping     atomic.Bool
}

// quietGin keeps gin from printing its routes; its mode is one for the process.
var quietGin = sync.OnceFunc(func() { gin.SetMode(gin.ReleaseMode) })

// New returns a server that is ready to be served from, or a [*NetworkError].
func New(c Config) (*Server, error) {
	if c.Keys && c.Store == nil {
		return nil, errors.New("there is no store to find API keys in")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.NewID == nil {
		c.NewID = rand.Text
	}
	if c.Renders == 0 {
		c.Renders = runtime.GOMAXPROCS(0)
	}
	if c.Admitted == 0 {
		c.Admitted = 64
	}
	if c.Wait == 0 {
		c.Wait = 2 * time.Second
	}
	if c.Announce == 0 {
		c.Announce = time.Second
	}
	if c.Drain == 0 {
		c.Drain = 10 * time.Second
	}
	if c.After == nil {
		c.After = time.After
	}
	s := &Server{
		config: c, intake: newIntake(c.Now, maxIntake, maxArrived), bulk: newIntake(c.Now, maxUploads, maxUploaded),
		gate: newGate(c.Admitted, c.Renders, c.Wait), exports: newGate(waitingExports, maxExchanges, c.Wait), imports: newGate(waitingImports, maxExchanges, c.Wait), metrics: newMetrics(c.Version),
		warm:  sync.OnceValue(c.Renderer.Warm),
		rates: newLimiter[string](c.Rate, burstOf(c.Rate)), failures: newLimiter[netip.Addr](failureRate, failureBurst),
		reads: newReadLog(),
	}
	if err := s.setNetwork(c.Network); err != nil {
		return nil, err
	}
	s.keys, s.policy = &linkKeys{store: c.Store, now: c.Now}, s.linkPolicy()
	quietGin()
	s.engine = gin.New()
	s.handler = s.engine
	s.engine.HandleMethodNotAllowed = true
	s.engine.RedirectTrailingSlash = false
	s.engine.ContextWithFallback = true
	if err := s.engine.SetTrustedProxies(nil); err != nil { // see clientAddress
		return nil, err
	}
	s.engine.Use(s.record, s.people, s.recover, s.guard, s.authorize)
	s.engine.NoRoute(func(c *gin.Context) { s.refuse(c, errNotFound) })
	s.engine.NoMethod(func(c *gin.Context) { s.refuse(c, errMethod) })
	return s, s.routes()
}

// Handler returns the server as an http.Handler.
func (s *Server) Handler() http.Handler { return s.handler }

// Serve answers on the listener until the context ends, then lets the requests
// under way finish. It returns nil when the server stopped because it was told
// to, also when it had to cut connections that did not end in time.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	srv := &http.Server{
		Handler:           s.handler,
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader,
		ErrorLog:       errorLog(s.config.Log),
	}
	defer s.upkeep()()
	go func() {
		if err := s.warm(); err != nil {
			s.config.Log.Error("not ready", "error", err)
		}
		if s.config.Store != nil {
			programSum() // reads the whole program: not while the first client waits
		}
	}()
	failed := make(chan error, 1)
	go func() { failed <- s.listen(srv, l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.stopping.Store(true)
	select {
	case err := <-failed:
		return err
	case <-s.config.After(s.config.Announce):
	}
	return s.stop(context.WithoutCancel(ctx), srv)
}

// stop closes the listener and waits for the requests under way. What has not
// arrived or ended when the time is over is cut: a client that stalls is no
// failure of ours.
func (s *Server) stop(ctx context.Context, srv *http.Server) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	over := s.config.After(s.config.Drain)
	ended := make(chan error, 1)
	go func() { ended <- srv.Shutdown(ctx) }()
	select {
	case err := <-ended:
		return err
	case <-over:
	}
	s.config.Log.Warn("stopped with connections open", "after", s.config.Drain.String())
	s.intake.cutAll()
	s.bulk.cutAll()
	cancel()
	<-ended
	return srv.Close()
}

// routes registers every route; each GET answers HEAD too.
func (s *Server) routes() error {
	api := humagin.New(s.engine, s.apiConfig())
	register(s, api, s.renderOperation(), s.handleRender)
	register(s, api, templatesOperation(), s.handleTemplates)
	register(s, api, templateOperation(), s.handleTemplate)
	register(s, api, schemaOperation(), s.handleSchema)
	register(s, api, healthOperation(), s.handleHealth)
	register(s, api, readyOperation(), s.handleReady)
	if s.config.Store != nil {
		s.positionRoutes(api)
		s.linkRoutes(api)
		s.templateRoutes(api)
		s.exchangeRoutes(api)
		s.keyRoutes(api)
		s.eventRoutes(api)
	}
	s.mount(api, openapiOperation(), s.serveOpenAPI)
	s.mount(api, docsOperation(), s.serveDocs)
	s.mount(api, metricsOperation(), gin.WrapH(s.metrics.handler()))
	if err := s.setRules(api); err != nil {
		return err
	}
	return s.describe(api)
}

// mount adds a route that huma does not serve, and its description.
func (s *Server) mount(api huma.API, op huma.Operation, handler gin.HandlerFunc) {
	s.engine.GET(op.Path, handler)
	s.engine.HEAD(op.Path, handler)
	api.OpenAPI().AddOperation(&op)
}

// nothing is the input of operations that take none.
type nothing struct{}

// reply is what a handler gives back: it writes the answer itself.
type reply struct {
	Body func(huma.Context)
}

// send answers with a file.
func send(f *file) *reply {
	return &reply{Body: func(ctx huma.Context) { f.serve(humagin.Unwrap(ctx)) }}
}

// register adds an operation to the API. Errors of the handler become problem
// documents; an operation that reads also answers HEAD.
func register[I any](s *Server, api huma.API, op huma.Operation, handler func(context.Context, *I) (*reply, error)) {
	wrapped := func(ctx context.Context, in *I) (*reply, error) {
		out, err := handler(ctx, in)
		if err != nil {
			s.logFailure(ctx, err)
			return nil, problemOf(ctx, err)
		}
		return out, nil
	}
	op.SkipValidateParams = true // huma's own sentences know no Chinese, and repeat the value
	op.SkipValidateBody = true
	if takesOnce(&op) {
		s.doOnce(&op)
	}
	written := writtenDescription(op)
	if _, takes := reflect.TypeFor[I]().FieldByName("RawBody"); !takes {
		op.RequestBody = nil // one that is a file has been read, and is none of huma's business
	}
	huma.Register(api, op, wrapped)
	keepDescription(api, written)
	if op.Method == http.MethodGet {
		op.Method, op.OperationID, op.Hidden = http.MethodHead, "head-"+op.OperationID, true
		op.Responses = nil
		huma.Register(api, op, wrapped)
	}
}

// refuse answers with a problem outside of huma.
func (s *Server) refuse(c *gin.Context, err error) {
	s.logFailure(c.Request.Context(), err)
	writeProblem(c, err)
}

func writeProblem(c *gin.Context, err error) {
	p := problemOf(c.Request.Context(), err)
	h := c.Writer.Header()
	for name, values := range p.header {
		h[name] = values
	}
	c.Abort()
	if contact, ok := c.Get(pageKey); ok {
		writePage(c, p, contact.(string))
		return
	}
	h.Set("Content-Type", problemType)
	c.Status(p.Status)
	_ = writeJSON(c.Writer, p) // nobody is left to tell
}

// logFailure writes what only we can mend; the client's mistakes are in the
// access log by their status. The chain of a render error names parts and
// formats, not what stands in the document.
func (s *Server) logFailure(ctx context.Context, err error) {
	if errors.Is(err, errPanic) || errors.Is(err, errNotReady) {
		return
	}
	if problemOf(ctx, err).Status == http.StatusInternalServerError || store.CauseOf(err).Passing() {
		s.config.Log.Error("failed", "id", requestID(ctx), "error", discreetText(err))
	}
}
