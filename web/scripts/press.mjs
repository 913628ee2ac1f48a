// Beside every text file of dist a .gz that a server may send in its stead.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
let before = 0;
let after = 0;
for (const name of readdirSync(dist, { recursive: true })) {
  const path = join(dist, String(name));
  if (!statSync(path).isFile() || !/\.(js|css|html|svg|json|txt)$/.test(path)) continue;
  const plain = readFileSync(path);
  const pressed = gzipSync(plain, { level: constants.Z_BEST_COMPRESSION });
  before += plain.length;
  after += Math.min(plain.length, pressed.length);
  if (plain.length > 512 && pressed.length < plain.length * 0.95) writeFileSync(`${path}.gz`, pressed);
}
console.log(`dist: ${Math.round(before / 1024)} KB, pressed ${Math.round(after / 1024)} KB`);
