package main

import "math"

// em is the advance of every mark: they stand in the grid of Han characters.
const em = 1000

// marks draws the marks of forms that neither the Noto faces nor LXGW WenKai
// have, and their neighbours, so that a box looks the same ticked and empty. The
// empty box is as large as □ (U+25A1) of Noto.
func marks() map[rune]*glyph {
	return map[rune]*glyph{
		// Boxes to tick, and ticks.
		'☐': box(),
		'☑': box().stroke(70, 240, 400, 430, 200, 770, 610),
		'☒': box().cross(500, 380, 240, 70),
		'✔': draw().stroke(120, 120, 360, 390, 110, 890, 700),
		'✕': draw().cross(500, 380, 310, 60),
		'✖': draw().cross(500, 380, 330, 120),
		'✗': draw().cross(500, 380, 310, 70),
		'✘': draw().cross(500, 380, 330, 110),
		'✅': draw().rectangle(60, -60, 940, 820).stroke(100, 230, 400, 430, 190, 780, 610).hole(),
		'❌': draw().cross(500, 380, 350, 140),
		'❎': draw().rectangle(60, -60, 940, 820).cross(500, 380, 250, 90).hole(),
		'🗵': box().cross(500, 380, 240, 70),
		'🗷': box().cross(500, 380, 240, 90),
		'🗸': draw().stroke(60, 160, 370, 390, 130, 860, 680),
		'🗹': box().stroke(90, 250, 400, 430, 220, 760, 590),

		// Squares.
		'▭': draw().frame(100, 180, 900, 580, 50),
		'▯': draw().frame(300, -20, 700, 780, 50),
		'◽': draw().frame(250, 130, 750, 630, 45),
		'◾': draw().rectangle(250, 130, 750, 630),
		'❏': shadowed(1),
		'❐': shadowed(-1),
		'❑': shadowed(1),
		'❒': shadowed(-1),
		'⬛': draw().rectangle(40, -80, 960, 840),
		'⬜': draw().frame(40, -80, 960, 840, 60),

		// Discs and rings.
		'⚪': draw().ring(500, 380, 380, 50),
		'⚫': draw().disc(500, 380, 380),
		'❍': draw().ring(500, 380, 400, 70),
		'⬤': draw().disc(500, 380, 450),
		'⭕': draw().ring(500, 380, 420, 100),
		'☹': face().stroke(45, 300, 170, 385, 245, 500, 270, 615, 245, 700, 170),
		'☺': face().stroke(45, 300, 290, 385, 215, 500, 190, 615, 215, 700, 290),

		// Lozenges and stars.
		'⧫': draw().polygon(500, 780, 760, 380, 500, -20, 240, 380),
		'⬥': draw().polygon(500, 700, 820, 380, 500, 60, 180, 380),
		'⬧': draw().polygon(500, 680, 740, 380, 500, 80, 260, 380),
		'✦': draw().star(500, 380, 4, 420, 130),
		'✧': draw().star(500, 380, 4, 420, 130).star(500, 380, 4, 310, 80).hole(),
		'⟡': draw().star(500, 380, 4, 420, 130).star(500, 380, 4, 310, 80).hole(),
		'✴': draw().star(500, 380, 8, 420, 180),
		'✶': draw().star(500, 380, 6, 420, 150),
		'✹': draw().star(500, 380, 12, 420, 230),
		'∗': draw().star(500, 350, 6, 260, 60),
		'⭐': draw().star(500, 360, 5, 460, 180),

		// Arrows.
		'↵': draw().stroke(50, 800, 640, 800, 240, 330, 240).polygon(100, 240, 330, 390, 330, 90),
		'⇑': upArrow(1),
		'⇓': upArrow(-1),
		'➔': draw().polygon(80, 430, 600, 430, 520, 640, 920, 380, 520, 120, 600, 330, 80, 330),
		'➢': draw().polygon(150, 700, 880, 380, 150, 60, 330, 380).polygon(240, 612, 728, 405, 358, 405).hole(),
		'➤': draw().polygon(150, 700, 880, 380, 150, 60, 330, 380),

		// Others.
		'✉': draw().frame(60, 30, 940, 730, 50).stroke(45, 150, 640, 500, 330, 850, 640),
		'⎯': draw().rectangle(0, 355, 1000, 405),
		'⏐': draw().rectangle(475, -120, 525, 880),
	}
}

func draw() *glyph { return &glyph{advance: em} }

func box() *glyph { return draw().frame(100, -20, 900, 780, 40) }

func face() *glyph {
	return draw().ring(500, 380, 420, 45).disc(360, 500, 45).disc(640, 500, 45)
}

// cross adds an upright × whose arms reach so far along the axes.
func (g *glyph) cross(x, y, reach, width float64) *glyph {
	w := width / math.Sqrt2 // along the axes
	r := reach
	return g.polygon(
		x, y+w, x+r-w/2, y+r+w/2, x+r+w/2, y+r-w/2, x+w, y,
		x+r+w/2, y-r+w/2, x+r-w/2, y-r-w/2, x, y-w,
		x-r+w/2, y-r-w/2, x-r-w/2, y-r+w/2, x-w, y,
		x-r-w/2, y+r-w/2, x-r+w/2, y+r+w/2)
}

// star adds a star that points up.
func (g *glyph) star(x, y float64, points int, outer, inner float64) *glyph {
	var xy []float64
	for i := range 2 * points {
		radius := outer
		if i%2 == 1 {
			radius = inner
		}
		turn := float64(i) * math.Pi / float64(points)
		xy = append(xy, x+radius*math.Sin(turn), y+radius*math.Cos(turn))
	}
	return g.polygon(xy...)
}

// shadowed draws a box with a shadow to the right, below for 1 and above for -1.
func shadowed(side float64) *glyph {
	at := func(y float64) float64 { return 380 + side*(y-380) }
	bottom, top := min(at(60), at(780)), max(at(60), at(780))
	return draw().frame(100, bottom, 820, top, 40).polygon(
		180, at(-20), 900, at(-20), 900, at(700), 820, at(700), 820, at(60), 180, at(60))
}

// upArrow draws a double arrow, up for 1 and down for -1.
func upArrow(side float64) *glyph {
	at := func(y float64) float64 { return 380 + side*(y-380) }
	return draw().
		stroke(50, 240, at(520), 500, at(780), 760, at(520)).
		polygon(400, at(-20), 400, at(640), 450, at(690), 450, at(-20)).
		polygon(550, at(-20), 550, at(690), 600, at(640), 600, at(-20))
}
