package typeset

import (
	"strconv"
	"strings"

	"jobdoc/internal/wordml"
)

// readCrop reads an a:srcRect (20.1.8.55), in thousandths of a percent or, of
// the strict kind, in percent.
func (l *layouter) readCrop(n *wordml.Node) Crop {
	side := func(name string) int {
		v := n.Attr(name)
		if percent, ok := strings.CutSuffix(v, "%"); ok {
			return share(percent, CropUnit/100)
		}
		return share(v, 1)
	}
	return l.settleCrop(Crop{side("l"), side("t"), side("r"), side("b")})
}

// readVMLCrop reads the crop of a v:imagedata (part 4, 19.1.2.11): fractions, or
// 65536ths with an f behind them.
func (l *layouter) readVMLCrop(n *wordml.Node) Crop {
	side := func(name string) int {
		v := n.Attr(name)
		if parts, ok := strings.CutSuffix(v, "f"); ok {
			return share(parts, CropUnit) / 65536
		}
		return share(v, CropUnit)
	}
	return l.settleCrop(Crop{side("cropleft"), side("croptop"), side("cropright"), side("cropbottom")})
}

// share reads a number and takes it so many times; what is out of reach counts as nothing.
func share(s string, times int) int {
	const most = 1 << 20
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v >= -most && v <= most) { // neither is NaN
		return 0
	}
	return int(v * float64(times)) // one operation, which is the same on every machine
}

// settleCrop keeps a crop to what the outputs can do. A picture that is to be
// smaller than its frame fills it; less than a hundredth is nobody's intention.
func (l *layouter) settleCrop(c Crop) Crop {
	for _, side := range [4]*int{&c.Left, &c.Top, &c.Right, &c.Bottom} {
		if *side < -CropUnit/100 {
			l.notice(noticeCrop)
		}
		*side = max(0, *side)
	}
	const least = CropUnit / 1000 // that must be left
	if c.Left+c.Right > CropUnit-least || c.Top+c.Bottom > CropUnit-least {
		l.notice(noticeCrop)
		return Crop{}
	}
	return c
}
