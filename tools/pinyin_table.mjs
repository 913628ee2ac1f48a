// node tools/pinyin_table.mjs > src/org/pinyin_table.inc
// The first letter of the reading of each character from U+4E00 to U+9FA5, a blank where none is known, from the
// order in which CLDR sorts Chinese by pinyin (the collation of Node's ICU).
const firsts = "a阿 b八 c嚓 d咑 e妸 f发 g旮 h哈 j丌 k咔 l垃 m呣 n拏 o喔 p妑 q七 r呥 s仨 t他 w屲 x夕 y丫 z帀".split(" ");
const last = "咗";
const { compare } = new Intl.Collator("zh-u-co-pinyin");
let line = "";
for (let code = 0x4e00; code <= 0x9fa5; code += 1) {
  const sign = String.fromCodePoint(code);
  const first = firsts.findLast((row) => compare(row.slice(1), sign) <= 0);
  line += compare(sign, last) > 0 ? " " : first ? first[0] : "a";
  if (line.length === 96 || code === 0x9fa5) {
    console.log(`"${line}"`);
    line = "";
  }
}
