package server

import (
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are what a server counts, in a registry of its own, so that two
// servers in one process do not mix.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec // by method, route and status
	renders  *prometheus.HistogramVec // by format
	working  prometheus.Gauge
	refused  prometheus.Counter
}

func newMetrics(version string) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "jobdoc_http_request_duration_seconds", Help: "Time taken to answer requests.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"method", "route", "status"}),
		renders: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "jobdoc_render_duration_seconds", Help: "Time taken to make documents, waiting not included.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1},
		}, []string{"format"}),
		working: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "jobdoc_renders_in_flight", Help: "Documents being made.",
		}),
		refused: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "jobdoc_requests_refused_total", Help: "Requests answered 429.",
		}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "jobdoc_build_info", Help: "Always 1; the label says the version.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.renders, m.working, m.refused, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) request(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4})
}

func metricsOperation() huma.Operation {
	return huma.Operation{
		OperationID: "metrics", Method: http.MethodGet, Path: "/metrics", Tags: []string{"service"}, Security: needs(scopeRead),
		Summary:  "请求与文件的计数，供 Prometheus // Count requests and documents, for Prometheus",
		Metadata: map[string]any{wholeKey: true, eventKey: ""},
		Responses: map[string]*huma.Response{"200": {
			Description: "计数与分布 // Counters and histograms",
			Content:     map[string]*huma.MediaType{"text/plain": {Schema: &huma.Schema{Type: huma.TypeString}}},
		}},
	}
}
