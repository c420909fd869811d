package position

import "encoding/json"

// Limits of a position. [Decode] and [Schema] apply them alike.
const (
	MaxBytes  = 1 << 20 // bytes of the document
	MaxDepth  = 64      // objects and lists inside one another
	MaxDuties = 200     // duties of a position
	MaxTasks  = 200     // tasks of a duty
	MaxText   = 10_000  // characters (code points) of a string
	MaxNumber = 1_000_000

	MaxPicture = 1_000_000 // characters of a picture as a data: URL, where one may stand
)

// DefaultFormTitle is the title of a form that gives none.
const DefaultFormTitle = "职位说明书"

// newTable returns the field table of the form, in the order of the printed form.
func newTable() *Field {
	return &Field{
		Type: Object, Caption: "职位说明书",
		Description: "一个职位的说明书。没有的栏目不写；写 null 表示留空手填；列表写 [] 表示“无”。以 _ 开头的键会被忽略。",
		Fields: []*Field{
			{Key: "formTitle", Names: names("表名"), Default: DefaultFormTitle, Example: "岗位说明书", Print: printFormTitle,
				Description: "表的标题，如职位说明书、岗位说明书、职务说明书、工作说明书。"},
			{Key: "organization", Names: names("单位名称"), Example: "北京某某软件有限公司", Description: "单位全称，印在页眉。"},
			documentFields(),
			positionFields(),
			{Key: "summary", English: "Job Summary", Names: names("本职概述", "工作概要"), Audit: true, Example: "全面负责大客户部的销售、技术与团队管理工作",
				Description: "一两句话说明这个岗位做什么。"},
			{Key: "purpose", English: "Purpose of the Job", Names: names("岗位目的"), Example: "完成公司下达的大客户销售目标", Description: "为什么设这个岗位。"},
			dutiesFields(),
			list("authorities", authorityItem(), Field{English: "Authority", Names: names("相关权限"), Separator: "\n", Example: strs("部门预算的拟定权", "下属人员的考核权"),
				Description: "岗位拥有的权限：每项一条文本，或按类别分组。"}),
			texts("responsibilities", Field{Names: names("责任"), Example: strs("对部门销售目标的完成负责"), Description: "岗位承担的责任。"}),
			texts("reporting", Field{English: "Reporting Lines", Names: names("汇报关系"), Example: strs("向执行总经理汇报"), Description: "向谁汇报，谁向本岗位汇报。"}),
			{Key: "collaboration", English: "Working Relationships", Names: names("协作关系"), Type: Object, Flat: true, Description: "与哪些部门和单位协作。", Fields: []*Field{
				texts("internal", Field{English: "Internal Relationships", Names: names("内部协作部门"), Example: strs("财务部", "人力资源部"), Description: "单位内部协作的部门。"}),
				texts("external", Field{English: "External Relationships", Names: names("外部协作单位"), Example: strs("客户", "供应商"), Description: "单位以外协作的对象。"}),
			}},
			texts("workEnvironment", Field{English: "Working Conditions", Names: names("工作环境"), Example: strs("办公室"), Description: "工作的场所与条件。"}),
			{Key: "workTime", English: "Working Hours", Names: names("工作时间"), Example: "每周五天，每天八小时", Description: "工作时间安排。"},
			{Key: "travel", Names: names("出差"), Example: "每月约五天", Description: "出差要求。"},
			texts("hazards", Field{English: "Occupational Hazards", Names: names("职业危害"), Example: strs("噪声"), Description: "职业病危害因素。"}),
			texts("tools", Field{English: "Tools and Equipment", Names: names("使用工具设备", "工具"), Example: strs("计算机", "投影仪"), Description: "工作中使用的工具和设备。"}),
			texts("records", Field{English: "Records and Documents", Names: names("所需记录文档"), Example: strs("客户档案", "销售报表"), Description: "工作中要做的记录和文档。"}),
			qualificationsFields(),
			texts("workStandards", Field{Names: names("工作标准"), Example: strs("报价在两个工作日内发出"), Description: "工作要达到的标准。"}),
			texts("performanceIndicators", Field{Names: names("考核指标"), Example: strs("销售额", "回款率"), Description: "考核用的指标。"}),
			{Key: "careerPath", Names: names("职业发展"), Type: Object, Flat: true, Description: "岗位之间的发展通道。", Fields: []*Field{
				texts("promotion", Field{English: "Promotion to", Names: names("可晋升"), Example: strs("销售总监"), Description: "可以晋升到的岗位。"}),
				texts("rotation", Field{English: "Rotation to", Names: names("可轮换"), Example: strs("业务拓展部经理"), Description: "可以轮换的岗位。"}),
				texts("promotedFrom", Field{English: "Promoted from", Names: names("晋升自"), Example: strs("销售主管"), Description: "从哪些岗位晋升而来。"}),
			}},
			{Key: "remarks", Names: names("备注"), Example: "本说明书每年复审一次", Description: "其他需要说明的事。"},
			list("signatures", object(printSignature,
				&Field{Key: "role", Names: names("角色"), Example: "任职人", Description: "以什么身份签字。"},
				&Field{Key: "name", Names: names("姓名"), Example: "李明", Description: "签字人姓名。"},
				&Field{Key: "date", Names: names("日期"), Type: Date, Print: datePrinter(blankFullDate), Example: "2005-02-28", Description: "签字日期。"},
			), Field{Names: names("签字栏"), Separator: "\n", Description: "签字的人，如任职人、直接上级、人力资源部。"}),
			list("extraSections", groupItem("heading", "标题", "党建工作", "每月组织一次学习"),
				Field{English: "Other Sections", Names: names("其他栏目"), Separator: "\n", Description: "表上另外的栏目，各有标题和条目。"}),
			{Key: "locale", English: "Language", Caption: "语言", Enum: []string{"zh-CN", "en"}, Default: "zh-CN", Unprinted: true, Example: "zh-CN",
				Description: "表上固定文字的语言：zh-CN（默认）或 en。"},
		},
	}
}

