// The table of Traditional Chinese from the dictionaries of OpenCC (s2tw: Taiwan's forms of the characters, our own
// words), cut down to what a browser needs: a character at a time, and the phrases that come out otherwise.
const DICT = "opencc-js/dist/esm-lib/dict/";

const { default: STCharacters } = await import(resolve("STCharacters"));
const { default: STPhrases } = await import(resolve("STPhrases"));
const { default: STRegional } = await import(resolve("STPhrases_GeneratedFromRegionalPhrases"));
const { default: TWVariants } = await import(resolve("TWVariants"));

function resolve(name) {
  return new URL(`../node_modules/${DICT}${name}.js`, import.meta.url).href;
}
const pairs = (text) => text.split("|").map((one) => one.split(" "));

/** The lookup a browser makes: the longest phrase that begins at each character, else the character. */
function reader(characters) {
  const phrases = new Map();
  const longest = new Map();
  return {
    learn(from, to) {
      const first = [...from][0];
      phrases.set(from, to);
      longest.set(first, Math.max(longest.get(first) ?? 0, [...from].length));
    },
    read(text) {
      const given = [...text];
      let out = "";
      for (let at = 0; at < given.length; ) {
        let length = Math.min(longest.get(given[at]) ?? 1, given.length - at);
        while (length > 1 && !phrases.has(given.slice(at, at + length).join(""))) length -= 1;
        out += length > 1 ? phrases.get(given.slice(at, at + length).join("")) : (characters.get(given[at]) ?? given[at]);
        at += length;
      }
      return out;
    },
  };
}

/** How phrases read the character they begin with. */
function beginnings(phrases) {
  const out = new Map();
  for (const [from, to] of phrases) out.set([...from][0], (out.get([...from][0]) ?? new Set()).add([...to][0]));
  return out;
}
/** Whether a word of two characters must be kept because a phrase that begins in its end would read it otherwise. */
function isReadAcross(begins, from, to) {
  const [source, target] = [[...from], [...to]];
  return source.length === 2 && [...(begins.get(source[1]) ?? [])].some((reading) => reading !== target[1]);
}

/** { characters: "万萬…", phrases: "一只1隻 …" }: a phrase names only the places that differ from its characters. */
export function traditionalTable() {
  const variants = new Map(pairs(TWVariants));
  const local = (text) => [...text].map((c) => variants.get(c) ?? c).join("");
  const characters = new Map([...variants, ...pairs(STCharacters).map(([from, to]) => [from, local(to)])].filter(([from, to]) => from !== to));
  const wanted = [...pairs(STPhrases), ...pairs(STRegional)].map(([from, to]) => [from, local(to)]);
  const reading = reader(characters);
  const phrases = new Map();
  // Short ones first: a long phrase that its parts already read right is left out. Again until nothing is learnt.
  wanted.sort((a, b) => a[0].length - b[0].length);
  for (let before = -1; before !== phrases.size; ) {
    before = phrases.size;
    const begins = beginnings(phrases);
    for (const [from, to] of wanted)
      if (!phrases.has(from) && (reading.read(from) !== to || isReadAcross(begins, from, to))) {
        reading.learn(from, to);
        phrases.set(from, to);
      }
  }
  const short = ([from, to]) => {
    const source = [...from];
    return from + [...to].map((c, i) => (c === (characters.get(source[i]) ?? source[i]) ? "" : i.toString(36) + c)).join("");
  };
  return { characters: [...characters].flat().join(""), phrases: [...phrases].map(short).join(" ") };
}

/** `import table from "virtual:traditional"` in the browser and in tests. */
export function traditional() {
  const name = "virtual:traditional";
  return {
    name: "traditional",
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) => (id === `\0${name}` ? `export default ${JSON.stringify(traditionalTable())};` : null),
  };
}
