#!/usr/bin/env python3
"""T1: kill -9 under load loses nothing that was acknowledged.

    kill_test.py JINGUO sqlite|postgres [--kills N] [--seed S]

Eight clients write loans and change them over HTTP, and note on disk what was acknowledged. The server (with
PostgreSQL: also the database server, all its processes) is killed at a random moment and started again; every
noted record must be there, as noted or as a change that was under way had made it. In one round a new version of
the programme is activated under load: nothing may be lost, and no answer may take over four seconds for it, on a busy
machine too.
At the end `verify` must find the hash chain, every row and every figure in order.
"""
import argparse
import http.client
import json
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HEADERS = {"Content-Type": "application/json"}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Postgres:
    """A PostgreSQL server of the test's own, which may be killed and started again; fsync stays on."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        bins = [os.path.join(d, "bin") for d in
                sorted((os.path.join("/usr/lib/postgresql", v) for v in os.listdir("/usr/lib/postgresql")), reverse=True)]
        self.bin = next(b for b in bins if os.path.exists(os.path.join(b, "initdb")))
        self.owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
        if self.owner:
            shutil.chown(folder, "postgres")
            os.chmod(os.path.dirname(folder), 0o755)
        self.run("initdb", "--no-sync", "-D", folder + "/data", "-U", "jinguo", "-A", "trust", "-E", "UTF8",
                 "--locale=C")
        self.process = None

    def run(self, program, *words):
        subprocess.run(self.owner + [os.path.join(self.bin, program), *words], check=True, cwd=self.folder,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self):
        self.process = subprocess.Popen(
            self.owner + [os.path.join(self.bin, "postgres"), "-D", self.folder + "/data", "-k", self.folder, "-c",
                          "listen_addresses=", "-c", "fsync=on", "-c", "synchronous_commit=on", "-c",
                          "max_connections=40"],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=open(self.folder + "/log", "ab"), start_new_session=True)
        for _ in range(400):
            ready = subprocess.run([os.path.join(self.bin, "pg_isready"), "-q", "-h", self.folder, "-U", "jinguo",
                                    "-d", "postgres"], cwd=self.folder)
            if ready.returncode == 0:
                return
            time.sleep(0.05)
        raise SystemExit("PostgreSQL did not start: " + open(self.folder + "/log").read()[-2000:])

    def kill(self):
        """All its processes at once; each worker leads a group of its own."""
        if not self.process:
            return
        workers = []
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/stat") as stat:
                    if int(stat.read().rsplit(")", 1)[1].split()[1]) == self.process.pid:
                        workers.append(int(name))
            except OSError:
                pass
        for pid in [self.process.pid, *workers]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.process.wait()
        while any(os.path.exists(f"/proc/{pid}") for pid in workers):
            time.sleep(0.02)
        self.process = None

    @property
    def conninfo(self):
        return f"host={self.folder} user=jinguo dbname=postgres"


class Jinguo:
    def __init__(self, program, folder, postgres):
        self.program, self.data, self.postgres = program, os.path.join(folder, "data"), postgres
        self.words = ["--data", self.data, "--key", os.path.join(folder, "key")]
        if postgres:
            self.words += ["--store", postgres.conninfo]
        self.port, self.process = 0, None

    def command(self, *words, check=True):
        done = subprocess.run([self.program, *words, *self.words], capture_output=True, text=True)
        if check and done.returncode != 0:
            raise SystemExit(f"{words}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def start(self):
        """Answers how many seconds passed until the first answer."""
        self.port = free_port()
        began = time.monotonic()
        self.process = subprocess.Popen([self.program, "serve", "--listen", f"127.0.0.1:{self.port}", *self.words],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while True:
            try:
                if self.ask("GET", "/api/about")[0] == 200:
                    return time.monotonic() - began
            except OSError:
                pass
            if self.process.poll() is not None:
                raise SystemExit("the server did not start: " + self.process.stderr.read().decode())
            if time.monotonic() - began > 60:
                raise SystemExit("the server is not ready after 60 s")
            time.sleep(0.02)

    def ask(self, method, path, body=None, session=None, connection=None, key=None):
        mine = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = dict(HEADERS)
        if session:
            headers["Cookie"] = "jinguo=" + session
        if key:
            headers["Idempotency-Key"] = key
        mine.request(method, path, None if body is None else json.dumps(body), headers)
        answer = mine.getresponse()
        data = answer.read()
        cookie = answer.getheader("Set-Cookie") or ""
        if not connection:
            mine.close()
        return answer.status, (json.loads(data) if data else None), cookie

    def enter(self, role):
        status, _, cookie = self.ask("POST", "/api/demo/session", {"role": role})
        if status != 200:
            raise SystemExit(f"cannot enter as {role}: {status}")
        return cookie.split(";")[0].split("=", 1)[1]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Client(threading.Thread):
    """Makes loans and changes them until told to stop; notes what was acknowledged before going on."""

    def __init__(self, server, session, unit, journal, seed):
        super().__init__(daemon=True)
        self.server, self.session, self.unit = server, session, unit
        self.journal = open(journal, "ab", buffering=0)
        self.random = random.Random(seed)
        self.stop, self.acked, self.slowest, self.refused = False, 0, 0.0, []
        self.mine = []

    def note(self, line):
        self.journal.write((json.dumps(line) + "\n").encode())
        os.fsync(self.journal.fileno())

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        while not self.stop:
            fresh = not self.mine or self.random.random() < 0.5
            value = secrets.token_hex(6)
            if fresh:
                record = secrets.token_hex(16)
                path, method = "/api/programmes/loans/records", "POST"
                body = {"id": record, "unit": self.unit,
                        "values": {"borrower": "演示" + value, "kind": "partnership", "project": value}}
                version = 1
            else:
                record, known = self.random.choice(self.mine)
                path, method = "/api/programmes/loans/records/" + record, "PATCH"
                version = known + 1
                body = {"version": known, "values": {"project": value}}
            # What is about to be tried may have been done when the server dies before it says so.
            self.note({"try": record, "version": version, "project": value})
            began = time.monotonic()
            try:
                status, answer, _ = self.server.ask(method, path, body, self.session, connection, secrets.token_hex(16))
            except (OSError, http.client.HTTPException):
                return
            self.slowest = max(self.slowest, time.monotonic() - began)
            if status != 200:
                if status != 503:
                    self.refused.append((status, answer))
                continue
            self.note({"acked": record, "version": version, "project": value})
            self.acked += 1
            self.mine = [m for m in self.mine if m[0] != record] + [(record, version)]


def read_journals(folder):
    """record -> (least version it must have, {version: project tried})."""
    known = {}
    for name in os.listdir(folder):
        for line in open(os.path.join(folder, name), "rb"):
            entry = json.loads(line)
            record = entry.get("acked") or entry.get("try")
            least, tried = known.get(record, (0, {}))
            tried = {**tried, entry["version"]: entry["project"]}
            known[record] = (max(least, entry["version"]) if "acked" in entry else least, tried)
    return known


def check(server, session, journals, checked):
    lost = []
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for record, (least, tried) in read_journals(journals).items():
        if checked.get(record) == least and least > 0 and random.random() > 0.05:
            continue
        status, answer, _ = server.ask("GET", "/api/programmes/loans/records/" + record, None, session, connection)
        if status == 404:
            if least > 0:
                lost.append(f"{record}: acknowledged version {least}, gone")
            continue
        version, project = answer["version"], answer["values"]["project"]
        if version < least:
            lost.append(f"{record}: acknowledged version {least}, found {version}")
        if tried.get(version) != project:
            lost.append(f"{record}: version {version} holds {project}, tried was {tried.get(version)}")
        checked[record] = least
    return lost


def main():
    words = argparse.ArgumentParser()
    words.add_argument("program")
    words.add_argument("engine", choices=["sqlite", "postgres"])
    words.add_argument("--kills", type=int, default=0)
    words.add_argument("--seed", type=int, default=int(os.environ.get("JINGUO_SEED", "20110630")))
    given = words.parse_args()
    kills = given.kills or (12 if given.engine == "sqlite" else 4)
    chance = random.Random(given.seed)
    print(f"seed {given.seed}, {kills} kills, {given.engine}", flush=True)
    if given.engine == "postgres" and not os.path.isdir("/usr/lib/postgresql"):
        print("PostgreSQL is not installed: skipped")
        return 0
    folder = tempfile.mkdtemp(prefix="jinguo-kill-")
    postgres, server, failed = None, None, []
    try:
        if given.engine == "postgres":
            postgres = Postgres(os.path.join(folder, "pg"))
            postgres.start()
        server = Jinguo(given.program, folder, postgres)
        server.command("demo", "--no-serve")
        journals = os.path.join(folder, "journals")
        os.makedirs(journals)
        checked, acked, slowest_start, n = {}, 0, 0.0, 0
        source = open("programmes/2026/loans.yaml", encoding="utf-8").read()
        for round_number in range(kills + 1):
            slowest_start = max(slowest_start, server.start())
            clerk = server.enter("clerk")
            unit = server.ask("GET", "/api/session", None, clerk)[1]["post"]["unit"]["code"]
            lost = check(server, clerk, journals, checked)
            failed += lost
            if lost:
                break
            if round_number == kills:
                break
            clients = []
            for _ in range(8):
                n += 1
                clients.append(Client(server, clerk, unit, os.path.join(journals, f"{n:05}"), chance.random()))
            for client in clients:
                client.start()
            if round_number == 0:
                # A new version under load: one more field, one more measure.
                time.sleep(0.5)
                text = source.replace("version: 2", "version: 3", 1).replace(
                    "valid_from: 2026-01-01", "valid_from: 2026-07-01", 1).replace(
                    "  project:", "  remark: {type: text, label: {zh: 备注, en: Remark}}\n  project:", 1)
                head = server.enter("head")
                status, answer, _ = server.ask("POST", "/api/definitions/apply",
                                               {"text": text, "name": "loans.yaml"}, head)
                if status != 200:
                    failed.append(f"activation under load: {status} {answer}")
                time.sleep(1.0)
                worst = max(client.slowest for client in clients)
                print(f"activation under load: slowest answer {worst:.2f} s", flush=True)
                if worst > 4:
                    failed.append(f"an answer took {worst:.1f} s during an activation")
            time.sleep(chance.uniform(0.05, 2.0))
            server.kill()
            if postgres:
                postgres.kill()
            for client in clients:
                client.stop = True
                client.join(35)
                acked += client.acked
                failed += [f"refused: {refusal}" for refusal in client.refused[:3]]
            if postgres:
                postgres.start()
        verdict = server.command("verify", check=False)
        if verdict.returncode != 0:
            failed.append("verify: " + verdict.stdout[-1500:] + verdict.stderr[-1500:])
        print(f"{acked} changes acknowledged, {len(failed)} lost or wrong, ready again in at most "
              f"{slowest_start:.2f} s", flush=True)
        if acked < 50 * kills:
            failed.append(f"only {acked} changes were acknowledged: this was no load")
    finally:
        if server and server.process and server.process.poll() is None:
            server.kill()
        if postgres:
            postgres.kill()
        shutil.rmtree(folder, ignore_errors=True)
    for line in failed[:20]:
        print("FAILED", line)
    print(f"{0 if failed else 1} passed, {1 if failed else 0} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