func documentFields() *Field {
	return &Field{Key: "document", Names: names("文件"), Type: Object, Flat: true, Description: "受控文件的编号、版本与签批。", Fields: []*Field{
		{Key: "number", English: "Document Number", Names: names("文件编号"), Example: "HR-02-01", Description: "文件编号。"},
		{Key: "version", Names: names("版本"), Example: "A0", Description: "文件版本。"},
		{Key: "effectiveDate", Names: names("生效日期"), Type: Date, Example: "2005-03-01", Description: "文件生效的日期。"},
		{Key: "preparedBy", English: "Prepared by", Names: names("编制人"), Vague: names("编制"), Caption: "编制", Example: "王芳", Description: "编制文件的人。"},
		{Key: "reviewedBy", English: "Reviewed by", Names: names("审核人", "审核"), Caption: "审核", Example: "张伟", Description: "审核文件的人。"},
		{Key: "approvedBy", English: "Approved by", Names: names("批准人", "批准"), Caption: "批准", Example: "刘洋", Description: "批准文件的人。"},
		list("revisions", object(printRevision,
			&Field{Key: "version", Names: names("版本"), Example: "A1", Description: "修订后的版本。"},
			&Field{Key: "date", Names: names("日期"), Type: Date, Example: "2005-06", Description: "修订日期。"},
			&Field{Key: "author", Names: names("修订人"), Example: "王芳", Description: "修订的人。"},
			&Field{Key: "summary", English: "Changes", Names: names("修订内容"), Example: "增加客户回访任务", Description: "改了什么。"},
		), Field{English: "Revision History", Names: names("修订记录"), Separator: "\n", Description: "文件的修订记录。"}),
	}}
}

