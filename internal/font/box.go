package font

// Rect is a filled rectangle in thousandths of an em, y upwards from the baseline.
type Rect struct {
	X, Y, Width, Height int
}

// Measures of a code point box, in thousandths of an em.
const (
	// BoxAdvance is how far the pen moves past a code point box.
	BoxAdvance = 1000

	boxLeft, boxRight = 60, 940
	boxBottom, boxTop = -120, 880 // as the ideographic em box
	boxFrame          = 30
	boxDot            = 60 // of a digit's 3 × 5 dots
	boxPitch          = 80 // between dots of neighbouring digits' columns
)

// hexDots are the hexadecimal digits as 3 × 5 dots, row by row from the top,
// the highest bit first.
const hexDigits = 16

func hexDots(digit rune) [5]uint8 {
	return [hexDigits][5]uint8{
		{7, 5, 5, 5, 7}, {2, 6, 2, 2, 7}, {7, 1, 7, 4, 7}, {7, 1, 7, 1, 7},
		{5, 5, 7, 1, 1}, {7, 4, 7, 1, 7}, {7, 4, 7, 5, 7}, {7, 1, 1, 2, 2},
		{7, 5, 7, 5, 7}, {7, 5, 7, 1, 7}, {7, 5, 7, 5, 5}, {6, 5, 6, 5, 6},
		{7, 4, 4, 4, 7}, {6, 5, 5, 5, 6}, {7, 4, 7, 4, 7}, {7, 4, 7, 4, 4},
	}[digit&15]
}

// CodepointBox draws a character that no face has: a frame with the hexadecimal
// digits of its code point in two rows, four digits, or six above U+FFFF. The
// rectangles do not overlap.
func CodepointBox(r rune) []Rect {
	columns := 2
	if r > 0xFFFF {
		columns = 3
	}
	box := []Rect{
		{boxLeft, boxBottom, boxRight - boxLeft, boxFrame},
		{boxLeft, boxTop - boxFrame, boxRight - boxLeft, boxFrame},
		{boxLeft, boxBottom + boxFrame, boxFrame, boxTop - boxBottom - 2*boxFrame},
		{boxRight - boxFrame, boxBottom + boxFrame, boxFrame, boxTop - boxBottom - 2*boxFrame},
	}
	width := columns*3*boxDot + (columns-1)*boxPitch
	left := (boxLeft+boxRight)/2 - width/2
	height := 2*5*boxDot + boxPitch
	top := (boxBottom+boxTop)/2 + height/2
	for i := range 2 * columns {
		row, column := i/columns, i%columns
		digit := r >> (4 * (2*columns - 1 - i))
		x := left + column*(3*boxDot+boxPitch)
		y := top - row*(5*boxDot+boxPitch)
		box = appendDots(box, hexDots(digit), x, y)
	}
	return box
}

// appendDots draws a digit with its top left corner at x, y, neighbouring dots
// of a row as one rectangle.
func appendDots(box []Rect, dots [5]uint8, x, y int) []Rect {
	for row, bits := range dots {
		for column := 0; column < 3; column++ {
			from := column
			for column < 3 && bits&(4>>column) != 0 {
				column++
			}
			if column > from {
				box = append(box, Rect{x + from*boxDot, y - (row+1)*boxDot, (column - from) * boxDot, boxDot})
			}
		}
	}
	return box
}
