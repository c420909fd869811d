package compare

import "jobdoc/internal/position"

// Kinds of changes.
const (
	Added        = "added"
	Removed      = "removed"
	Changed      = "changed"
	Moved        = "moved"         // an item of a list, as it was, at another place
	MovedChanged = "moved-changed" // an item of a list at another place, and not as it was
)

// States of a value. They are different things on paper, so that going from one to
// another is a change.
const (
	Absent = "absent" // no such section, entry or item
	Blank  = "blank"  // there to be filled in by hand
	None   = "none"   // an empty list: stated to be none
	Filled = "filled"
)

// Comparison is what changed from one position to another.
type Comparison struct {
	Language string   `json:"language" enum:"zh-CN,en" example:"zh-CN" doc:"文字的语言，随后一个职位 // of the texts: the language of the new position"`
	Summary  Summary  `json:"summary" doc:"各类改动有几处 // how many changes of each kind there are"`
	Changes  []Change `json:"changes" nullable:"false" doc:"每处改动，按表上的次序；内容一致则没有 // every change, in the order of the form; none when the two say the same"`
}

// Summary counts changes. Total is the sum of the others.
type Summary struct {
	Total        int `json:"total" example:"5" doc:"全部改动 // all changes"`
	Added        int `json:"added" example:"1" doc:"原来没有的 // what was not there before"`
	Removed      int `json:"removed" example:"1" doc:"不再有的 // what is not there any more"`
	Changed      int `json:"changed" example:"2" doc:"文字变了的 // what reads differently"`
	Moved        int `json:"moved" example:"1" doc:"换了位置、文字没变的 // items that stand at another place as they were"`
	MovedChanged int `json:"movedChanged" example:"0" doc:"换了位置、文字也变了的 // items that stand at another place and read differently"`
}

// Change is one difference. An item that moved from one list to another, such as a
// task to another duty, is one change.
//
// Of an item that was added or removed as a whole the change tells all of it,
// but for what moved from or to other items, which has a change of its own.
type Change struct {
	Kind   string  `json:"kind" enum:"added,removed,changed,moved,moved-changed" doc:"发生了什么：新增、删去、改动、移动、移动并改动 // what happened"`
	Old    Side    `json:"old" doc:"改动之前的位置 // the place before"`
	New    Side    `json:"new" doc:"改动之后的位置 // the place after"`
	Pieces []Piece `json:"pieces,omitempty" nullable:"false" doc:"一段文字改成另一段时：保留、删去和新增的各段，依次 // where a text was changed to another: what was kept, removed and added, in order"`

	within bool // an item that moved did so in its list
}

// Side is one side of a change.
type Side struct {
	Pointer string `json:"pointer,omitempty" example:"/duties/0/tasks/2" doc:"这一侧职位中的 JSON Pointer（RFC 6901）；什么也没有时没有它 // JSON Pointer (RFC 6901) into the position of this side; absent where there is nothing"`
	Label   string `json:"label,omitempty" example:"职责一 任务3" doc:"表上的叫法；这一侧没有的项没有它 // what the place is called on the form; absent for an item that is not there"`
	English string `json:"labelEnglish,omitempty" example:"Duty 1, Task 3" doc:"英文的叫法 // the same in English"`
	State   string `json:"state" enum:"absent,blank,none,filled" doc:"absent 没有这一栏，blank 留空待填，none 写明没有，filled 有内容 // absent: no such section; blank: left blank to fill in; none: stated to be none; filled: has a value"`
	Text    string `json:"text,omitempty" example:"组织编制部门年度销售计划" doc:"印出来的文字，或代表这种状态的词 // the value as it prints, or the word for its state"`
}

// Kinds of pieces.
const (
	Kept       = "kept"
	RemovedRun = "removed"
	AddedRun   = "added"
)

// Piece is a run of characters. All kept and removed pieces of a change make the old
// text, all kept and added ones the new text.
type Piece struct {
	Kind string `json:"kind" enum:"kept,removed,added" doc:"旧文字有、新文字有，还是都有 // whether the old text, the new one or both have it"`
	Text string `json:"text" doc:"文字 // the characters"`
}

// Positions tells every difference between two revisions of a position, in the order
// of the form. It is a pure function and safe for concurrent use. The same two in
// the other order give the same changes with added and removed, old and new exchanged,
// when both are in one language.
//
// No differences are: the order of keys, 10 and 10.0, a text where an object with
// that text alone might stand, the digits of a number as a text, null and a
// text that is blank, and what the form counts by itself.
func Positions(before, after position.Position) Comparison {
	o, n := newTree(before), newTree(after)
	matchTrees(o, n)
	d := differ{words: wordsOf(after.Locale())}
	d.fields(position.Fields().Fields, pair{o.root.val, n.root.val, o.root, n.root})
	c := Comparison{Language: d.words.language, Changes: d.changes}
	if c.Changes == nil {
		c.Changes = []Change{}
	}
	for i := range c.Changes {
		c.Summary.count(c.Changes[i].Kind)
	}
	return c
}

func (s *Summary) count(kind string) {
	s.Total++
	switch kind {
	case Added:
		s.Added++
	case Removed:
		s.Removed++
	case Changed:
		s.Changed++
	case Moved:
		s.Moved++
	case MovedChanged:
		s.MovedChanged++
	}
}
