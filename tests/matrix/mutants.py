#!/usr/bin/env python3
"""mutants.py SCRATCH [--sample N] [--seed S] [--list]: does the matrix see every access condition?

Copies the sources into SCRATCH, turns every access condition C into (mutant(k) != (C)), and likewise each
power of each role, so that one build holds all mutants; then runs the matrix once per mutant with that one
condition inverted. A mutant under which the matrix stays green has survived: exit 1.
"""
import argparse
import concurrent.futures
import pathlib
import random
import re
import shutil
import subprocess
import sys

kTop = pathlib.Path(__file__).resolve().parent.parent.parent
kFolders = ["base", "org", "expr", "define", "record", "person", "access", "flow", "rollup", "report", "app", "store",
            "http"]
# Where access is decided, and the words by which a condition shows that it is about access.
kFiles = ["src/access/rules.cpp", "src/access/scope.cpp", "src/http/dispatch.cpp", "src/flow/change.cpp"]
kWords = re.compile(r"reach|holds|\bmay\w*\b|check_may|check_is_above|administers|is_granted|\bseen\b|is_over_|over_all|"
                    r"\bhas\(|scope->account\(\)|judged_role|can_see|is_same_unit|route->door|is_active|editors")
# What is no condition of access though it reads like one.
kNot = re.compile(r"Answer\(|tree\.has\(|has_nul\(|measure")
kSkippedFiles = re.compile(r"demo_city|value_json|_test\.cpp$")
kPowers = ["figures", "rows", "personal", "returns", "issue", "organise", "define", "accounts", "audit", "operate",
           "staff"]

kHook = """#pragma once
#include <cstdlib>
#include <string_view>
namespace jinguo {
inline int active_mutant = 0;
inline std::string_view mutant_role;
inline int mutant_power = 0;
inline bool mutant(int k) { return active_mutant == k; }
inline bool mutant(std::string_view role, int power) { return power == mutant_power && role == mutant_role; }
inline void begin_mutants() {
  if (const char* k = std::getenv("JINGUO_MUTANT")) active_mutant = std::atoi(k);
  if (const char* role = std::getenv("JINGUO_MUTANT_ROLE")) mutant_role = role;
  if (const char* power = std::getenv("JINGUO_MUTANT_POWER")) mutant_power = std::atoi(power);
}
}  // namespace jinguo
"""

kProject = """cmake_minimum_required(VERSION 3.25)
project(mutants LANGUAGES C CXX)
list(APPEND CMAKE_MODULE_PATH ${CMAKE_SOURCE_DIR}/cmake)
include(house)
foreach(folder %s)
  add_subdirectory(src/${folder})
endforeach()
add_subdirectory(tests/matrix)
"""


def closing(text, start):
    """The place of the bracket that closes the one at `start`; texts in quotes are passed over."""
    depth, i = 0, start
    while i < len(text):
        if text[i] == '"' or text[i] == "'" and not text[i - 1].isalnum():
            quote, i = text[i], i + 1
            while text[i] != quote:
                i += 2 if text[i] == "\\" else 1
        elif text[i] in "([{":
            depth += 1
        elif text[i] in ")]}":
            depth -= 1
            if depth == 0:
                return i
        i += 1
    raise ValueError("unbalanced")


def last_part(text, start, end):
    """Where the condition proper begins: after the `;` of an init statement."""
    depth, begin = 0, start
    for i in range(start, end):
        depth += (text[i] in "([{") - (text[i] in ")]}")
        if text[i] == ";" and depth == 0:
            begin = i + 1
    return begin


