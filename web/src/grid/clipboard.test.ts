import { describe, expect, it } from "vitest";
import { matchChain, readChain } from "./chain_list";
import { parseTable, tableText } from "./table_text";

describe("a block on the clipboard", () => {
  it("is cut at tabs and line ends, the last of which ends no row", () => {
    expect(parseTable("1\t2\r\n3\t4\r\n")).toEqual([["1", "2"], ["3", "4"]]);
    expect(parseTable("1\t\n\t2")).toEqual([["1", ""], ["", "2"]]);
    expect(parseTable("")).toEqual([]);
  });
  it("keeps line ends, tabs and doubled quotes within quotes", () => {
    expect(parseTable('"a\r\nb"\t"say ""so"""\tc')).toEqual([["a\nb", 'say "so"', "c"]]);
    expect(parseTable('5" pipe\t"open')).toEqual([['5" pipe', '"open']]);
    expect(parseTable('"a"b\tc')).toEqual([['"a"b', "c"]]);
  });
  it("comes back as it went", () => {
    const rows = [["x", "two\nlines", 'a "quote"'], ["", "tab\tin it", "1,000"]];
    expect(parseTable(tableText(rows))).toEqual(rows);
  });
});

describe("a list of a chat group", () => {
  it("is read by name and numbers, whatever stands between", () => {
    const lines = readChain("#接龙\n妇女之家统计\n例：李庄 5人\n1. 张庄 12人\n2、李庄村：8名，3户\n（3）王庄5\n4 赵家峪村民委员会 1,200 人\n５．孙庄　７");
    expect(lines.map((l) => [l.name, ...l.numbers])).toEqual([
      ["张庄", "12"],
      ["李庄村", "8", "3"],
      ["王庄", "5"],
      ["赵家峪村民委员会", "1200"],
      ["孙庄", "7"],
    ]);
  });
  it("finds units by what they are called, tells the unknown and those of one name apart", () => {
    const rows = [
      { name: "张庄村", parent: "马站镇" },
      { name: "李庄村民委员会", parent: "马站镇" },
      { name: "东村", parent: "马站镇" },
      { name: "东村", parent: "白旄镇" },
    ];
    const match = matchChain(readChain("1. 张庄 12\n2. 李庄 8\n3. 东村 4\n4. 白旄镇/东村 6\n5. 西村 1\n6. 张庄村 13"), rows);
    expect(match.found.map((f) => [f.row, f.line.numbers[0]])).toEqual([[0, "12"], [1, "8"], [3, "6"], [0, "13"]]);
    expect(match.several.map((s) => [s.line.name, ...s.rows])).toEqual([["东村", 2, 3]]);
    expect(match.unknown.map((l) => l.name)).toEqual(["西村"]);
    expect(match.twice.map((l) => l.numbers[0])).toEqual(["13"]);
  });
});
