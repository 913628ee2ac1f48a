#!/usr/bin/env python3
"""The program as a person meets it: the demo city made, asked, served, killed, verified, tampered with.

    end_to_end.py PROGRAM [unittest's own arguments]

Works in a temporary folder; the sources' folder is the working directory.
"""
import contextlib
import http.client
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

kProgram = str(pathlib.Path(sys.argv[1]).resolve()) if len(sys.argv) > 1 else ""
kSources = pathlib.Path(__file__).resolve().parent.parent.parent
kShare = "elections.party_coverage"
# Of the public figures of the first half of 2011: 2747 of 7080 villages, give or take the chance of the demo.
kLeast, kMost, kVillages = 2744, 2750, 7080


class Ran:
    def __init__(self, done):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    def __str__(self):
        return f"exit {self.code}\n{self.out[-2000:]}\n{self.err[-2000:]}"


class House:
    """A data folder made once, and copies of it for tests that change something."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="jg"))
        self.data = self.folder / "demo"
        started = time.monotonic()
        self.demo = run("demo", "--no-serve", data=self.data)
        self.seconds = time.monotonic() - started

    def copy(self, name):
        to = self.folder / name
        shutil.copytree(self.data, to, ignore=shutil.ignore_patterns("*.socket"))
        shutil.copy(f"{self.data}.key", f"{to}.key")
        return to


def environment(data):
    out = {name: value for name, value in os.environ.items() if not name.startswith("JINGUO_")}
    if data is not None:
        out["JINGUO_DATA"] = str(data)
    return out


def run(*words, data=None, text=None, cwd=None):
    return Ran(subprocess.run([kProgram, *map(str, words)], env=environment(data), input=text, text=True,
                              capture_output=True, timeout=300, cwd=cwd))


class Served:
    """A server on a free port; leaves by SIGTERM, or as the test says."""

    def __init__(self, data, *words, trusted=None, address="127.0.0.1"):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        # The certificate of the authority it is trusted by; None: it does not encrypt.
        self.trusted = trusted
        self.process = subprocess.Popen([kProgram, "serve", "--listen", f"{address}:{self.port}", *words], text=True,
                                        env=environment(data), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        line = self.process.stdout.readline()
        if str(self.port) not in line:
            raise AssertionError("it does not serve: " + line + (self.process.stdout.read() or ""))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.end(signal.SIGTERM)

    def end(self, how):
        self.process.send_signal(how)
        code = self.process.wait(timeout=60)
        self.process.stdout.close()
        return code

    def ask(self, method, path, body=None, cookie=None):
        if self.trusted is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        else:
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60,
                                                     context=ssl.create_default_context(cafile=self.trusted))
        headers = {"Cookie": cookie} if cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        self.set_cookie = answer.getheader("Set-Cookie") or ""
        self.cookie = self.set_cookie.split(";")[0]
        connection.close()
        return answer.status, text


def readable_by_others(folder):
    return [str(path) for path in folder.rglob("*") if path.is_file() and path.stat().st_mode & 0o077]


def figure(data, *words):
    done = run("figure", kShare, "--period", "2011-H1", "--json", *words, data=data)
    if done.code != 0:
        raise AssertionError(str(done))
    return json.loads(done.out)


house = None


def setUpModule():
    global house
    house = House()


def tearDownModule():
    shutil.rmtree(house.folder, ignore_errors=True)


class Demo(unittest.TestCase):
    def test_makes_the_city_and_prints_its_report(self):
        self.assertEqual(house.demo.code, 0, house.demo)
        self.assertIn("38.8%", house.demo.out)
        self.assertIn("7080", house.demo.out)
        self.assertIn("建立组织树", house.demo.err)

    def test_the_folder_is_for_its_owner_alone(self):
        self.assertEqual(house.data.stat().st_mode & 0o077, 0)
        self.assertEqual(pathlib.Path(f"{house.data}.key").stat().st_mode & 0o077, 0)
        self.assertEqual(readable_by_others(house.data), [])

    def test_a_second_time_takes_what_is_there(self):
        again = run("demo", "--no-serve", data=house.data)
        self.assertEqual((again.code, again.out, again.err), (0, house.demo.out, ""))

    def test_a_folder_with_other_things_is_left_alone(self):
        other = house.folder / "other"
        other.mkdir()
        (other / "letter.txt").write_text("mine")
        done = run("demo", "--no-serve", data=other)
        self.assertEqual(done.code, 5, done)
        self.assertEqual([path.name for path in other.iterdir()], ["letter.txt"])


    def test_is_never_served_to_other_machines(self):
        nowhere = house.folder / "open"
        done = run("demo", "--listen", "0.0.0.0:8711", data=nowhere)
        self.assertEqual(done.code, 2, done)
        self.assertRegex(done.err, r"只能在本机(.|\n)*to this machine alone")
        self.assertFalse(nowhere.exists())
        for address in ("0.0.0.0:0", "[::]:0", "192.0.2.7:0"):
            done = run("serve", "--listen", address, data=house.data)
            self.assertEqual(done.code, 2, done)
            self.assertIn("只能在本机", done.err)


class Figures(unittest.TestCase):
    def test_json_has_what_the_design_lists(self):
        found = figure(house.data, "--unit", "3713")
        for name in ("figure unit period as value text numerator denominator reported expected measured_in position "
                     "rule_version records records_url").split():
            self.assertIn(name, found)
        self.assertEqual(found["denominator"], kVillages)
        self.assertTrue(kLeast <= found["numerator"] <= kMost, found["numerator"])
        self.assertAlmostEqual(found["value"], found["numerator"] / found["denominator"])
        self.assertEqual((found["unit"], found["text"], found["as"]), ("3713", "38.8%", "then"))
        self.assertEqual(found["records"], kVillages)

    def test_parts_add_up(self):
        whole, parts = figure(house.data, "--unit", "3713"), figure(house.data, "--unit", "3713", "--by", "units")
        for name in ("numerator", "denominator"):
            self.assertEqual(sum(part[name] for part in parts), whole[name])

    def test_a_line_for_people(self):
        done = run("figure", kShare, "--unit", "3713", "--period", "2011-H1", data=house.data)
        self.assertRegex(done.out, r"^女性进村党组织比例 38\.8%（27\d\d/7080）临沂市 2011-H1 当时口径")

    def test_a_figure_leads_to_its_records(self):
        done = run("figure", kShare, "--unit", "371323107", "--period", "2011-H1", "--records", "--json", "--as",
                   "demo.clerk", data=house.data)
        page = json.loads(done.out)
        here = figure(house.data, "--unit", "371323107")
        self.assertEqual(page["total"], here["records"])

    def test_the_operator_sees_no_rows(self):
        done = run("figure", kShare, "--unit", "371323107", "--period", "2011-H1", "--records", data=house.data)
        self.assertEqual(done.code, 4, done)

    def test_a_start_is_quick(self):
        # Processor time, so that a busy machine fails nobody.
        before = os.times()
        figure(house.data)
        after = os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        self.assertLess(used, 1.0)


class Papers(unittest.TestCase):
    def test_every_format(self):
        heads = {"txt": "演示数据".encode(), "md": b"# ", "html": b"<!doctype html", "docx": b"PK"}
        if shutil.which("chromium"):
            heads["pdf"] = b"%PDF-"
        for ending, head in heads.items():
            with self.subTest(ending):
                if ending == "docx" and not shutil.which("pandoc"):
                    continue
                file = house.folder / f"report.{ending}"
                done = run("report", "half_year", "--unit", "3713", "--period", "2011-H1", "-o", file, data=house.data)
                self.assertEqual(done.code, 0, done)
                self.assertTrue(file.read_bytes().startswith(head), file.read_bytes()[:40])


class ExitCodes(unittest.TestCase):
    def test_each_kind(self):
        bad = house.folder / "bad.yaml"
        bad.write_text("programme: x\ntitle: {zh: 名}\n", encoding="utf-8")
        rows = [
            (0, ["define", "check", kSources / "programmes"]),
            (2, ["figure"]), (2, ["frobnicate"]), (2, ["figure", kShare, "--frob"]),
            (3, ["figure", "elections.nothing"]), (3, ["org", "show", "99"]), (3, ["report", "nothing"]),
            (3, ["figure", kShare, "--as", "nobody"]),
            (4, ["user", "add", "wang", "--name", "王"]), (4, ["record", "export", "loans", "--as", "demo.auditor"]),
            (6, ["record", "export", "loans", "--format", "exe", "--as", "demo.head"]),
            (2, ["record", "template", "elections", "-o", house.folder / "sheet.pdf"]),
            (6, ["define", "check", bad]), (6, ["figure", kShare, "--period", "2011-H3"]),
        ]
        for code, words in rows:
            with self.subTest(words):
                done = run(*words, data=house.data)
                self.assertEqual(done.code, code, done)
                self.assertEqual(done.err == "", code == 0)

    def test_no_data_is_told_and_nothing_made(self):
        nowhere = house.folder / "nowhere"
        for words in (["figure", kShare], ["serve"], ["verify"]):
            self.assertEqual(run(*words, data=nowhere).code, 3)
        self.assertFalse(nowhere.exists())

    def test_a_fault_has_file_line_and_column(self):
        bad = house.folder / "faulty.yaml"
        bad.write_text((kSources / "programmes/loans.yaml").read_text(encoding="utf-8").replace("type: money", "type: mony", 1),
                       encoding="utf-8")
        done = run("define", "check", bad)
        self.assertEqual(done.code, 6, done)
        self.assertRegex(done.err, r"faulty\.yaml:\d+:\d+: \S")


class Examples(unittest.TestCase):
    """Every example of docs/cli.md is run as it stands."""

    def test_each_runs(self):
        data = house.copy("examples")
        folder = house.folder / "examples.d"
        folder.mkdir()
        (folder / "programmes").symlink_to(kSources / "programmes")
        (folder / "units.tsv").write_text("code\tname\tlevel\n371323107299\t新村村\tvillage\n", encoding="utf-8")
        (folder / "changes.tsv").write_text("rename\t2026-07-03\tunit=371323107\tname=崔家峪街道\n", encoding="utf-8")
        exported = run("record", "export", "elections", "--unit", "371323107200", "--state", "running", "--as",
                       "demo.clerk", "-o", folder / "elections.csv", data=data)
        self.assertEqual(exported.code, 0, exported)
        # The column of states tells and is not filled in.
        rows = (folder / "elections.csv").read_text(encoding="utf-8-sig").splitlines()
        (folder / "elections.csv").write_text("".join(row.rsplit(",", 1)[0] + "\n" for row in rows), encoding="utf-8")
        manual = (kSources / "docs/cli.md").read_text(encoding="utf-8")
        lines = re.findall(r"Example:\n\n```\n(.*)\n```", manual)
        self.assertGreater(len(lines), 50)
        for line in lines:
            words = shlex.split(line)[1:]
            # These stay, make another installation, or name a record that is not there.
            if words[0] in ("demo", "serve", "init"):
                continue
            allowed = {0, 3} if "0123456789abcdef0123456789abcdef" in line else {0}
            with self.subTest(line):
                done = run(*words, data=data, cwd=folder)
                self.assertIn(done.code, allowed, done)


class Completion(unittest.TestCase):
    def complete(self, *words):
        script = (f'source <("{kProgram}" completion bash)\nCOMP_WORDS=({" ".join(map(shlex.quote, words))})\n'
                  'COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_jinguo\nprintf "%s\\n" "${COMPREPLY[@]}"\n')
        return subprocess.run(["bash", "-c", script], text=True, capture_output=True, check=True).stdout.split()

    def test_nouns_verbs_and_options(self):
        self.assertEqual(self.complete("jinguo", "fig"), ["figure"])
        self.assertEqual(set(self.complete("jinguo", "period", "")), {"close", "reopen", "corrections"})
        self.assertIn("--by", self.complete("jinguo", "figure", "elections.villages", "--b"))
        self.assertEqual(self.complete("jinguo", "verify", "--uni"), [])
        self.assertEqual(self.complete("jinguo", "--data", "d", "org", "sh"), ["show"])


class Serving(unittest.TestCase):
    def test_one_record_moves_every_total_and_outlives_a_kill(self):
        data = house.copy("served")
        added = run("user", "add", "pingyi.clerk", "--name", "平邑干事", "--post", "officer@371326", "--as",
                    "demo.security", "--json", data=data)
        self.assertEqual(added.code, 0, added)
        found = json.loads(run("record", "list", "elections", "--unit", "371326", "--state", "running", "--where",
                               "round=round_2011", "--as", "pingyi.clerk", "--json", data=data).out)
        village = found["records"][0]
        clerk = run("user", "add", "town.clerk", "--name", "乡镇干事", "--post",
                    f"clerk@{village['unit']['code'][:9]}", "--as", "demo.security", "--json", data=data)
        token = json.loads(clerk.out)["link"].rsplit("/", 1)[1]
        before = figure(data, "--unit", "3713")
        dates = {"party_date": "2011-06-25", "party_seats": "3", "party_women": "1", "committee_date": "2011-06-26",
                 "committee_seats": "3", "committee_women": "1"}
        with Served(data) as server:
            second = run("serve", data=data)
            self.assertEqual(second.code, 5, second)
            self.assertIn("正由进程", second.err)
            self.assertEqual(figure(data, "--unit", "3713"), before)

            status, text = server.ask("POST", "/api/first-link", {"token": token, "password": "Guihua-2011-yushu"})
            self.assertEqual(status, 200, text)
            cookie = server.cookie
            path = f"/api/programmes/elections/records/{village['id']}/events/finish"
            status, text = server.ask("POST", path, {"values": dates, "version": village["version"], "reason": "补报"},
                                      cookie)
            self.assertEqual(status, 200, text)
            position = json.loads(text)["position"]

            self.check_one_more(data, before)
            status, text = server.ask("GET", f"/api/figures/{kShare}?unit=371326&period=2011-H1", cookie=cookie)
            self.assertIn(status, (200, 403), text)
            as_head = run("report", "half_year", "--unit", "3713", "--period", "2011-H1", "--as", "demo.head", data=data)
            self.assertIn("7081", as_head.out)
            status, _ = server.ask("POST", "/api/demo/session", {"role": "head"})
            self.assertEqual(status, 200)
            status, text = server.ask("GET", "/api/dashboard?unit=3713&period=2011-H1", cookie=server.cookie)
            self.assertEqual(status, 200, text)
            self.assertIn("7081", text)
            self.assertGreaterEqual(json.loads(text)["position"], position)
            self.assertEqual(server.end(signal.SIGKILL), -signal.SIGKILL)

        # The socket's file is still there, but nobody answers.
        self.assertTrue((data / "jinguo.socket").exists())
        self.check_one_more(data, before)
        with Served(data) as server:
            self.check_one_more(data, before)
            verified = run("verify", data=data)
            self.assertEqual(verified.code, 0, verified)
            self.assertEqual(server.end(signal.SIGTERM), 0)
        self.assertFalse((data / "jinguo.socket").exists())

    def check_one_more(self, data, before):
        after = figure(data, "--unit", "3713")
        self.assertEqual(after["denominator"], before["denominator"] + 1)
        self.assertEqual(after["numerator"], before["numerator"] + 1)
        self.assertEqual(after["denominator"], kVillages + 1)

    def test_pages_and_api_are_told_apart(self):
        with Served(house.copy("pages")) as server:
            self.assertEqual(server.ask("GET", "/")[0], 200)
            self.assertEqual(server.ask("GET", "/units/3713")[0], 200)
            self.assertEqual(server.ask("GET", "/api/nothing")[0], 404)
            self.assertEqual(server.ask("GET", f"/api/figures/{kShare}")[0], 401)
            self.assertEqual(server.ask("POST", "/api/backup", {"file": "x"})[0], 403)

    def test_a_large_body_needs_a_session(self):
        with Served(house.copy("bodies")) as server:
            large = {"text": "x" * 200_000, "name": "x.yaml"}
            status, text = server.ask("POST", "/api/definitions/check", large)
            self.assertEqual((status, json.loads(text)["code"]), (401, "app.sign_in"))
            self.assertEqual(server.ask("POST", "/api/demo/session", {"role": "head"})[0], 200)
            self.assertNotIn(server.ask("POST", "/api/definitions/check", large, server.cookie)[0], (401, 413))

    def test_a_taken_port_is_refused_when_named(self):
        with Served(house.copy("first")) as server:
            done = run("serve", "--listen", f"127.0.0.1:{server.port}", data=house.copy("second"))
            self.assertEqual(done.code, 5, done)


class Encrypted(unittest.TestCase):
    def test_a_local_authority_and_whom_it_is_trusted_by(self):
        data = house.copy("tls")
        made = run("tls", "init", "--host", "jinguo.lan", "--json", data=data)
        self.assertEqual(made.code, 0, made)
        told = json.loads(made.out)
        self.assertLessEqual({"jinguo.lan", "127.0.0.1", "localhost"}, set(told["names"]))
        self.assertEqual(readable_by_others(data), [])
        authority = data / "tls" / "ca.crt"
        with Served(data, trusted=authority) as server:
            status, text = server.ask("GET", "/api/about")
            self.assertEqual(status, 200, text)
            self.assertEqual(server.ask("POST", "/api/demo/session", {"role": "head"})[0], 200)
            self.assertIn("Secure", server.set_cookie)
            self.assertEqual(server.ask("GET", "/ca.crt")[1], authority.read_text())

            # Who does not know the authority gets no connection.
            stranger = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=60)
            with self.assertRaises(ssl.SSLCertVerificationError):
                stranger.request("GET", "/api/about")
            # The unencrypted learn how to install the authority, and nothing else.
            server.trusted = None
            status, text = server.ask("GET", "/ca")
            self.assertEqual(status, 200)
            self.assertIn(told["fingerprint"], text)
            status, text = server.ask("GET", "/api/about")
            self.assertNotEqual(status, 200)
            self.assertNotIn("engine", text)

            # A new certificate of the same authority is taken without a restart.
            self.assertEqual(run("tls", "renew", "--host", "10.1.2.3", data=data).code, 0)
            server.trusted = authority
            pem, end = "", time.monotonic() + 30
            leaf = (data / "tls" / "server.crt").read_text().split("-----END")[0]
            while leaf not in pem and time.monotonic() < end:
                pem = ssl.get_server_certificate(("127.0.0.1", server.port))
                time.sleep(0.2)
            self.assertIn(leaf.split("-----BEGIN CERTIFICATE-----")[1].strip()[:64], pem)
            self.assertEqual(server.ask("GET", "/api/about")[0], 200)

    def test_a_second_authority_is_made_only_when_that_is_said(self):
        data = house.copy("tls-twice")
        first = run("tls", "init", "--json", data=data)
        self.assertEqual(first.code, 0, first)
        self.assertEqual(run("tls", "init", data=data).code, 5)
        again = run("tls", "init", "--yes", "--json", data=data)
        self.assertNotEqual(json.loads(again.out)["fingerprint"], json.loads(first.out)["fingerprint"])

    def test_no_other_machine_is_served_in_the_clear(self):
        data = house.folder / "clear"
        units = house.folder / "clear.tsv"
        units.write_text("code\tname\tlevel\n3713\t临沂市\tcity\n", encoding="utf-8")
        self.assertEqual(run("init", "--home", "3713", "--units", units, data=data).code, 0)
        done = run("serve", "--listen", "0.0.0.0:0", data=data)
        self.assertEqual(done.code, 2, done)
        self.assertIn("明文", done.err)
        done = run("serve", "--behind-proxy", "proxy.lan", data=data)
        self.assertNotEqual(done.code, 0, done)
        self.assertIn("proxy.lan", done.err)
        done = run("serve", "--tls-cert", units, data=data)
        self.assertEqual(done.code, 2, done)
        done = run("serve", "--tls-cert", units, "--tls-key", units, data=data)
        self.assertEqual(done.code, 6, done)
        self.assertIn(str(units), done.err)

    def test_a_proxy_is_believed_and_nobody_else(self):
        with Served(house.copy("proxy"), "--behind-proxy", "192.0.2.9") as server:
            # This machine itself is served, but what it says of encryption is not believed.
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            connection.request("POST", "/api/demo/session", json.dumps({"role": "head"}),
                               {"Content-Type": "application/json", "X-Forwarded-Proto": "https"})
            answer = connection.getresponse()
            answer.read()
            self.assertNotIn("Secure", answer.getheader("Set-Cookie") or "")
            connection.close()
        with Served(house.copy("believed"), "--behind-proxy", "127.0.0.1") as server:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            connection.request("POST", "/api/demo/session", json.dumps({"role": "head"}),
                               {"Content-Type": "application/json", "X-Forwarded-Proto": "https",
                                "X-Forwarded-For": "198.51.100.7"})
            answer = connection.getresponse()
            answer.read()
            self.assertIn("Secure", answer.getheader("Set-Cookie") or "")
            connection.close()


    def test_who_goes_past_the_proxy_is_refused(self):
        # This machine's own address on its network: what comes from there is not loopback.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(("192.0.2.1", 9))
                own = probe.getsockname()[0]
            except OSError:
                own = "127.0.0.1"
        if own.startswith("127."):
            self.skipTest("this machine has no address but loopback")
        data = house.folder / "past"
        units = house.folder / "past.tsv"
        units.write_text("code\tname\tlevel\n3713\t临沂市\tcity\n", encoding="utf-8")
        self.assertEqual(run("init", "--home", "3713", "--units", units, data=data).code, 0)

        def asked(server, host):
            connection = http.client.HTTPConnection(host, server.port, timeout=60)
            connection.request("GET", "/api/about", headers={"X-Forwarded-Proto": "https"})
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            return answer.status, text

        with Served(data, "--behind-proxy", "192.0.2.9", address="0.0.0.0") as server:
            status, text = asked(server, own)
            self.assertEqual((status, "engine" in text), (403, False), text)
            self.assertEqual(asked(server, "127.0.0.1")[0], 200)
        with Served(data, "--behind-proxy", f"192.0.2.9,{own}", address="0.0.0.0") as server:
            self.assertEqual(asked(server, own)[0], 200)


class Nearby(unittest.TestCase):
    """demo --lan: by one-time links, over TLS, and nothing stays."""

    def start(self, *words):
        place = pathlib.Path(tempfile.mkdtemp(prefix="lan", dir=house.folder))
        (place / "tmp").mkdir()
        (place / "here").mkdir()
        surroundings = {**environment(None), "TMPDIR": str(place / "tmp")}
        process = subprocess.Popen([kProgram, "demo", "--lan", "--listen", "127.0.0.1:0", *map(str, words)], text=True,
                                   cwd=place / "here", env=surroundings, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT)
        return place, process

    def left(self, place):
        return [str(path) for folder in ("tmp", "here") for path in (place / folder).rglob("*")]

    def link(self, process):
        for line in process.stdout:
            found = re.search(r"https://127\.0\.0\.1:(\d+)(/enter/[0-9a-f]{32})", line)
            if found and "one-time" in line:
                return int(found[1]), found[2]
        raise AssertionError("no link was printed")

    def ask(self, port, method, path, body=None, cookie=None):
        # The certificate is nobody's: people compare its fingerprint.
        blind = ssl.create_default_context()
        blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=blind)
        headers = {"Cookie": cookie} if cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, (answer.getheader("Set-Cookie") or "").split(";")[0]

    def test_a_link_lets_one_in_and_ctrl_c_leaves_nothing(self):
        place, process = self.start()
        port, link = self.link(process)
        for method, path in (("GET", "/"), ("GET", "/api/about"), ("POST", "/api/demo/session"), ("GET", "/enter/0")):
            self.assertEqual(self.ask(port, method, path)[0], 403, path)
        status, text, _ = self.ask(port, "GET", link)
        self.assertEqual(status, 200)
        self.assertIn('method="post"', text)
        status, _, cookie = self.ask(port, "POST", link)
        self.assertEqual(status, 303)
        self.assertEqual(self.ask(port, "GET", "/api/about", cookie=cookie)[0], 200)
        self.assertEqual(self.ask(port, "POST", "/api/demo/session", json.dumps({"role": "head"}), cookie)[0], 200)
        self.assertEqual(self.ask(port, "POST", link)[0], 403)
        _, second = self.link(process)
        self.assertNotEqual(second, link)
        self.assertEqual(self.ask(port, "POST", second)[0], 303)
        # In the clear nothing of the city is told.
        plain = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        plain.request("GET", "/api/about", headers={"Cookie": cookie})
        self.assertNotEqual(plain.getresponse().status, 200)
        plain.close()
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=60), 0)
        process.stdout.close()
        self.assertEqual(self.left(place), [])

    def test_ctrl_c_while_the_city_is_made_leaves_nothing(self):
        place, process = self.start()
        self.assertNotEqual(process.stdout.readline(), "")
        self.assertNotEqual(self.left(place), [])
        process.send_signal(signal.SIGINT)
        self.assertNotEqual(process.wait(timeout=120), 0)
        process.stdout.close()
        self.assertEqual(self.left(place), [])

    def test_named_data_stay_as_they_were(self):
        data = house.copy("shown")
        place, process = self.start("--data", data)
        self.link(process)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=60), 0)
        process.stdout.close()
        self.assertEqual(self.left(place), [])
        self.assertFalse((data / "tls").exists())
        self.assertTrue((data / "jinguo.db").exists())


class Safety(unittest.TestCase):
    def test_verify_names_a_row_altered_by_hand(self):
        data = house.copy("altered")
        self.assertEqual(run("verify", data=data).code, 0)
        database = sqlite3.connect(data / "jinguo.db")
        table = next(name for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%elections%' ORDER BY length(name)"))
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
        women = next(name for name in columns if "committee_women" in name)
        row = database.execute(f"SELECT rowid, hex(id) FROM {table} WHERE {women} = 1 LIMIT 1").fetchone()
        database.execute(f"UPDATE {table} SET {women} = 2 WHERE rowid = ?", (row[0],))
        database.commit()
        database.close()
        done = run("verify", data=data)
        self.assertEqual(done.code, 6, done)
        self.assertIn(row[1].lower(), done.err.lower())

    def make_circle(self, data):
        """The city's parent is put under the city."""
        with contextlib.closing(sqlite3.connect(data / "jinguo.db")) as database:
            city, province = database.execute(
                "SELECT edge.unit, edge.parent FROM unit_edge edge JOIN unit_code code ON code.unit = edge.unit "
                "WHERE code.code = '3713'").fetchone()
            database.execute("UPDATE unit_edge SET parent = ? WHERE unit = ?", (city, province))
            database.commit()

    def test_verify_names_a_circle_in_the_tree_and_nothing_hangs(self):
        data = house.copy("circle")
        with Served(data):
            self.make_circle(data)
            done = run("verify", data=data)
            self.assertEqual(done.code, 6, done)
            self.assertIn("临沂市 3713: circle", done.err)
        for words in (["verify"], ["serve", "--listen", "127.0.0.1:0"]):
            done = run(*words, data=data)
            self.assertEqual(done.code, 6, done)
            self.assertRegex(done.err, "山东省 37: circle|临沂市 3713: circle")

    def test_the_sheet_to_fill_in_is_what_its_name_says(self):
        for ending, head in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
            file = house.folder / f"sheet.{ending}"
            done = run("record", "template", "elections", "-o", file, data=house.data)
            self.assertEqual(done.code, 0, done)
            self.assertTrue(file.read_bytes().startswith(head), file.read_bytes()[:40])

    def test_doctor_tells_what_to_mend(self):
        data = house.copy("examined")

        def findings(*words):
            done = run("doctor", "--json", *words, data=data)
            told = json.loads(done.out)
            self.assertEqual(done.code, 0 if told["good"] else 6, done)
            return {one["message_en"]: one["kind"] for one in told["findings"]}

        def kind(told, words):
            return next((kind for text, kind in told.items() if words in text), None)

        told = findings()
        self.assertEqual(kind(told, "no backup in"), "warning")
        for good in ("none of those known to lose data", "not ahead of this machine's clock", "more files", "records"):
            self.assertEqual(kind(told, good), "good", good)
        backups = pathlib.Path(f"{data}.backups")
        backups.mkdir()
        with Served(data) as server:
            self.assertEqual(run("backup", "-o", backups / "a.backup", data=data).code, 0)
            told = findings()
            self.assertEqual(kind(told, "hours old and whole"), "good")
            self.assertEqual(kind(told, "records, served"), "good")
            self.assertIsNone(kind(told, "listen"))
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            told = findings("--listen", f"127.0.0.1:{other.getsockname()[1]}")
            self.assertEqual(kind(told, "another program has it"), "warning")
        damaged = bytearray((backups / "a.backup").read_bytes())
        damaged[len(damaged) // 2] ^= 1
        (backups / "a.backup").write_bytes(damaged)
        self.assertEqual(kind(findings(), "is of no use"), "bad")

    def test_backup_restore_and_the_key(self):
        file = house.folder / "demo.backup"
        made = run("backup", "-o", file, "--json", data=house.data)
        self.assertEqual(made.code, 0, made)
        restored = house.folder / "restored"
        done = run("restore", file, "--json", data=restored)
        self.assertEqual(done.code, 0, done)
        self.assertEqual(json.loads(done.out)["digest"], json.loads(made.out)["digest"])
        self.assertIn("密钥", done.err)
        self.assertEqual(readable_by_others(restored), [])
        self.assertEqual((restored.stat().st_mode | file.stat().st_mode) & 0o077, 0)
        shutil.copy(f"{house.data}.key", f"{restored}.key")
        self.assertEqual(figure(restored), figure(house.data))
        self.assertEqual(run("restore", file, data=restored).code, 5)
        damaged = bytearray(file.read_bytes())
        damaged[len(damaged) // 2] ^= 1
        file.write_bytes(damaged)
        self.assertEqual(run("restore", file, "--dry-run").code, 6)

    def test_an_empty_installation(self):
        data = house.folder / "empty"
        data.mkdir(mode=0o755)
        units = house.folder / "few.tsv"
        units.write_text("code\tname\tlevel\n0\t全国\tnation\n37\t山东省\tprovince\n3713\t临沂市\tcity\n", encoding="utf-8")
        done = run("init", "--home", "3713", "--units", units, "--json", data=data)
        self.assertEqual(done.code, 0, done)
        self.assertEqual([one["account"] for one in json.loads(done.out)], ["operator", "security", "auditor"])
        self.assertEqual(readable_by_others(data), [])
        again = run("init", "--home", "3713", "--json", data=data)
        self.assertEqual(json.loads(again.out), [])
        done = run("user", "add", "head", "--name", "办公室", "--post", "head@3713", "--as", "security", data=data)
        self.assertEqual(done.code, 0, done)
        applied = run("define", "apply", kSources / "programmes/lists", kSources / "programmes/elections.yaml", data=data)
        self.assertEqual(applied.code, 0, applied)
        self.assertEqual(run("verify", data=data).code, 0)


if __name__ == "__main__":
    if not kProgram:
        sys.exit(__doc__)
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
