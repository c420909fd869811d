package png

import (
	"math"

	"jobdoc/internal/typeset"
)

// stroke paints a line, at least a pixel wide. A pixel is covered by how near
// its middle is to the middle of the line.
func (w *painter) stroke(s typeset.Stroke) {
	const pixel = 64
	x1, y1, x2, y2 := w.grid.sub(s.X1), w.grid.sub(s.Y1), w.grid.sub(s.X2), w.grid.sub(s.Y2)
	dx, dy := x2-x1, y2-y1
	length := int(math.Sqrt(float64(dx)*float64(dx) + float64(dy)*float64(dy))) // rounds the same on all machines
	if length == 0 {
		return
	}
	half := max(pixel, w.grid.sub(s.Width)) / 2
	dot := mask{width: 1, height: 1, cover: []uint8{0}}
	reach := half + pixel // of the line to either side, at most
	top, bottom := max(0, min(y1, y2)/pixel), min(w.canvas.height-1, max(y1, y2)/pixel)
	for y := top; y <= bottom; y++ {
		left, right := min(x1, x2), max(x1, x2)
		if dy != 0 { // where the line crosses the row
			at := x1 + (y*pixel+pixel/2-y1)*dx/dy
			slack := reach * length / max(dy, -dy)
			left, right = max(left, at-slack), min(right, at+slack)
		}
		for x := max(0, left/pixel); x <= min(w.canvas.width-1, right/pixel); x++ {
			far := ((x*pixel+pixel/2-x1)*dy - (y*pixel+pixel/2-y1)*dx) / length
			if cover := min(pixel, half+pixel/2-max(far, -far)); cover > 0 {
				dot.cover[0] = uint8(cover * 15 / pixel * 17)
				w.canvas.blend(&dot, x, y, s.Color)
			}
		}
	}
}