def sites_of(text):
    """(start, end) of each access condition."""
    out = []
    for match in re.finditer(r"\bif \(|\breturn (?!\{|Error)", text):
        if match[0] == "if (":
            end = closing(text, match.end() - 1)
            start = last_part(text, match.end(), end)
            if re.match(r"\s*(const )?(auto|json::value|define::\w+|access::\w+)[&*]* ", text[start:end]):
                continue
        else:
            start, end = match.end(), text.index(";", match.end())
            line = text[start:end]
            is_truth = re.search(r"(holds|holds_one_of|any_of|all_of|has_power|may_administer|may_give|is_empty)\(", line)
            if not is_truth or line.count("(") != line.count(")") or "Reach(" in line or line.startswith("reach_where"):
                # A lambda in the expression: take it whole, by its brackets.
                opener = re.match(r"[\w:!. &|>=-]*?(any_of|all_of)\(", text[start:])
                if not opener:
                    continue
                end = closing(text, start + opener.end() - 1) + 1
        if kWords.search(text[start:end]) and not kNot.search(text[start:end]):
            out.append((start, end))
    # Of nested conditions the inner one is enough.
    return [(s, e) for s, e in out if not any(s <= s2 and e2 <= e and (s, e) != (s2, e2) for s2, e2 in out)]


def take_over(planting, scratch):
    """Moves what was planted into the scratch folder; files that are as before stay, so that little is built."""
    for path in sorted(planting.rglob("*")):
        target = scratch / path.relative_to(planting)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        elif not target.exists() or target.read_bytes() != path.read_bytes():
            shutil.copy2(path, target)
    shutil.rmtree(planting)


def planted_in(scratch):
    """(number, place, text) of each mutant that the sources in the scratch folder hold, and the roles."""
    out = []
    for path in sorted((scratch / "src").rglob("*.cpp")):
        text = path.read_text(encoding="utf-8")
        for match in re.finditer(r"::jinguo::mutant\((\d+)\) (?:!=|&&)", text):
            shown = " ".join(text[match.end():match.end() + 300].split()).removeprefix("static_cast<bool>")
            line = text.count(chr(10), 0, match.start())
            out.append((int(match[1]), f"{path.relative_to(scratch)}:{line}", shown[:130]))
    return sorted(out), re.findall(r'RoleRow\{"(\w+)"', (scratch / "src/access/role.h").read_text(encoding="utf-8"))


def plant(scratch):
    """Copies the sources and plants the mutants."""
    number = 0
    final, scratch = scratch, scratch / "planting"
    shutil.rmtree(scratch, ignore_errors=True)
    for path in [kTop / "cmake", *(kTop / "src" / f for f in kFolders), kTop / "programmes", kTop / "tests" / "matrix"]:
        target = scratch / path.relative_to(kTop)
        shutil.copytree(path, target, ignore=shutil.ignore_patterns("*_test.cpp"))
    matrix = scratch / "tests/matrix/CMakeLists.txt"
    matrix.write_text(re.sub(r"add_executable\(rights_test.*", "", matrix.read_text(), flags=re.S))
    for folder in scratch.glob("src/*/CMakeLists.txt"):
        folder.write_text(re.sub(r"(add_test|set_tests_properties)\(.*?\)\n", "", folder.read_text(), flags=re.S))
    house = scratch / "cmake/house.cmake"
    house.write_text(house.read_text().replace("-Werror", ""))
    (scratch / "CMakeLists.txt").write_text(kProject % " ".join(kFolders))
    (scratch / "src/base/mutant.h").write_text(kHook)
    files = [scratch / name for name in kFiles] + sorted((scratch / "src/app").glob("*.cpp"))
    for path in files:
        if kSkippedFiles.search(path.name):
            continue
        text = path.read_text(encoding="utf-8")
        out, last = [], 0
        for start, end in sorted(sites_of(text)):
            number += 1
            # A check that hands on its refusal can only be left out: inverted it would hand on nothing.
            if re.fullmatch(r"\s*!\w+\s*", text[start:end]):
                new = f" (!::jinguo::mutant({number}) && {text[start:end].strip()})"
            else:
                new = f" (::jinguo::mutant({number}) != static_cast<bool>({text[start:end]}))"
            out.append(text[last:start] + new)
            last = end
        path.write_text('#include "base/mutant.h"\n' + "".join(out) + text[last:], encoding="utf-8")
    role = scratch / "src/access/role.h"
    text = role.read_text(encoding="utf-8")
    before = "return (row.powers & static_cast<uint16_t>(power)) != 0;"
    if before not in text:
        sys.exit("role.h: has_power is no longer as it was; mend mutants.py")
    text = text.replace("constexpr bool has_power", "inline bool has_power").replace(
        before, "return ((row.powers & static_cast<uint16_t>(power)) != 0) != "
                "::jinguo::mutant(row.name, static_cast<int>(power));")
    role.write_text(text.replace("#pragma once\n", '#pragma once\n#include "base/mutant.h"\n', 1), encoding="utf-8")
    driver = scratch / "tests/matrix/matrix_driver.cpp"
    text = driver.read_text(encoding="utf-8")
    world = "const World world(source, data);\n"
    if world not in text:
        sys.exit("matrix_driver.cpp: the world is no longer made as it was; mend mutants.py")
    driver.write_text('#include "base/mutant.h"\n' + text.replace(world, world + "  begin_mutants();\n"),
                      encoding="utf-8")
    take_over(scratch, final)


