package template

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
)

// Limits of a picture in a value.
const (
	MaxPicture       = 2 << 20    // bytes
	MaxPicturePixels = 12_000_000 // what it unpacks to
)

// picturePrefix begins a value that is a picture: a data: URL (RFC 2397) of any
// kind of image.
const picturePrefix = "data:image/"

// pictureText is printed for a picture where a text is wanted.
const pictureText = "［图片］"

// isPicture reports whether a value is a picture.
func isPicture(s string) bool {
	return len(s) >= len(picturePrefix) && strings.EqualFold(s[:len(picturePrefix)], picturePrefix)
}

// picture is a picture out of a value, ready to become a part of the document.
type picture struct {
	data          []byte
	extension     string // without a point; also the subtype of its media type
	width, height int    // pixels
}

// readPicture takes the picture out of a data: URL. If it will not do, the code
// of the fault says why. It is unpacked once here, so that nobody who shows the
// document comes upon a broken one.
func readPicture(url string) (p picture, code string) {
	header, body, ok := strings.Cut(url, ",")
	if !ok || !strings.HasSuffix(strings.ToLower(header), ";base64") {
		return p, "picture-broken"
	}
	if base64.StdEncoding.DecodedLen(len(body)) > MaxPicture+MaxPicture/8 { // line ends take room
		return p, "picture-large"
	}
	body = strings.TrimRight(strings.Map(dropBlank, body), "=")
	data, err := base64.RawStdEncoding.DecodeString(body)
	switch {
	case err != nil:
		return p, "picture-broken"
	case len(data) > MaxPicture:
		return p, "picture-large"
	}
	p.data = data
	config, decode := png.DecodeConfig, png.Decode
	switch { // what it is counts, not what it is said to be
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		p.extension = "png"
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		p.extension = "jpeg"
		config, decode = jpeg.DecodeConfig, jpeg.Decode
	default:
		return p, "picture-format"
	}
	var c image.Config
	if c, err = config(bytes.NewReader(data)); err != nil || c.Width < 1 || c.Height < 1 {
		return p, "picture-broken"
	}
	if c.Width > MaxPicturePixels/c.Height {
		return p, "picture-large"
	}
	p.width, p.height = c.Width, c.Height
	if _, err = decode(bytes.NewReader(data)); err != nil {
		return p, "picture-broken"
	}
	return p, ""
}

func dropBlank(r rune) rune {
	switch r {
	case ' ', '\t', '\r', '\n':
		return -1
	}
	return r
}