func positionFields() *Field {
	return &Field{Key: "position", Type: Object, Flat: true, Required: true, Caption: "岗位基本信息",
		Description: "岗位的基本信息，印在表头。", Fields: []*Field{
			{Key: "title", English: "Job Title", Names: names("岗位名称"), Required: true, NotBlank: true, Example: "大客户部经理", Description: "岗位名称，必填。"},
			{Key: "code", English: "Job Code", Names: names("岗位编号"), Audit: true, Example: "BCM-001", Description: "岗位编号，单位内不重复。"},
			{Key: "department", Names: names("所在部门"), Audit: true, Example: "大客户部", Description: "岗位所在的部门。"},
			{Key: "group", Names: names("组别", "组"), Caption: "组", Example: "设计组", Description: "部门里的组。"},
			{Key: "headcount", Names: names("岗位定员"), Vague: names("编制"), Type: Integer, Max: MaxNumber, Audit: true, Example: num("1"),
				Description: "岗位的定员人数（编制）。"},
			reference(Field{Key: "reportsTo", English: "Reports to", Names: names("直接上级"), Audit: true, Example: "执行总经理",
				Description: "直接上级：岗位名称，或写明编号、名称和部门。"}),
			list("directReports", reference(Field{}), Field{Names: names("直接下属", "直接下属部门/岗位"), Caption: "直接下属部门/岗位",
				Example: strs("销售主管", "技术主管"), Description: "直接下属的岗位或部门；没有下属写 []。"}),
			{Key: "jobFamily", Names: names("职系", "岗位类别"), Audit: true, Example: "销售类", Description: "职系，或岗位类别。"},
			{Key: "subordinateCount", English: "Staff Supervised", Names: names("所辖人员数目"), Type: StringOrInteger, Max: MaxNumber, Audit: true, Example: num("4"),
				Description: "所辖人员的数目：数字，或“无”这样的文本。"},
			{Key: "payGradeRange", Names: names("工资级别范围"), Type: Object, Audit: true, Print: printPayRange,
				Description: "工资级别从几等几级到几等几级。", Fields: []*Field{payPoint("from", "起点", "三", "2"), payPoint("to", "止点", "五", "4")}},
			{Key: "payGrade", Names: names("工资等级"), Example: "五级", Description: "工资等级，不分范围时用。"},
			{Key: "payType", Names: names("薪酬类型"), Example: "月薪制", Description: "薪酬类型。"},
			{Key: "analysisDate", English: "Date of Analysis", Names: names("岗位分析日期"), Type: Date, Audit: true, Example: "2005-02", Description: "做岗位分析的日期。"},
			{Key: "analyst", Names: names("分析人"), Example: "王芳", Description: "做岗位分析的人。"},
			{Key: "employmentType", Names: names("工作性质"), Example: "全职", Description: "全职、兼职等。"},
			{Key: "workLocation", Names: names("工作地点"), Example: "北京", Description: "工作地点。"},
			{Key: "rank", Names: names("行政级别"), Example: "部门正职", Description: "行政级别。"},
			list("extra", object(printEntry, labelField("组织机构代码"), valueField("12345678-9")),
				Field{English: "Other Information", Names: names("其他信息"), Label: "label", Value: "value", Separator: "\n", Description: "表头上另外的格子，各有标签和值。"}),
		}}
}