def run_driver(scratch, name, environment):
    """The outcomes, with an allowed write that failed over something else counted as allowed, as the oracle
    does; nothing when the program itself broke down."""
    out = scratch / "out" / name
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    done = subprocess.run(["nice", "-n", "10", scratch / "build/tests/matrix/matrix_driver", scratch, out],
                          env={"PATH": "/usr/bin:/bin", **environment}, capture_output=True, text=True, check=False)
    path = out / "outcomes.json"
    outcomes = path.read_text(encoding="utf-8").replace('"try"', '"ok"') if done.returncode == 0 else None
    if name != "none":
        shutil.rmtree(out)
    return outcomes


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("scratch", type=pathlib.Path)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--only", default="", help="those whose place or text matches")
    parser.add_argument("--built", action="store_true", help="take what the scratch folder holds as it is")
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    scratch = asked.scratch.resolve()
    if not asked.built:
        plant(scratch)
    planted, roles = planted_in(scratch)
    if asked.list:
        for number, place, text in planted:
            print(f"{number:4} {place}  {text[:150]}")
        return 0
    if not asked.built:
        subprocess.run(["cmake", "-S", scratch, "-B", scratch / "build", "-G", "Ninja",
                        "-DCMAKE_BUILD_TYPE=RelWithDebInfo",
                        f"-DJINGUO_SQLITE_DIR={kTop}/tools/sqlite/node_modules/better-sqlite3/deps/sqlite3"],
                       check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["nice", "-n", "5", "ninja", "-C", scratch / "build", "-j2", "matrix_driver"], check=True,
                       stdout=subprocess.DEVNULL)
    green = run_driver(scratch, "none", {})
    if subprocess.run([scratch / "tests/matrix/oracle.py", scratch, scratch / "out/none"], check=False).returncode:
        sys.exit("the matrix is red without any mutant")
    mutants = [(f"m{number}", {"JINGUO_MUTANT": str(number)}, f"{place}  {text}") for number, place, text in planted]
    mutants += [(f"{role}-{power}", {"JINGUO_MUTANT_ROLE": role, "JINGUO_MUTANT_POWER": str(1 << bit)},
                 f"role {role}: power {power}") for role in roles for bit, power in enumerate(kPowers)]
    if asked.only:
        mutants = [m for m in mutants if re.search(asked.only, m[0] + " " + m[2])]
    if asked.sample:
        mutants = random.Random(asked.seed).sample(mutants, min(asked.sample, len(mutants)))
    # Without a mutant every outcome is what the oracle says, so a mutant is seen where an outcome differs.
    survived = 0
    with concurrent.futures.ThreadPoolExecutor(asked.jobs) as pool:
        for (_, _, told), outcomes in zip(mutants, pool.map(lambda m: run_driver(scratch, m[0], m[1]), mutants)):
            survived += outcomes == green
            verdict = "SURVIVED" if outcomes == green else "broke   " if outcomes is None else "killed  "
            print(f"{verdict} {told[:170]}", flush=True)
    print(f"{len(mutants)} mutants, {survived} survived")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
