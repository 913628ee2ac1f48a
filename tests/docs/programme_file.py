#!/usr/bin/env python3
"""docs/programme-file.md, followed word by word.

    programme_file.py PROGRAM

Walks the page from its top: a fenced block is saved under the last file name in the text before it; a block of
`console` is typed, line by line, and must print what stands below each line, where `…` stands for anything. Works in
a temporary folder, on a terminal of its own. JINGUO_ACCEPT=1 writes what was printed into the page.
"""
import fnmatch
import os
import pathlib
import pty
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time

kPage = pathlib.Path("docs/programme-file.md")
kFileName = re.compile(r"`([a-z_]+\.(?:yaml|csv))`")
kLeastCommands = 25


def parts_of(lines):
    """The page as (line number, language, lines of the block, text before it)."""
    before, start = [], None
    for number, line in enumerate(lines, 1):
        if start is None and line.startswith("```"):
            start, language, block = number, line[3:], []
        elif start is not None and line == "```":
            yield start, language, block, "\n".join(before)
            before, start = [], None
        elif start is not None:
            block.append(line)
        else:
            before.append(line)


def steps_of(block):
    """The typed lines of a console block, each with what is printed below it."""
    steps = []
    for line in block:
        if line.startswith("$ "):
            steps.append((line[2:], []))
        else:
            steps[-1][1].append(line)
    return steps


def is_as_told(told, printed):
    """Whether every line reads as the page says."""
    def pattern(line):
        return re.sub(r"([\[*?])", r"[\1]", line).replace("…", "*")
    return len(told) == len(printed) and all(
        fnmatch.fnmatchcase(said, pattern(line)) for line, said in zip(told, printed))


class Terminal:
    """Types commands in one folder; what serves goes on until the end."""

    def __init__(self, program, folder):
        self.folder = folder
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("JINGUO_")}
        self.environment["PATH"] = f"{program.parent}:{self.environment['PATH']}"
        self.servers = []

    def type(self, line, lines_to_wait_for):
        words = shlex.split(line)
        ours, theirs = pty.openpty()
        process = subprocess.Popen(words, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                                   stdout=theirs, stderr=theirs)
        os.close(theirs)
        is_server = words[:2] == ["jinguo", "serve"]
        if is_server:
            self.servers.append((process, ours))
        printed = self.read(ours, lines_to_wait_for if is_server else None)
        if not is_server:
            os.close(ours)
            process.wait(timeout=60)
        return printed

    @staticmethod
    def read(terminal, lines):
        """All that is printed, or so many lines of it."""
        text = b""
        while lines is None or text.count(b"\n") < lines:
            try:
                more = os.read(terminal, 65536)
            except OSError:
                more = b""
            if not more:
                break
            text += more
        return text.decode().replace("\r\n", "\n").splitlines()

    def end(self):
        code = 0
        for process, terminal in self.servers:
            process.send_signal(signal.SIGTERM)
            code = code or process.wait(timeout=60)
            os.close(terminal)
        return code


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    lines = kPage.read_text(encoding="utf-8").splitlines()
    accepted, faults, typed = list(lines), [], 0
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="jg") as folder:
        terminal = Terminal(program, folder)
        moved = 0
        try:
            for number, language, block, before in parts_of(lines):
                if language != "console":
                    names = kFileName.findall(before)
                    if not names:
                        faults.append(f"{kPage}:{number}: the block has no file name before it")
                        continue
                    pathlib.Path(folder, names[-1]).write_text("\n".join(block) + "\n", encoding="utf-8")
                    continue
                at = number
                for command, told in steps_of(block):
                    at += 1
                    printed = terminal.type(command, len(told))
                    typed += 1
                    if not is_as_told(told, printed):
                        faults.append("\n".join([f"{kPage}:{at}: $ {command}", "  the page says"] +
                                                ["    " + line for line in told] + ["  it prints"] +
                                                ["    " + line for line in printed]))
                        accepted[at + moved:at + moved + len(told)] = [
                            next((line for line in told if is_as_told([line], [said])), said) for said in printed]
                        moved += len(printed) - len(told)
                    at += len(told)
        finally:
            if terminal.end() != 0:
                faults.append("the server did not end well")
    if typed < kLeastCommands:
        faults.append(f"only {typed} commands were found on the page")
    if os.environ.get("JINGUO_ACCEPT"):
        kPage.write_text("\n".join(accepted) + "\n", encoding="utf-8")
    print("\n".join(faults + [f"{typed} commands in {time.monotonic() - started:.1f} s, {len(faults)} faults"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
