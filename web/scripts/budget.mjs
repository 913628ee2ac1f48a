// Weighs what a browser fetches: the first load, and what each page adds to it. Fails above the budget.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const KB = 1024;
const BUDGET = { js: 180 * KB, css: 30 * KB, route: 80 * KB };
const dist = new URL("../dist/", import.meta.url);
const read = (name) => readFileSync(new URL(name, dist));
const weight = (name) => gzipSync(read(name), { level: 9 }).length;

const html = read("index.html").toString();
const first = new Set([...html.matchAll(/(?:src|href)="\/((?:assets\/)?[\w.-]+\.(?:js|css))"/g)].map((m) => m[1]));
/** The chunks a chunk imports at once. */
const imports = (name) => [...read(name).toString().matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)].map((m) => `assets/${m[1]}`);
function close(start) {
  const seen = new Set();
  const queue = [...start];
  while (queue.length) {
    const name = queue.pop();
    if (seen.has(name)) continue;
    seen.add(name);
    if (name.endsWith(".js") && name.startsWith("assets/")) queue.push(...imports(name));
  }
  return seen;
}
const shell = close(first);
const sum = (names, ending) => [...names].filter((n) => n.endsWith(ending)).reduce((all, n) => all + weight(n), 0);
const kb = (n) => `${(n / KB).toFixed(1)} KB`;
let isOver = false;
function tell(what, got, most) {
  isOver ||= got > most;
  console.log(`${got > most ? "OVER " : "ok   "} ${what.padEnd(24)} ${kb(got).padStart(9)} of ${kb(most)}`);
}
tell("first load js", sum(shell, ".js"), BUDGET.js);
tell("first load css", sum(shell, ".css"), BUDGET.css);
for (const name of readdirSync(new URL("assets/", dist)).filter((n) => /Page-[\w-]+\.js$/.test(n)).sort()) {
  const page = close([`assets/${name}`]);
  // What a page brings in later on the screen it opens with: the unit picker stands on every page of an office.
  const added = [...page].filter((n) => !shell.has(n));
  tell(name.replace(/-[\w-]+\.js$/, ""), sum(added, ".js"), BUDGET.route);
}
for (const part of ["UnitPicker", "traditional"]) {
  const name = readdirSync(new URL("assets/", dist)).find((n) => n.startsWith(`${part}-`) && n.endsWith(".js"));
  tell(`${part} (later)`, sum([...close([`assets/${name}`])].filter((n) => !shell.has(n)), ".js"), BUDGET.route);
}
process.exit(isOver ? 6 : 0);
