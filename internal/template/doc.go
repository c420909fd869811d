// Package template turns a Word file with tags in it into filled documents.
//
// The tag language is the one HR people type: {岗位名称}, {#职责} … {/职责},
// {工具|连接:；}. [Compile] reads the body, headers and footers once, reports all
// faults at once and makes a tree of instructions; [Template.Fill] runs it over
// one set of values and gives a wordml document that shares every subtree the
// values did not change with the template.
//
// The package knows no field by name and nothing of positions: names, printed
// forms and the shape of the values come in as a tree of [Field].
package template
