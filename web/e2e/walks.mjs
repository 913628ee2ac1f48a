// walks.mjs PROGRAM [WALK...]: serves a demo city, takes every walk through it in a browser, stops it, and counts them.
// What a walk prints is shown when it fails, or always with JINGUO_LOUD=1.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { serveDemo } from "./served.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const program = resolve(process.argv[2] ?? "build/bin/jinguo");
/** Each walk and what it needs to know; those that change the city come after those that look. */
const WALKS = [
  { name: "smoke" },
  { name: "axe" },
  { name: "live", file: "smoke", env: { JINGUO_WRITE: "1" } },
  { name: "moments" },
  { name: "inbox" },
  { name: "campaign" },
  { name: "lists" },
  { name: "grid" },
  { name: "demo", env: { JINGUO_PROGRAM: program } },
];
const wanted = process.argv.slice(3);

function take(walk, base) {
  return new Promise((done) => {
    const env = { ...process.env, JINGUO_BASE: base, ...walk.env };
    const child = spawn(process.execPath, [join(here, `${walk.file ?? walk.name}.mjs`)], { env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
    child.on("close", (code) => done({ code, said }));
  });
}

const folder = mkdtempSync(join(tmpdir(), "jinguo-walks-"));
let passed = 0;
let failed = 0;
let served;
try {
  served = await serveDemo(program, join(folder, "data"));
  for (const walk of WALKS) {
    if (wanted.length && !wanted.includes(walk.name)) continue;
    const from = Date.now();
    const { code, said } = await take(walk, served.base);
    if (code === 0) passed += 1;
    else failed += 1;
    console.log(`${code === 0 ? "ok  " : "FAIL"} ${walk.name} ${((Date.now() - from) / 1000).toFixed(1)} s`);
    if (code !== 0 || process.env.JINGUO_LOUD) console.log(said);
  }
} catch (error) {
  failed += 1;
  console.log(error.message);
} finally {
  await served?.end();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
