// A served demo city for walks: made in a folder of its own, on loopback, on a port that is free.
import { spawn } from "node:child_process";
import { createServer } from "node:net";

function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Serves the demo city in the folder, making it where there is none; `end` stops it by a signal and waits. Port 0: any. */
export async function serveDemo(program, data, port = 0) {
  const base = `http://127.0.0.1:${port || (await freePort())}`;
  const child = spawn(program, ["demo", "--data", data, "--listen", base.slice(7)], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((done) => child.on("close", done));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  const end = (signal = "SIGINT") => {
    child.kill(signal);
    return ended;
  };
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the demo ended:\n${said}`);
    if (await fetch(`${base}/api/about`).then((answer) => answer.ok, () => false)) return { base, end };
    await new Promise((next) => setTimeout(next, 200));
  }
  await end("SIGKILL");
  throw new Error(`the demo did not come up:\n${said}`);
}
