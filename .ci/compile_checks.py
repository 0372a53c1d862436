#!/usr/bin/env python3
"""Compiles every source for its diagnostics only, on all cores, in one of two ways.

  .ci/compile_checks.py clang-tidy    the checks that .clang-tidy names, and clang's thread-safety analysis
  .ci/compile_checks.py string-view   g++, with Abseil's other choice of absl::string_view

A source that passed is not compiled again until it, a header of the project that it includes, the
checks' configuration or an installed package changes; what passed is noted in $XDG_CACHE_HOME/eventbus-lint.
"""

import concurrent.futures
import functools
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# libxml2's headers lie below a folder of their own.
FLAGS = ["-std=c++20", "-I.", "-isystem", "/usr/include/libxml2"]
INCLUDE = re.compile(rb'^\s*#\s*include\s*[<"]([^">]+)[">]', re.MULTILINE)


def run(command):
    """The command's exit status and all that it printed."""
    result = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return result.returncode, result.stdout


def sources(*excluded):
    """The tracked sources outside the excluded folders, the biggest first: so no core ends up alone."""
    tracked = subprocess.run(["git", "ls-files", "*.cc"], capture_output=True, text=True, check=True).stdout.split()
    kept = [f for f in tracked if pathlib.Path(f).parts[0] not in excluded and os.path.exists(f)]
    return sorted(kept, key=os.path.getsize, reverse=True)


@functools.lru_cache(maxsize=None)
def includes(path):
    """The project's own files that one file includes, whatever its #if say; for a generated header what it is made of."""
    names = INCLUDE.findall(pathlib.Path(path).read_bytes())
    names = [os.fsdecode(name).replace(".pb.h", ".proto") for name in names]
    return [name for name in names if os.path.isfile(name)]


def closure(path):
    """The file and all files of the project that it includes, directly or not."""
    seen, waiting = set(), [path]
    while waiting:
        file = waiting.pop()
        if file not in seen:
            seen.add(file)
            waiting += includes(file)
    return sorted(seen)


class Passed:
    """Remembers, across runs, which inputs of a check have passed."""

    def __init__(self, check):
        cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
        self.folder = pathlib.Path(cache, "eventbus-lint")
        self.folder.mkdir(parents=True, exist_ok=True)
        # What every verdict depends on: the outside headers and tools, by package version, and this file.
        packages = run(["dpkg-query", "-W", "-f", "${Package} ${Version}\n", "lib*-dev", "g++*", "clang*", "nlohmann*"])[1]
        self.base = "\0".join([check, packages, pathlib.Path(__file__).read_text()]).encode()

    def key(self, files):
        digest = hashlib.sha256(self.base)
        for file in files:
            digest.update(b"\0" + file.encode() + b"\0" + pathlib.Path(file).read_bytes())
        return self.folder / digest.hexdigest()


def clang_tidy(path):
    """clang-tidy on one source."""
    # The analyzer without inlining: six times faster on sources that include Asio.
    options = ["-Wthread-safety", "-Xclang", "-analyzer-config", "-Xclang", "mode=shallow"]
    code, output = run(["clang-tidy-19", "--quiet", path, "--", *FLAGS, *options])
    # It counts what it kept quiet about.
    lines = [line for line in output.splitlines() if not re.match(r"\d+ warnings? (and \d+ errors? )?generated", line)]
    return code, "\n".join(lines)


def other_string_view(overlay, path):
    """g++ on one source with absl::string_view as the overlay says."""
    return run(["g++", *FLAGS, "-fsyntax-only", "-isystem", overlay, path])


def make_overlay(folder):
    """A copy of Abseil's options that makes the other choice of absl::string_view."""
    options = pathlib.Path("/usr/include/absl/base/options.h").read_text()
    line = re.compile(r"^#define ABSL_OPTION_USE_STD_STRING_VIEW (\d)$", re.MULTILINE)
    now = line.search(options).group(1)
    # 2 means "as the compiler offers", which with C++20 is std::string_view.
    other = "1" if now == "0" else "0"
    target = pathlib.Path(folder, "absl/base/options.h")
    target.parent.mkdir(parents=True)
    target.write_text(line.sub(f"#define ABSL_OPTION_USE_STD_STRING_VIEW {other}", options))


def generate_headers(folder):
    """The headers of the project's protobuf messages, as Bazel's build makes them."""
    protos = run(["git", "ls-files", "*.proto"])[1].split()
    code, output = run(["protoc", f"--cpp_out={folder}", *protos]) if protos else (0, "")
    if code != 0:
        sys.exit(f"protoc: {output}")


def check_all(name, files, configuration, check):
    """Runs `check` on each file that has not passed before; prints what fails and the counts."""
    known = Passed(name)
    keys = {file: known.key(closure(file) + configuration) for file in files}
    waiting = [file for file in files if not keys[file].exists()]
    passed, failed = len(files) - len(waiting), 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        futures = {pool.submit(check, file): file for file in waiting}
        for future in concurrent.futures.as_completed(futures):
            code, output = future.result()
            if code == 0:
                passed += 1
                keys[futures[future]].touch()
            else:
                failed += 1
                print(f"{name}: {futures[future]}\n{output}", flush=True)
    print(f"{name}: {passed} passed, {failed} failed")
    return 1 if failed else 0


def main():
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    with tempfile.TemporaryDirectory() as generated, tempfile.TemporaryDirectory() as overlay:
        generate_headers(generated)
        FLAGS.extend(["-isystem", generated])
        if name == "clang-tidy":
            return check_all(name, sources(), run(["git", "ls-files", "*.clang-tidy"])[1].split(), clang_tidy)
        if name == "string-view":
            make_overlay(overlay)
            return check_all(name, sources("tests", "bench"), [], functools.partial(other_string_view, overlay))
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main())
