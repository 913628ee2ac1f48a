#!/usr/bin/env python3
"""File names, sizes and words: what the house's habits ask of every tracked file.

Prints each fault with its file and line and exits 1 when there is one. A file that is merely long
is told and passes.
"""
import pathlib
import re
import subprocess
import sys

kTop = pathlib.Path(__file__).resolve().parent.parent

kEmptyNames = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "base"}
kLongLines = 600
kReadmeLines = 15
kText = (".h", ".cpp", ".py", ".mjs", ".js", ".ts", ".vue", ".css", ".html", ".yaml", ".yml", ".json", ".md",
         ".txt", ".cmake", ".sh", ".sql", ".case", ".tsv", "")

# The patterns are put together so that this file does not hold what it forbids.
kForbidden = [
    (re.compile(r"(?<![\w.$}~-])/" + r"(work|root|home|tmp|opt|srv|mnt)/"), "an absolute path of one machine",
     kText),
    (re.compile(r"\b(registry|deb|security|snapshot|mirrors?)\.(\w+\.)*" + r"(npmjs|yarnpkg|npmmirror|debian|aliyun)\b"),
     "the name of a registry's host", kText),
    (re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"), "unfinished work goes into the issue list, not the text",
     kText),
    (re.compile(r"\?[^:;]*\bco_" + r"await\b"), "g++ 12 miscompiles co_await inside ?: ; write if and else",
     (".h", ".cpp")),
    (re.compile(r"\bv-" + r"html\b|\.inner" + r"HTML\b"), "text is never put in as markup", (".vue", ".ts", ".js")),
]
# Lock files are made by npm; the checks' own words would complain about themselves.
kSkipped = re.compile(r"(^|/)package-lock\.json$|^tools/names\.py$")


def tracked_files():
    listed = subprocess.run([kTop / "tools" / "list_files"], check=True, capture_output=True, text=True).stdout
    return [path for path in listed.split("\0") if path and (kTop / path).is_file()]


def check_name(path):
    stem = pathlib.PurePath(path).stem
    if path.startswith("src/") and path.endswith((".h", ".cpp")):
        if not re.fullmatch(r"[a-z][a-z0-9_]*", stem):
            yield path, 1, "source files are named in snake_case"
        words = set(stem.removesuffix("_test").split("_"))
        # base_test.cpp is the test program of the folder base.
        if words & kEmptyNames and stem != "base_test":
            yield path, 1, f"{stem} says nothing: name the file after its main type"


def check_words(path):
    suffix = pathlib.PurePath(path).suffix
    rules = [(pattern, text) for pattern, text, suffixes in kForbidden if suffix in suffixes]
    if not rules or kSkipped.search(path):
        return
    try:
        lines = (kTop / path).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return
    for number, line in enumerate(lines, 1):
        for pattern, text in rules:
            if pattern.search(line):
                yield path, number, text
    if path.endswith((".h", ".cpp", ".ts", ".vue", ".py")) and len(lines) > kLongLines:
        print(f"{path}: {len(lines)} lines; look whether it holds two ideas (no fault)")


def check_readmes(paths):
    folders = sorted({path.split("/")[1] for path in paths if path.startswith("src/") and path.count("/") > 1})
    for folder in folders:
        readme = f"src/{folder}/README.md"
        if readme not in paths:
            yield readme, 1, "missing: what belongs here, what does not, where to start reading"
        elif len((kTop / readme).read_text(encoding="utf-8").splitlines()) > kReadmeLines:
            yield readme, kReadmeLines + 1, f"longer than {kReadmeLines} lines"


def main():
    paths = tracked_files()
    faults = [fault for path in paths for check in (check_name, check_words) for fault in check(path)]
    faults += check_readmes(set(paths))
    for path, number, text in faults:
        print(f"{path}:{number}: {text}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
