// Writes src/api/types.ts from the table of shapes the server keeps in src/http/api_types.cpp, in the words the
// server itself would print. With --check it only says whether the file is up to date.
import { readFileSync, writeFileSync } from "node:fs";

const table = new URL("../../src/http/api_types.cpp", import.meta.url);
const target = new URL("../src/api/types.ts", import.meta.url);

/** The C++ string literals of `text` in order, each run of neighbours joined. */
function literalsOf(text) {
  const out = [];
  let run = null;
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const found = /^"((?:[^"\\]|\\.)*)"/.exec(rest);
    if (found) {
      run = (run ?? "") + JSON.parse(`"${found[1]}"`);
      at += found[0].length;
      continue;
    }
    if (!/\s/.test(text[at]) && run !== null) {
      out.push(run);
      run = null;
    }
    at += 1;
  }
  if (run !== null) out.push(run);
  return out;
}

const source = readFileSync(table, "utf8");
const rows = source.slice(source.indexOf("kTypes{"), source.indexOf("}  // namespace"));
const lines = ["// Printed by `jinguo openapi --types`; do not edit.", "export type Json = unknown;"];
let count = 0;
for (const part of rows.split("ApiType{").slice(1)) {
  const [name, about, fields] = literalsOf(part);
  if (fields === undefined) throw new Error(`a row of ${table.pathname} could not be read: ${part.slice(0, 80)}`);
  lines.push("", `/** ${about} */`, `export interface ${name} {`);
  for (const field of fields.split(";").map((f) => f.replace(/^ +/, "")).filter(Boolean))
    lines.push(`  ${field.replace(": integer", ": number").replace(": json", ": Json")};`);
  lines.push("}");
  count += 1;
}
const text = lines.join("\n") + "\n";
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("src/api/types.ts differs from src/http/api_types.cpp: run `npm run types`");
    process.exit(6);
  }
  console.log(`src/api/types.ts is up to date: ${count} shapes`);
} else {
  writeFileSync(target, text);
  console.log(`src/api/types.ts: ${count} shapes`);
}
