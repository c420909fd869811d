package typeset

import "testing"

func TestEveryNoticeHasItsWords(t *testing.T) {
	t.Parallel()
	if notices > 64 {
		t.Fatalf("%d notices do not fit their set", notices)
	}
	codes := map[string]bool{}
	for n := notice(0); n < notices; n++ {
		w := noticeText(n)
		if w.Code == "" || w.Detail == "" || w.English == "" || codes[w.Code] {
			t.Errorf("notice %d: %+v", n, w)
		}
		codes[w.Code] = true
	}
}
