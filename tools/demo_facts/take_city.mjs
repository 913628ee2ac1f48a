// node take_city.mjs PACKAGE_FOLDER CITY_CODE > demo/facts/linyi_2023.tsv
import { isZone, readUnits } from "./source.mjs";

const [folder, city] = process.argv.slice(2);
if (!folder || !/^\d{4}$/.test(city ?? "")) {
  console.error("usage: node take_city.mjs PACKAGE_FOLDER CITY_CODE");
  process.exit(2);
}
const lines = ["code\tname\tlevel\tzone"];
for (const unit of readUnits(folder, city)) {
  lines.push([unit.code, unit.name, unit.level, isZone(unit) ? "yes" : ""].join("\t"));
}
process.stdout.write(lines.join("\n") + "\n");
