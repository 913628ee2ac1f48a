import { parseDecimal, whole, type Decimal } from "./decimal";
import { isDayOf, parseDay, type Day } from "./day";

/** One node of an expression as written. The twin of src/expr/ast.h; `line` and `column` from 0, in characters. */
export interface Node {
  readonly form: string;
  readonly value: boolean | Decimal | string | Day | null;
  readonly text: string;
  readonly children: readonly Node[];
  readonly column: number;
  /** How many nodes hang on this one, itself included. */
  readonly size: number;
}

/** A fault of writing; `column` counts characters from 1 in its line, `line` from 1. */
export interface Fault {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  readonly args: readonly string[];
}

export type Parsed = { readonly ast: Node } | { readonly faults: readonly Fault[] };

const MOST_BYTES = 10_000;
const MOST_NODES = 2_000;
const MOST_DEPTH = 64;

const KEYWORDS = new Set("and blank else false has if in is no not or then true yes".split(" "));
const COMPARISONS = new Map([
  ["=", "equal"],
  ["!=", "not_equal"],
  ["<", "less"],
  ["<=", "less_equal"],
  [">", "greater"],
  [">=", "greater_equal"],
  ["has", "has"],
]);
const FOREIGN: readonly (readonly [string, string])[] = [
  ["==", "="],
  ["<>", "!="],
  ["=>", ">="],
  ["=<", "<="],
  ["&&", "and"],
  ["||", "or"],
  ["&", "and"],
  ["|", "or"],
  ["!", "not"],
];
const SIGNS = ["<=", ">=", "!=", "=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ","];
const MENDS = new Map<string, string>();
for (const [wrong, mend] of [
  ["\u00a0\u3000", " "],
  ["×＊", "*"],
  ["÷／", "/"],
  ["–—−－", "-"],
  ["‘’＇", "'"],
  ["“”「」＂", '"'],
  ["、，；", ","],
  ["。．", "."],
  ["【［", "["],
  ["】］", "]"],
  ["％", "%"],
  ["（", "("],
  ["）", ")"],
  ["＋", "+"],
  ["：", ":"],
  ["＜", "<"],
  ["＝", "="],
  ["＞", ">"],
  ["＿", "_"],
] as const)
  for (const c of wrong) MENDS.set(c, mend);

function mendOf(c: string): string {
  const code = c.codePointAt(0) ?? 0;
  const isLetter = (code >= 0xff10 && code <= 0xff19) || (code >= 0xff21 && code <= 0xff3a);
  if (isLetter || (code >= 0xff41 && code <= 0xff5a)) return String.fromCharCode(code - 0xfee0);
  return MENDS.get(c) ?? c;
}

const NO_NAME: readonly (readonly [number, number])[] = [
  [0x80, 0xbf],
  [0xd7, 0xd7],
  [0xf7, 0xf7],
  [0x2000, 0x2bff],
  [0x3000, 0x303f],
  [0xe000, 0xf8ff],
  [0xfe10, 0xfe6f],
  [0xfeff, 0xff65],
  [0xffe0, 0xffff],
];

function isNameCharacter(c: string | undefined): boolean {
  if (c === undefined) return false;
  const code = c.codePointAt(0) ?? 0;
  if (code < 0x80) return /[A-Za-z0-9_]/.test(c);
  if (code === 0x3005 || code === 0x3007) return true;
  return !NO_NAME.some(([first, last]) => code >= first && code <= last);
}

const isDigit = (c: string | undefined): boolean => c !== undefined && c >= "0" && c <= "9";

interface Token {
  readonly kind: "end" | "literal" | "name" | "keyword" | "sign";
  readonly text: string;
  readonly value: Node["value"];
  readonly line: number;
  readonly column: number;
}

class Reader {
  readonly tokens: Token[] = [];
  readonly faults: Fault[] = [];
  private readonly written: readonly string[];
  private readonly meant: readonly string[];
  private at = 0;
  private line = 0;
  private lineStart = 0;

  constructor(text: string) {
    this.written = [...text];
    this.meant = this.written.map((c) => (c < "\u0080" ? c : mendOf(c)));
  }

  read(): void {
    while (this.at < this.meant.length) this.readOne();
    this.push("end", "", this.at);
  }

  private fault(code: string, args: readonly string[], at: number): void {
    this.faults.push({ code: "expr." + code, line: this.line + 1, column: at - this.lineStart + 1, args });
  }
  private push(kind: Token["kind"], text: string, from: number, value: Token["value"] = null): void {
    this.tokens.push({ kind, text, value, line: this.line, column: from - this.lineStart });
  }
  private tellMends(from: number, to: number): void {
    for (let i = from; i < to; ++i)
      if (this.meant[i] !== this.written[i]) this.fault("full_width", [this.written[i], this.meant[i]], i);
  }
  private slice(from: number, to: number): string {
    return this.meant.slice(from, to).join("");
  }

  private readOne(): void {
    const c = this.meant[this.at];
    if (c === " " || c === "\t" || c === "\n" || c === "\r") return this.skipSpace();
    if (c === '"' || c === "'") return this.readText();
    if (isDigit(c)) return this.readNumber();
    if (isNameCharacter(c)) return this.readWord();
    this.readSign();
  }

  private skipSpace(): void {
    this.tellMends(this.at, this.at + 1);
    this.at += 1;
    if (this.meant[this.at - 1] === "\n") {
      this.line += 1;
      this.lineStart = this.at;
    }
  }

  private readText(): void {
    const from = this.at;
    const quote = this.meant[from];
    const characters = this.written[from] === quote ? this.written : this.meant;
    this.tellMends(from, from + 1);
    let end = from + 1;
    while (end < this.meant.length && characters[end] !== quote && this.meant[end] !== "\n") end += 1;
    const isOpen = end === this.meant.length || characters[end] !== quote;
    if (isOpen) this.fault("open_text", [quote], from);
    this.at = isOpen ? end : end + 1;
    this.push("literal", this.slice(from, this.at), from, this.written.slice(from + 1, end).join(""));
  }

  private digitsFrom(i: number): number {
    while (isDigit(this.meant[i])) i += 1;
    return i;
  }

  private readNumber(): void {
    const from = this.at;
    let end = this.digitsFrom(from);
    const isJoined = (sign: string, i: number): boolean => this.meant[i] === sign && isDigit(this.meant[i + 1]);
    let isDate = false;
    if (end - from === 4 && isJoined("-", end)) {
      const second = this.digitsFrom(end + 1);
      if (isJoined("-", second)) {
        isDate = true;
        end = this.digitsFrom(second + 1);
      }
    }
    if (!isDate && isJoined(".", end)) end = this.digitsFrom(end + 1);
    let isBad = false;
    while (isNameCharacter(this.meant[end])) {
      end += 1;
      isBad = true;
    }
    this.tellMends(from, end);
    const text = this.slice(from, end);
    this.at = end;
    const value = isBad ? null : isDate ? parseDay(text) : parseDecimal(text);
    if (!value) this.fault(isDate ? "bad_date" : "bad_number", [text], from);
    this.push("literal", text, from, value ?? (isDate ? isDayOf(0) : whole(0)));
  }

  private readWord(): void {
    const from = this.at;
    let end = from;
    while (
      isNameCharacter(this.meant[end]) ||
      (this.meant[end] === "." && isNameCharacter(this.meant[end + 1]) && !isDigit(this.meant[end + 1]))
    )
      end += 1;
    this.tellMends(from, end);
    const text = this.slice(from, end);
    this.at = end;
    const lower = text.replace(/[A-Z]/g, (c) => c.toLowerCase());
    if (!KEYWORDS.has(lower)) return this.push("name", text, from);
    if (lower !== text) this.fault("foreign_sign", [text, lower], from);
    if (lower === "true" || lower === "yes") return this.push("literal", text, from, true);
    if (lower === "false" || lower === "no") return this.push("literal", text, from, false);
    if (lower === "blank") return this.push("literal", text, from);
    this.push("keyword", lower, from);
  }

  private startsWith(sign: string): boolean {
    return this.slice(this.at, this.at + sign.length) === sign;
  }

  private readSign(): void {
    const from = this.at;
    const c = this.meant[from];
    const sameAs = { "≤": "<=", "≥": ">=", "≠": "!=" }[c];
    if (sameAs) {
      this.at += 1;
      return this.push("sign", sameAs, from);
    }
    if (c === "！") {
      const isUnequal = this.meant[from + 1] === "=";
      this.fault("full_width", [c, isUnequal ? "!" : "not"], from);
      if (isUnequal) this.tellMends(from + 1, from + 2);
      this.at += isUnequal ? 2 : 1;
      return isUnequal ? this.push("sign", "!=", from) : this.push("keyword", "not", from);
    }
    const foreign = this.startsWith("!=") ? undefined : FOREIGN.find(([wrong]) => this.startsWith(wrong));
    if (foreign) {
      const [wrong, mend] = foreign;
      this.tellMends(from, from + wrong.length);
      this.fault("foreign_sign", [wrong, mend], from);
      this.at += wrong.length;
      return this.push(KEYWORDS.has(mend) ? "keyword" : "sign", mend, from);
    }
    const sign = SIGNS.find((s) => this.startsWith(s));
    if (sign) {
      this.tellMends(from, from + sign.length);
      this.at += sign.length;
      return this.push("sign", sign, from);
    }
    this.at += 1;
    if (c === "%") {
      this.tellMends(from, this.at);
      return this.fault("percent", [], from);
    }
    if (this.meant[from] !== this.written[from]) return this.tellMends(from, this.at);
    this.fault("bad_character", [c], from);
  }
}

/** Thrown inside the parser at the first fault of order, and caught by `parse`. */
class Refusal {
  readonly fault: Fault;
  constructor(fault: Fault) {
    this.fault = fault;
  }
}

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;
  private count = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  run(): Node {
    const root = this.parseWhole();
    if (this.peek().kind !== "end") this.refuse("expected", ["an operator or the end"]);
    return root;
  }

  private peek(): Token {
    return this.tokens[this.at];
  }
  private isNext(text: string): boolean {
    const token = this.peek();
    return (token.kind === "keyword" || token.kind === "sign") && token.text === text;
  }
  private take(text: string): boolean {
    if (!this.isNext(text)) return false;
    this.at += 1;
    return true;
  }
  private refuse(code: string, args: readonly string[]): never {
    const token = this.peek();
    throw new Refusal({ code: "expr." + code, line: token.line + 1, column: token.column + 1, args });
  }
  private expect(text: string): void {
    if (!this.take(text)) this.refuse("expected", [text]);
  }
  private add(form: string, token: Token, children: readonly Node[] = []): Node {
    this.count += 1;
    if (this.count > MOST_NODES) this.refuse("too_large", [String(MOST_NODES)]);
    const size = children.reduce((sum, child) => sum + child.size, 1);
    const value = form === "literal" ? token.value : null;
    return { form, value, text: token.text, children, column: token.column, size };
  }
  private deeper<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > MOST_DEPTH) this.refuse("too_deep", [String(MOST_DEPTH)]);
    const out = read();
    this.depth -= 1;
    return out;
  }

  private parseWhole(): Node {
    return this.deeper(() => {
      const token = this.peek();
      if (!this.take("if")) return this.parseOr();
      const condition = this.parseWhole();
      this.expect("then");
      const met = this.parseWhole();
      this.expect("else");
      const unmet = this.parseWhole();
      return this.add("choose", token, [condition, met, unmet]);
    });
  }

  private parseChain(operators: Readonly<Record<string, string>>, below: () => Node): Node {
    let left = below();
    for (;;) {
      const token = this.peek();
      const form = token.kind === "sign" || token.kind === "keyword" ? operators[token.text] : undefined;
      if (!form) return left;
      this.at += 1;
      left = this.add(form, token, [left, below()]);
    }
  }
  private parseOr(): Node {
    return this.parseChain({ or: "or" }, () => this.parseAnd());
  }
  private parseAnd(): Node {
    return this.parseChain({ and: "and" }, () => this.parseNot());
  }
  private parseSum(): Node {
    return this.parseChain({ "+": "add", "-": "subtract" }, () => this.parseProduct());
  }
  private parseProduct(): Node {
    return this.parseChain({ "*": "multiply", "/": "divide" }, () => this.parseNegation());
  }

  private parseNot(): Node {
    if (!this.isNext("not")) return this.parseComparison();
    return this.deeper(() => {
      const token = this.peek();
      this.at += 1;
      return this.add("not", token, [this.parseNot()]);
    });
  }

  private parseComparison(): Node {
    const left = this.parseSum();
    const out = this.parseComparisonAfter(left);
    const token = this.peek();
    const isSign = token.kind === "sign" || token.kind === "keyword";
    if (out !== left && isSign && (COMPARISONS.has(token.text) || ["is", "in", "not"].includes(token.text)))
      this.refuse("chained", []);
    return out;
  }

  private parseComparisonAfter(left: Node): Node {
    const token = this.peek();
    const form = token.kind === "sign" || token.kind === "keyword" ? COMPARISONS.get(token.text) : undefined;
    if (form) {
      this.at += 1;
      return this.add(form, token, [left, this.parseSum()]);
    }
    if (this.take("is")) {
      const isForm = this.take("not") ? "is_not_blank" : "is_blank";
      if (this.peek().kind !== "literal" || this.peek().value !== null) this.refuse("expected", ["blank"]);
      this.at += 1;
      return this.add(isForm, token, [left]);
    }
    if (this.take("not")) {
      this.expect("in");
      return this.parseList("not_in", token, left);
    }
    return this.take("in") ? this.parseList("in", token, left) : left;
  }

  private parseList(form: string, token: Token, left: Node): Node {
    const children = [left];
    this.expect("[");
    do children.push(this.parseWhole());
    while (this.take(","));
    this.expect("]");
    return this.add(form, token, children);
  }

  private parseNegation(): Node {
    if (!this.isNext("-")) return this.parseValue();
    return this.deeper(() => {
      const token = this.peek();
      this.at += 1;
      return this.add("negate", token, [this.parseNegation()]);
    });
  }

  private parseValue(): Node {
    const token = this.peek();
    if (token.kind === "literal") {
      this.at += 1;
      return this.add("literal", token);
    }
    if (token.kind === "name") {
      this.at += 1;
      return this.isNext("(") ? this.parseCall(token) : this.add("name", token);
    }
    if (!this.take("(")) this.refuse("expected", ["a value"]);
    const inner = this.parseWhole();
    this.expect(")");
    return inner;
  }

  private parseCall(name: Token): Node {
    const children: Node[] = [];
    this.expect("(");
    if (!this.isNext(")")) {
      do children.push(this.parseWhole());
      while (this.take(","));
    }
    this.expect(")");
    return this.add("call", name, children);
  }
}

/** Reads an expression: its tree, or all faults of characters, or the first fault of order. */
export function parse(text: string): Parsed {
  const only = (code: string): Parsed => ({ faults: [{ code: "expr." + code, line: 1, column: 1, args: [] }] });
  if (new TextEncoder().encode(text).length > MOST_BYTES) return only("too_long");
  const reader = new Reader(text);
  reader.read();
  if (reader.faults.length > 0) return { faults: reader.faults };
  if (reader.tokens.length === 1) return only("empty");
  try {
    return { ast: new Parser(reader.tokens).run() };
  } catch (refusal) {
    if (refusal instanceof Refusal) return { faults: [refusal.fault] };
    throw refusal;
  }
}
