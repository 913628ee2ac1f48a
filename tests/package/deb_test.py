#!/usr/bin/env python3
"""The Debian package: built from a build folder, looked into, installed below a scratch root by dpkg itself,
its unit's own command run there as a user without rights, and removed again. Who is not root only unpacks it
and runs the command as herself.

    deb_test.py BUILD_FOLDER [unittest's own arguments]

Not shown here: systemd starting the unit (the scratch root has none), and the maintainer scripts' work on the
machine's own users and services, which they leave alone below another root.
"""
import json
import os
import pathlib
import pwd
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

kBuild = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else None
kUnits = "code\tname\tlevel\n0\t全国\tnation\n37\t山东省\tprovince\n3713\t临沂市\tcity\n"


def run(*words, **more):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=240, **more)
    if done.returncode != 0:
        raise AssertionError(f"{shlex.join(str(word) for word in words)}: exit {done.returncode}\n"
                             f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def stranger():
    """How a process runs as nobody, when we are root; else it is ours."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="jgdeb"))
        cls.folder.chmod(0o755)
        cls.root = cls.folder / "root"
        run("cpack", "--config", kBuild / "CPackConfig.cmake", "-B", cls.folder / "built", cwd=kBuild)
        cls.deb = next((cls.folder / "built").glob("jinguo_*.deb"))
        cls.dpkg = ["dpkg", f"--root={cls.root}", "--force-not-root", "--force-script-chrootless", "--force-depends",
                    "--force-bad-path", f"--log={cls.folder / 'dpkg.log'}"]
        if os.geteuid() != 0:
            run("dpkg-deb", "--extract", cls.deb, cls.root)
            return
        for place in ("var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/triggers"):
            (cls.root / place).mkdir(parents=True)
        (cls.root / "var/lib/dpkg/status").touch()
        run(*cls.dpkg, "--install", cls.deb)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def field(self, name):
        return run("dpkg-deb", "--field", self.deb, name).strip()

    def test_1_it_says_what_it_needs(self):
        self.assertEqual(self.field("Package"), "jinguo")
        depends = self.field("Depends")
        for library in ("libc6", "libpq5", "libsodium23", "libssl3", "libfyaml0", "adduser"):
            self.assertRegex(depends, rf"(^|, ){library}\b")
        for program in ("chromium", "pandoc"):
            self.assertIn(program, self.field("Recommends"))

    def test_2_it_holds_what_the_program_looks_for(self):
        rows = [line.split(None, 5) for line in run("dpkg-deb", "--contents", self.deb).splitlines()]
        modes = {row[5].rstrip("/"): (row[0], row[1]) for row in rows}
        for path in ("usr/bin/jinguo", "usr/share/jinguo/web/index.html", "usr/share/jinguo/programmes/elections.yaml",
                     "usr/share/jinguo/demo/facts/linyi_2023.tsv", "usr/lib/systemd/system/jinguo.service",
                     "usr/share/bash-completion/completions/jinguo", "usr/share/zsh/vendor-completions/_jinguo",
                     "usr/share/fish/vendor_completions.d/jinguo.fish", "etc/jinguo/jinguo.env",
                     "usr/share/doc/jinguo/operate.md"):
            self.assertIn(f"./{path}", modes)
        for path, (mode, owner) in modes.items():
            self.assertEqual(owner, "root/root", path)
            self.assertIn(mode, ("drwxr-xr-x", "-rwxr-xr-x" if path == "./usr/bin/jinguo" else "-rw-r--r--"), path)
        self.assertIn("/etc/jinguo/jinguo.env", run("dpkg-deb", "--info", self.deb, "conffiles"))
        strange = [path for path in modes if kBuild.name in path or "node_modules" in path or "dist" in path]
        self.assertEqual(strange, [])

    def test_3_the_completions_are_whole(self):
        run("bash", "-n", self.root / "usr/share/bash-completion/completions/jinguo")
        for name in ("zsh/vendor-completions/_jinguo", "fish/vendor_completions.d/jinguo.fish"):
            self.assertIn("tls", (self.root / "usr/share" / name).read_text())

    def unit(self):
        """The unit's settings by name."""
        out = {}
        for line in (self.root / "usr/lib/systemd/system/jinguo.service").read_text().splitlines():
            name, sign, value = line.partition("=")
            if sign and not line.startswith("#"):
                out.setdefault(name, value)
        return out

    def test_4_the_unit_is_one_and_takes_rights_away(self):
        unit = self.unit()
        self.assertNotIn(unit["User"], ("", "root"))
        for name, value in (("ProtectSystem", "strict"), ("NoNewPrivileges", "yes"), ("StateDirectory", "jinguo"),
                            ("StateDirectoryMode", "0700"), ("UMask", "0077")):
            self.assertEqual(unit[name], value)
        if not shutil.which("systemd-analyze"):
            self.skipTest("no systemd-analyze here to judge the units")
        # systemd's own units, which ours stand on.
        own, theirs = self.root / "usr/lib/systemd/system", pathlib.Path("/lib/systemd/system")
        judged = self.folder / "judged"
        shutil.copytree(self.root / "usr", judged / "usr")
        shutil.copytree(theirs, judged / "usr/lib/systemd/system", symlinks=True, dirs_exist_ok=True)
        (judged / "bin").mkdir()
        shutil.copy("/bin/sh", judged / "bin/sh")
        for file in sorted(own.iterdir()):
            told = subprocess.run(["systemd-analyze", "verify", "--man=no", f"--root={judged}", file.name],
                                  capture_output=True, text=True, timeout=60)
            about_ours = [line for line in told.stderr.splitlines() if "jinguo" in line]
            self.assertEqual(about_ours, [], told.stderr)

    def test_5_the_unit_s_command_serves_as_a_user_without_rights(self):
        unit = self.unit()
        state = self.root / "var/lib" / unit["StateDirectory"]
        state.mkdir(parents=True, mode=0o700)
        state.chmod(0o700)
        if os.geteuid() == 0:
            os.chown(state, stranger()["user"], stranger()["group"])
        surroundings = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        settings = self.root / unit["EnvironmentFile"].lstrip("/")
        for line in settings.read_text().splitlines():
            name, sign, value = line.partition("=")
            if sign and not line.startswith("#"):
                surroundings[name] = shlex.split(value)[0].replace("/var/lib/jinguo", str(state))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.assertIn("127.0.0.1:8711", surroundings["JINGUO_SERVE"])
        # The port that the machine has free; all else is the package's.
        surroundings["JINGUO_SERVE"] = surroundings["JINGUO_SERVE"].replace("8711", str(port))
        words = []
        for word in unit["ExecStart"].split():
            words += surroundings[word[1:]].split() if word.startswith("$") else [word]
        self.assertEqual(words[0], "/usr/bin/jinguo")
        program = words[0] = str(self.root) + words[0]
        as_user = {"env": surroundings, "umask": int(unit["UMask"], 8), "cwd": "/", **stranger()}

        self.assertEqual(subprocess.run(words, capture_output=True, timeout=60, **as_user).returncode, 3)
        self.assertIn("3", unit["RestartPreventExitStatus"].split())
        units = self.folder / "units.tsv"
        units.write_text(kUnits, encoding="utf-8")
        made = run(program, "init", "--home", "3713", "--units", units, "--json", **as_user)
        self.assertEqual([one["account"] for one in json.loads(made)], ["operator", "security", "auditor"])
        programmes = self.root / "usr/share/jinguo/programmes"
        run(program, "define", "apply", programmes / "lists", programmes / "elections.yaml", **as_user)

        log = self.folder / "serve.log"
        with log.open("w") as out:
            process = subprocess.Popen(words, stdout=out, stderr=out, **as_user)
        try:
            end = time.monotonic() + 60
            while "Jinguo is running" not in log.read_text() and process.poll() is None and time.monotonic() < end:
                time.sleep(0.05)
            self.assertIn(f"127.0.0.1:{port}", log.read_text())
            uid = re.search(r"^Uid:\s+(\d+)", pathlib.Path(f"/proc/{process.pid}/status").read_text(), re.M)[1]
            self.assertEqual(int(uid), stranger().get("user", os.geteuid()))
            place = f"http://127.0.0.1:{port}"
            about = json.load(urllib.request.urlopen(f"{place}/api/about", timeout=60))
            self.assertEqual((about["units"], about["demo"]), (3, False))
            self.assertRegex(self.field("Version"), rf"^{re.escape(about['version'])}\b")
            page = urllib.request.urlopen(f"{place}/", timeout=60).read()
            self.assertEqual(page, (self.root / "usr/share/jinguo/web/index.html").read_bytes())

            # The nightly backup's own line, while it serves.
            line = next(line for line in (self.root / "usr/lib/systemd/system/jinguo-backup.service").read_text()
                        .splitlines() if line.startswith("ExecStart="))
            shell = shlex.split(line.partition("=")[2].replace("$$", "$").replace("%%", "%"))
            shell[-1] = shell[-1].replace("/usr/bin/jinguo", program)
            run(*shell, **as_user)
            backups = list((state / "data.backups").glob("*.backup"))
            self.assertEqual(len(backups), 1)
            run(program, "restore", backups[0], "--dry-run", **as_user)
        finally:
            process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=60), 0)
        readable = [str(path) for path in state.rglob("*") if path.is_file() and path.stat().st_mode & 0o077]
        self.assertEqual(readable, [])

    @unittest.skipIf(os.geteuid() != 0, "dpkg installs and removes for root alone; the files were only unpacked")
    def test_6_removing_leaves_the_data(self):
        settings = self.root / "etc/jinguo/jinguo.env"
        state = self.root / "var/lib/jinguo"
        data = sorted(state.rglob("*"))
        run(*self.dpkg, "--remove", "jinguo")
        self.assertFalse((self.root / "usr/bin/jinguo").exists())
        self.assertFalse((self.root / "usr/share/jinguo").exists())
        self.assertTrue(settings.exists())
        run(*self.dpkg, "--purge", "jinguo")
        self.assertFalse(settings.exists())
        self.assertEqual(sorted(state.rglob("*")), data)
        self.assertGreater(len(data), 0)


if __name__ == "__main__":
    if not kBuild:
        sys.exit(__doc__)
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
