#!/usr/bin/env python3
"""Counts tests, so that a run can end with one plain line.

  count_tests.py ctest  XML COUNTS   reads what ctest --output-junit wrote, adds a line "PASSED FAILED" to COUNTS
  count_tests.py vitest LOG COUNTS   the same for what vitest printed
  count_tests.py plain  LOG COUNTS   the same for a program that ends with its own line "N passed, N failed"
  count_tests.py total  COUNTS N     prints "N passed, N failed"; exits 1 when a test or a stage failed

Inside ctest a GoogleTest program counts each of its tests, a program that prints its own line
"N passed, N failed" counts those, and any other counts as one.
"""
import re
import sys
import xml.etree.ElementTree

kPlainLine = re.compile(r"^(\d+) passed, (\d+) failed\b", re.MULTILINE)


def count_program(output, passed):
    oks = len(re.findall(r"^\[ +OK \]", output, re.MULTILINE))
    bads = len(set(re.findall(r"^\[ +FAILED +\] ([^\s,]+)(?:,| \(|$)", output, re.MULTILINE)))
    plain = kPlainLine.findall(output)
    if plain:
        oks, bads = (int(part) for part in plain[-1])
    elif "[==========]" not in output and passed:
        oks = 1
    # A program that crashed names no failing test, yet it failed.
    if not passed and bads == 0:
        bads = 1
    return oks, bads


def count_ctest(report):
    oks = bads = 0
    for case in xml.etree.ElementTree.fromstring(report).iter("testcase"):
        if case.find("skipped") is not None:
            continue
        ok, bad = count_program(case.findtext("system-out") or "", case.get("status") == "run")
        oks, bads = oks + ok, bads + bad
    return oks, bads


def count_vitest(log):
    plain_text = re.sub(r"\x1b\[[0-9;]*m", "", log)
    line = re.findall(r"^\s*Tests\s+(.*)$", plain_text, re.MULTILINE)
    if not line:
        return 0, 1

    def number(word):
        found = re.search(rf"(\d+) {word}", line[-1])
        return int(found.group(1)) if found else 0

    return number("passed"), number("failed")


def count_plain(log):
    plain = kPlainLine.findall(log)
    return tuple(int(part) for part in plain[-1]) if plain else (0, 1)


def main():
    what = sys.argv[1]
    if what == "total":
        with open(sys.argv[2], encoding="utf-8") as file:
            rows = [tuple(map(int, row.split())) for row in file]
        passed, failed = (sum(row[i] for row in rows) for i in (0, 1))
        stages = int(sys.argv[3])
        failed = max(failed, 1) if stages else failed
        print(f"{passed} passed, {failed} failed")
        return 1 if failed else 0
    with open(sys.argv[2], encoding="utf-8", errors="replace") as file:
        log = file.read()
    counted = {"ctest": count_ctest, "vitest": count_vitest, "plain": count_plain}[what](log)
    with open(sys.argv[3], "a", encoding="utf-8") as file:
        file.write(f"{counted[0]} {counted[1]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
