package template

import "strings"

// A Tag is one name that a template may use, for people to read.
type Tag struct {
	Name    string   // the Chinese name, or the key where there is none
	Aliases []string // further names that mean the same
	Path    string   // from the root, such as "duties[].tasks[].text"
	Type    string   // the field's Type, else 文本, 列表, 对象
	Example string   // as typed, such as {岗位名称} or {#职责}{职责描述}{/职责}
}

// Tags lists all names below root, in the order of the table. Each example can
// be typed into a template as it is.
func Tags(root *Field) []Tag {
	l := tagLister{}
	l.fields(root, "", "", "")
	return l.tags
}

// tagLister gathers the tags; around are the lists whose items are being listed.
type tagLister struct {
	tags   []Tag
	around []string
}

// fields lists the fields of f: path is how JSON leads to it, way the part of
// that from the innermost list on, and within what must be typed before the
// names of an object that a bare string may stand for.
func (l *tagLister) fields(f *Field, path, way, within string) {
	for _, c := range f.Fields {
		typed := c.name()
		switch {
		case within != "":
			typed = within + "." + c.name()
		case len(c.Names) == 0:
			typed = way + c.Key
		}
		t := Tag{Name: c.name(), Path: path + c.Key, Type: c.Type}
		if len(c.Names) > 1 {
			t.Aliases = c.Names[1:]
		}
		kind := "文本"
		switch {
		case c.Item != nil:
			kind = "列表"
			t.Example = l.example("{#" + typed + "}{.}{/" + typed + "}")
			if c.Label != "" {
				t.Example += " " + l.example("{"+typed+":标签}")
			}
		case len(c.Fields) > 0 && c.Text == "":
			kind = "对象"
			t.Example = l.example("{#" + typed + "}{.}{/" + typed + "}")
		default:
			t.Example = l.example("{" + typed + "}")
		}
		if t.Type == "" {
			t.Type = kind
		}
		l.tags = append(l.tags, t)
		switch {
		case c.Item != nil:
			l.around = append(l.around, typed)
			l.fields(c.Item, t.Path+"[].", "", "")
			l.around = l.around[:len(l.around)-1]
		case c.Text != "":
			l.fields(c, t.Path+".", way+c.Key+".", typed)
		default:
			l.fields(c, t.Path+".", way+c.Key+".", within)
		}
	}
}

// example puts the blocks of the lists around what is typed.
func (l *tagLister) example(typed string) string {
	var b strings.Builder
	for _, name := range l.around {
		b.WriteString("{#" + name + "}")
	}
	b.WriteString(typed)
	for i := len(l.around) - 1; i >= 0; i-- {
		b.WriteString("{/" + l.around[i] + "}")
	}
	return b.String()
}

// A Word is something of the language itself that a template may use.
type Word struct {
	Example          string // as typed
	Chinese, English string // what it does
}

// Words lists what the language has beside names: blocks, counters, filters. The
// names in the examples are those of the forms that the language was made for.
func Words() []Word {
	return []Word{
		{"{#职责} … {/职责}", "重复：列表有几项就印几遍；{/} 也可以结束", "repeats over a list; {/} closes as well"},
		{"{#职责} … {否则} … {/}", "列表为空时印第二部分", "the second part is printed when the list is empty"},
		{"{^备注} … {/}", "没有内容时才印", "printed only when there is nothing"},
		{"{#相关权限|出现} … {/}", "写了这一栏（哪怕空着）才印", "printed only when the section is there, be it blank"},
		{"{#使用工具设备:行}、{#使用工具设备:段}、{#使用工具设备:行内}", "指定按整行、整段或在一行之内重复", "repeats whole rows, whole paragraphs, or within a line"},
		{"{?备注}、{?备注:行}", "打印；没有内容时去掉这一段（这一行）", "prints; when there is nothing its paragraph (its row) goes"},
		{"{序号}、{序号|中文}、{序号|圈}", "重复中的第几项：1、一、①", "the number of the item: 1, 一, ①"},
		{"{#首个}…{/}、{^末个}…{/}", "只在第一项印；除最后一项外都印", "for the first item only; for all but the last"},
		{"{.}", "重复中的这一项本身", "the item itself"},
		{"{合并:职责}", "同一项职责占用的各行，这一格合并成一格", "the cell is merged over the rows of one item"},
		{"{续号}", "写在自动编号的段落里：编号不重新开始", "in a numbered paragraph: its list counts on"},
		{"{分页}", "换页", "a page break"},
		{"{%照片}、{%照片:25mm}、{%照片:25mm×35mm}", "图片：其他信息中标签为“照片”的一项", "a picture: the entry of 其他信息 labelled 照片"},
		{"{使用工具设备|连接:；}", "列表连成一行，用；隔开", "joins a list with ；"},
		{"{生效日期|日期:YYYY年M月D日}", "日期的写法", "the form of a date"},
		{"{文件编号|默认:／}", "没有内容时印／", "prints ／ when there is nothing"},
		{"{岗位定员|中文}、{岗位定员|圈}", "数字写成三、③", "writes a number as 三 or ③"},
		{"{工作时间百分比|百分比}", "数字加 %，最多两位小数", "adds %, two decimals at most"},
		{"{标题|除:所需胜任能力}", "与所给文字相同时不印", "prints nothing when it equals the text"},
		{`\{`, "印出花括号本身", "prints a brace"},
	}
}
