package server

import (
	"mime"
	"strconv"
	"strings"

	"jobdoc/internal/render"
)

// defaultFormat is what a client gets that does not care.
const defaultFormat = "pdf"

// negotiate chooses the format that an Accept header likes best (RFC 9110,
// 12.5.1); among equals the default comes first, then the order of the table.
func negotiate(accept []string) (render.Format, error) {
	formats := preferred()
	types := make([]string, len(formats))
	for i, f := range formats {
		types[i] = f.MediaType
	}
	best := likedBest(accept, types)
	if best < 0 {
		return render.Format{}, notAcceptableError(types...)
	}
	return formats[best], nil
}

// likedBest returns which of the media types an Accept header likes best, the
// first among equals, or -1 when it allows none.
func likedBest(accept, types []string) int {
	best, quality := -1, 0.0
	ranges := acceptRanges(accept)
	for i, media := range types {
		if q := qualityOf(media, ranges); q > quality {
			best, quality = i, q
		}
	}
	return best
}

func preferred() []render.Format {
	var first, others []render.Format
	for _, f := range render.Formats() {
		if f.Name == defaultFormat {
			first = append(first, f)
		} else {
			others = append(others, f)
		}
	}
	return append(first, others...)
}

// mediaRange is one element of an Accept header.
type mediaRange struct {
	media   string // "image/png", "image/*" or "*/*"
	quality float64
}

// acceptRanges reads the header's lines. Elements that make no sense count as
// not there; without any, everything is accepted.
func acceptRanges(lines []string) []mediaRange {
	var ranges []mediaRange
	for _, line := range lines {
		for element := range strings.SplitSeq(line, ",") {
			media, params, err := mime.ParseMediaType(element)
			if err != nil || !strings.Contains(media, "/") {
				continue
			}
			r := mediaRange{media, 1}
			if q, ok := params["q"]; ok {
				if r.quality, err = strconv.ParseFloat(q, 64); err != nil || r.quality < 0 || r.quality > 1 {
					continue
				}
			}
			ranges = append(ranges, r)
		}
	}
	if len(ranges) == 0 {
		return []mediaRange{{"*/*", 1}}
	}
	return ranges
}

// qualityOf returns the weight of the most specific range that holds the media type.
func qualityOf(media string, ranges []mediaRange) float64 {
	main, _, _ := strings.Cut(media, "/")
	for _, want := range []string{media, main + "/*", "*/*"} {
		for _, r := range ranges {
			if r.media == want {
				return r.quality
			}
		}
	}
	return 0
}
