// node nation.mjs PACKAGE_FOLDER OUT.tsv
// Writes the whole country: 31 provinces and everything below, about 665,000 units, for benches and
// load tests. The columns are those of demo/facts/linyi_2023.tsv; the nation itself has no row.
import fs from "node:fs";
import { isZone, readUnits } from "./source.mjs";

const [folder, out] = process.argv.slice(2);
if (!folder || !out) {
  console.error("usage: node nation.mjs PACKAGE_FOLDER OUT.tsv");
  process.exit(2);
}
const count = {};
const lines = ["code\tname\tlevel\tzone"];
for (const unit of readUnits(folder, "")) {
  lines.push([unit.code, unit.name, unit.level, isZone(unit) ? "yes" : ""].join("\t"));
  count[unit.level] = (count[unit.level] ?? 0) + 1;
}
fs.writeFileSync(out, lines.join("\n") + "\n");
console.error(`${lines.length - 1} units written: ${JSON.stringify(count)}`);
