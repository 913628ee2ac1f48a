#!/usr/bin/env python3
"""The house's floors, read from tools/floors.txt and held against every #include under src/.

1. An include of our own points into its own folder or to a lower floor.
2. A header of a heavy library stays out of every .h but its adapter's.
3. Floors 0 to 5 do no I/O, start no thread, read no clock and draw no random number.
Prints each fault with its file and line; exits 1 when there is one.
"""
import pathlib
import re
import subprocess
import sys

kTop = pathlib.Path(__file__).resolve().parent.parent

# Which folders may show a foreign header to their readers; nobody, where the list is empty.
kAdapters = {
    "boost/json": ["app", "http"],
    "boost/": ["http"],
    "libpq": ["store"],
    "sqlite3": ["store"],
    "libfyaml": ["define"],
    "zip.h": ["office"],
    "expat": ["office"],
    "xlsxwriter": ["office"],
    "sodium": [],
    "openssl": ["http"],
    "qrencode": [],
    "iostream": [],
    "regex": [],
}

kPureUpTo = 5
kImpureHeaders = re.compile(
    r"<(iostream|fstream|filesystem|thread|future|ctime|unistd\.h|fcntl\.h|sys/(?!mman)[^>]*|pthread\.h)>")
kImpureCalls = re.compile(
    r"\b((system|steady|high_resolution)_clock|random_device|getenv|std::time\(|fopen|localtime|gmtime|std::cout"
    r"|std::cerr|thread_local)\b")

kInclude = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def read_floors():
    floors = {}
    for line in (kTop / "tools" / "floors.txt").read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        for folder in words[1:]:
            floors[folder] = int(words[0])
    return floors


def tracked_sources():
    listed = subprocess.run([kTop / "tools" / "list_files"], check=True, capture_output=True, text=True).stdout
    return [path for path in listed.split("\0")
            if re.fullmatch(r"src/.*\.(h|cpp)", path) and (kTop / path).exists()]


def check_include(folder, name, is_ours, is_header, floors):
    """The complaint about one include, or None."""
    if is_ours:
        target = name.split("/")[0]
        if "/" not in name:
            return f'write the include from src/, as "{folder}/{name}"'
        if target not in floors:
            return f'"{name}" is in no folder of tools/floors.txt'
        if target != folder and floors[target] >= floors[folder]:
            return (f"{folder} (floor {floors[folder]}) must not include {name} (floor {floors[target]}):"
                    " an include points into its own folder or to a lower floor")
        return None
    if is_header:
        for prefix, adapters in kAdapters.items():
            if name.startswith(prefix):
                if folder in adapters:
                    break
                return f"<{name}> stays out of headers" + (f" outside {', '.join(adapters)}" if adapters else "")
    return None


def test_only(paths):
    """The tests, and the headers that nothing but tests and such headers include: they may read files and keep time."""
    includers = {}
    for path in paths:
        for line in (kTop / path).read_text(encoding="utf-8").splitlines():
            include = kInclude.match(line)
            if include and include[1] == '"':
                includers.setdefault("src/" + include[2], set()).add(path)
    tests = {path for path in paths if path.endswith("_test.cpp")}
    while True:
        more = {path for path in paths if path.endswith(".h") and path not in tests
                and includers.get(path) and includers[path] <= tests}
        if not more:
            return tests
        tests |= more


def check_file(path, floors, is_test):
    folder = path.split("/")[1]
    if folder not in floors:
        return [(path, 1, f"folder {folder} is not in tools/floors.txt")]
    faults = []
    for number, line in enumerate((kTop / path).read_text(encoding="utf-8").splitlines(), 1):
        include = kInclude.match(line)
        if include:
            complaint = check_include(folder, include[2], include[1] == '"', path.endswith(".h") and not is_test,
                                      floors)
            if complaint:
                faults.append((path, number, complaint))
        if is_test or floors[folder] > kPureUpTo:
            continue
        impure = kImpureHeaders.search(line) if include else kImpureCalls.search(line.split("//")[0])
        if impure:
            faults.append((path, number, f"{impure[0]} on floor {floors[folder]}: floors 0 to {kPureUpTo} do no"
                           " I/O, start no thread, read no clock"))
    return faults


def main():
    floors = read_floors()
    paths = tracked_sources()
    tests = test_only(paths)
    faults = [fault for path in paths for fault in check_file(path, floors, path in tests)]
    for path, number, text in faults:
        print(f"{path}:{number}: {text}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