func dutiesFields() *Field {
	task := &Field{English: "Task", Type: StringOrObject, Text: "text", Print: printTask, Example: "组织编制部门年度销售计划", Fields: []*Field{
		{Key: "text", English: "Task", Names: names("内容"), Example: "组织编制部门年度销售计划", Description: "任务的内容。"},
		{Key: "frequency", Names: names("频率"), Example: "每月", Description: "多久做一次。"},
		{Key: "duration", Names: names("用时"), Example: "2 小时", Description: "每次用多少时间。"},
		{Key: "timePercent", English: "Time", Names: names("时间百分比"), Type: Percent, Max: 100, Example: num("5"), Description: "占工作时间的百分比，0 到 100。"},
		{Key: "importance", Names: names("重要程度"), Type: StringOrNumber, Max: MaxNumber, Example: "重要", Description: "重要程度：文本或数字。"},
		{Key: "standard", Names: names("标准"), Example: "按期完成", Description: "做到什么程度算完成。"},
		texts("subtasks", Field{Names: names("子任务"), Example: strs("收集数据", "起草初稿"), Description: "更细的步骤。"}),
	}}
	duty := object(printDuty,
		&Field{Key: "ordinal", Counted: true, Caption: "职责序号", Type: Integer, Max: MaxNumber, Unprinted: true, Example: num("1"),
			Description: "第几项职责。可以不写：程序自己编号。"},
		&Field{Key: "description", Names: names("职责描述", "职责表述"), Required: true, NotBlank: true, Example: "制订并执行部门销售计划",
			Description: "这项职责做什么，必填。"},
		&Field{Key: "timePercent", English: "Share of Time", Names: names("工作时间百分比", "权重"), Type: Percent, Max: 100, Audit: true, Example: num("10"),
			Description: "占工作时间的百分比，0 到 100：10 印作 10%。"},
		list("tasks", task, Field{Names: names("任务", "工作任务"), Caption: "工作任务", MaxItems: MaxTasks, Start: "taskNumberStart", Separator: "\n",
			Example: strs("组织编制部门年度销售计划", "跟踪计划执行情况"), Description: "这项职责的工作任务；没有任务写 []。"}),
		&Field{Key: "taskNumberStart", Caption: "任务起始编号", Type: Integer, Max: MaxNumber, Default: "1", Unprinted: true, Example: num("4"),
			Description: "任务编号从几开始，默认 1。"},
		&Field{Key: "accountability", Names: names("负责程度"), Example: "全责", Description: "负责的程度，如全责、部分、支持。"},
		texts("performanceStandards", Field{Names: names("业绩衡量标准"), Example: strs("计划按期完成率"), Description: "怎样衡量这项职责做得好不好。"}),
	)
	duty.English = "Duty"
	return list("duties", duty, Field{English: "Duties and Tasks", Names: names("职责", "职责与工作任务"), Caption: "职责与工作任务", Required: true, MinItems: 1, MaxItems: MaxDuties, Separator: "\n",
		Description: "岗位的职责，至少一项，一般 5 到 10 项。"})
}

func qualificationsFields() *Field {
	return &Field{Key: "qualifications", Names: names("任职资格"), Type: Object, Flat: true, Description: "任职的人要具备的条件。", Fields: []*Field{
		{Key: "education", English: "Minimum Education", Names: names("最低学历要求"), Audit: true, Example: "大学本科", Description: "最低学历。"},
		{Key: "educationCode", Caption: "学历代码", Example: "20", Unprinted: true, Description: "学历代码，按 GB/T 4658-2006，写成文本。"},
		{Key: "major", English: "Field of Study", Names: names("所需教育专业背景"), Type: StringOrList, Item: &Field{}, Example: "不限", Description: "所学专业：一条文本，或几条。"},
		{Key: "experience", English: "Work Experience", Names: names("所需工作经验"), Audit: true, Example: "五年以上销售工作经验", Description: "需要的工作经验。"},
		list("training", &Field{Type: StringOrObject, Text: "subject", Print: printTraining, Example: "销售技巧", Fields: []*Field{
			{Key: "subject", Names: names("科目"), Example: "销售技巧", Description: "培训的科目。"},
			{Key: "time", Names: names("时间"), Example: "每年两天", Description: "培训的时间。"},
		}}, Field{Names: names("所需培训的科目"), Example: strs("销售技巧", "产品知识"), Description: "上岗需要的培训。"}),
		list("competencies", groupItem("heading", "标题", "所需胜任能力", "沟通能力"),
			Field{Names: names("所需胜任能力"), Separator: "\n", Description: "胜任能力，分组写；标题可以重复。"}),
		texts("certificates", Field{Names: names("证书"), Example: strs("驾驶证"), Description: "需要的证书。"}),
		texts("knowledge", Field{Names: names("知识"), Example: strs("市场营销"), Description: "需要的知识。"}),
		texts("skills", Field{Names: names("技能"), Example: strs("商务谈判"), Description: "需要的技能。"}),
		texts("personalQualities", Field{Names: names("素质"), Example: strs("诚实守信"), Description: "需要的素质。"}),
		list("abilityRatings", object(printRating,
			&Field{Key: "name", Names: names("名称"), Example: "沟通能力", Description: "能力的名称。"},
			&Field{Key: "level", Names: names("等级"), Type: StringOrNumber, Max: MaxNumber, Example: num("4"), Description: "要求的等级：文本或数字。"},
		), Field{Names: names("能力评级"), Label: "name", Value: "level", Description: "各项能力要求的等级。"}),
		list("extra", object(printEntry, labelField("年龄"), valueField("45 岁以下"),
			texts("items", Field{Names: names("条目"), Example: strs("条件一", "条件二"), Description: "有几条时写在这里。"})),
			Field{English: "Other Qualifications", Names: names("其他任职资格"), Label: "label", Value: "value", Alternate: "items", Separator: "\n",
				Description: "另外的任职资格，各有标签，以及值或条目。"}),
	}}
}

