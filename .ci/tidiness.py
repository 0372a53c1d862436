#!/usr/bin/env python3
"""Keeps the tree tidy: holds each tracked file against rules that a reader would otherwise repeat in reviews."""

import pathlib
import re
import subprocess
import sys

MAX_LINES = 500
CODE = {".h", ".cc", ".py", ".bzl", ".bazel", ""}
# Headers whose templates need the whole of nlohmann/json; each costs its includers a second of compile time.
FULL_JSON_HEADERS = {"cloudevents/json_data.h"}


def rule(pattern, why, only=lambda path: True):
    """A rule that no line may break."""
    return re.compile(pattern), why, only


def is_cpp(path):
    return path.suffix in (".h", ".cc")


def is_product(path):
    return is_cpp(path) and path.parts[0] in ("cloudevents", "eventbus", "adapters", "cli")


def is_test(path):
    return is_cpp(path) and (path.parts[0] == "tests" or "testing" in path.parts)


def is_build(path):
    return path.name == "BUILD.bazel" and path.parts[0] not in ("third_party", "BUILD.bazel")


LINE_RULES = [
    rule(r"\b(T[O]DO|FIX[M]E|X{3}|H[A]CK)\b", "finish it, or open an issue"),
    rule(r"(?<![\w.])/(?:work|root|home)/", "a path of one machine", lambda p: p.suffix not in (".json", ".ndjson")),
    rule(r"\t", "a tab; indent with spaces", lambda p: p.name != "Makefile" and p.suffix in CODE),
    rule(r"[ \t]+$", "spaces at the end of the line", lambda p: p.suffix in CODE | {".md"}),
    rule(r"sleep_for|sleep_until|SleepFor|\busleep\(", "tests wait for the thing itself, or use the fake clock", is_test),
    rule(r"GTEST_[S]KIP|\bDISABLED_\w", "a test runs or is not there", is_test),
    rule(r"(^|[;{)])\s*throw\s+\w", "our code throws nothing: return absl::Status", lambda p: is_product(p) and not is_test(p)),
    rule(
        r'#include [<"]nlohmann/json\.hpp[>"]',
        "headers include nlohmann/json_fwd.hpp; sources the rest",
        lambda p: p.suffix == ".h" and is_product(p) and not is_test(p) and str(p) not in FULL_JSON_HEADERS,
    ),
]
EMPTY_NAMES = re.compile(r"(^|_)(util|utils|helper|helpers|common|misc|manager)(_|\.|$)")


def problems_of(path):
    """All that is wrong with one file, as `LINE: why`."""
    if any(EMPTY_NAMES.search(part.lower()) for part in path.parts):
        yield "1: the name says nothing: name what the file does"
    if "corpus" in path.parts:
        return  # What a fuzzer starts from, byte for byte.
    try:
        text = path.read_text()
    except UnicodeDecodeError:
        return  # Binary test data.
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        for pattern, why, only in LINE_RULES:
            if only(path) and pattern.search(line):
                yield f"{number}: {why}"
    if path.suffix in CODE and path.name != "LICENSE":
        if len(lines) - 1 > MAX_LINES:
            yield f"{MAX_LINES}: {len(lines) - 1} lines; a file of one idea stays below {MAX_LINES}"
        if text and not text.endswith("\n"):
            yield f"{len(lines)}: no newline at the end"
    if path.suffix == ".h":
        guard = re.sub(r"[^A-Z0-9]", "_", str(path).upper()) + "_"
        if f"#ifndef {guard}\n#define {guard}\n" not in text:
            yield f"1: the header guard must be {guard}"
        if not text.startswith("//"):
            yield "1: a header opens with what it is for"
    if is_build(path) and 'default_visibility = ["//visibility:private"]' not in text:
        yield '1: say package(default_visibility = ["//visibility:private"])'


def main():
    tracked = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True).stdout
    passed = failed = 0
    for path in map(pathlib.Path, filter(None, tracked.split("\0"))):
        if not path.is_file():
            continue
        problems = list(problems_of(path))
        for problem in problems:
            print(f"tidiness: {path}:{problem}")
        failed += bool(problems)
        passed += not problems
    print(f"tidiness: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