// authorityItem is {category, items[]}, or the text of one authority.
func authorityItem() *Field {
	f := groupItem("category", "类别", "人事权", "下属人员的考核权")
	f.Type, f.Text, f.Example = StringOrObject, "category", "部门预算的拟定权"
	return f
}

// groupItem is an object of a heading and its items, printed as 标题：a；b.
func groupItem(key, name, heading, item string) *Field {
	f := object(nil,
		&Field{Key: key, Names: names(name), Example: heading, Description: "这一组的" + name + "。"},
		texts("items", Field{Names: names("条目"), Example: strs(item), Separator: "；", Description: "这一组的条目。"}))
	f.Print = func(v any) string { return printGroup(v, key) }
	return f
}

// reference makes f a reference to another position.
func reference(f Field) *Field {
	f.Type, f.Text, f.Print = StringOrObject, "title", printReference
	f.Fields = []*Field{
		{Key: "code", Names: names("编号"), Example: "BCM-002", Description: "岗位编号。"},
		{Key: "title", Names: names("名称"), Example: "销售主管", Description: "岗位名称。"},
		{Key: "department", Names: names("部门"), Example: "大客户部", Description: "所在部门。"},
	}
	return &f
}

// payPoint is one end of the pay range. Its parts have no Chinese names of their
// own, since from and to would share them.
func payPoint(key, caption, grade, step string) *Field {
	return &Field{Key: key, Type: Object, Caption: caption, Print: func(v any) string { return printPayPoint(v, "") },
		Description: "工资级别范围的" + caption + "。", Fields: []*Field{
			{Key: "grade", Caption: "等", Type: StringOrNumber, Max: MaxNumber, Example: grade, Description: "几等。"},
			{Key: "step", Caption: "级", Type: StringOrNumber, Max: MaxNumber, Example: num(step), Description: "几级。"},
		}}
}

func labelField(example string) *Field {
	return &Field{Key: "label", Names: names("标签"), Example: example, Description: "格子的标签。"}
}

func valueField(example string) *Field {
	return &Field{Key: "value", Names: names("值"), Picture: true, Example: example, Description: "格子的值。也可以是图片：data:image/png;base64,… 或 data:image/jpeg;base64,…。"}
}

// texts makes f a list of strings.
func texts(key string, f Field) *Field { return list(key, &Field{}, f) }

// list makes f a list of item.
func list(key string, item *Field, f Field) *Field {
	f.Key, f.Type, f.Item = key, List, item
	return &f
}

// object is the item of a list of objects.
func object(print func(any) string, fields ...*Field) *Field {
	return &Field{Type: Object, Print: print, Fields: fields}
}

func names(n ...string) []string { return n }

func num(text string) json.Number { return json.Number(text) }

func strs(s ...string) []any {
	out := make([]any, len(s))
	for i := range s {
		out[i] = s[i]
	}
	return out
}
