#!/usr/bin/env python3
"""Proves from Bazel's build graph that every arrow between the project's rooms is one it may have.

The table below is the plan: what each room may use. Every direct dependency is held against it, so
what it does not allow has no path either: nothing in cloudevents/ can reach eventbus/, by whatever
way. Debian's headers all lie where the compiler looks, and a missing dependency on a library would
go unnoticed; so each source's includes are held against its target's dependencies too.
"""

import collections
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

JSON = {"@com_google_absl", "@nlohmann_json", "@simdjson"}
TEST = {"@com_google_googletest"}
NETWORK = {"@boost.asio", "@boost.beast", "@curl", "@openssl"}
ANYTHING = None

# All that is known about events: the value, and how it becomes bytes and messages.
EVENTS = {"cloudevents", "cloudevents/bindings", "cloudevents/extensions", "cloudevents/formats"}

# What an adapter and a storage may use of eventbus/: the ports, never the bus itself.
PORTS = {
    "//eventbus:clock",
    "//eventbus:executor",
    "//eventbus:id_generator",
    "//eventbus:observer",
    "//eventbus:settle",
    "//eventbus:sink",
    "//eventbus:source",
    "//eventbus/internal:mutex",
}

Room = collections.namedtuple("Room", "folder rooms libraries")

# The most specific folder counts. An adapter for a new system gets a line of its own.
ROOMS = [
    Room("cloudevents", set(), JSON),
    Room("cloudevents/formats", {"cloudevents"}, JSON | {"@com_google_protobuf", "@libxml2"}),
    Room("cloudevents/bindings", {"cloudevents", "cloudevents/formats"}, JSON),
    Room("cloudevents/extensions", {"cloudevents"}, JSON | {"@openssl"}),
    Room("cloudevents/testing", {"cloudevents"}, JSON | TEST),
    Room("eventbus/rules", {"cloudevents"}, JSON),
    Room("eventbus", {"cloudevents", "eventbus/rules"}, JSON),
    Room("eventbus/storage/sqlite", EVENTS | {"ports"}, JSON | {"@sqlite3"}),
    Room(
        "eventbus/testing",
        EVENTS | {"cloudevents/testing", "eventbus", "eventbus/rules"},
        JSON | TEST,
    ),
    Room("adapters/http", EVENTS, {"@com_google_absl"} | NETWORK),
    Room("adapters/aws", EVENTS, JSON | NETWORK),
    Room("adapters/webhook", EVENTS | {"ports", "adapters/http"}, JSON | {"@openssl"}),
    Room("cli", ANYTHING, ANYTHING),
    Room("examples", ANYTHING, ANYTHING),
    Room("tests", ANYTHING, ANYTHING),
    Room("bench", ANYTHING, ANYTHING),
]
TESTING = {"cloudevents/testing", "eventbus/testing"}  # Only tests and benchmarks link these.

# Who owns an outside header: the first pattern that matches, and what a target must then depend on.
HEADERS = [
    (r"absl/(\w+)/", r"@com_google_absl//absl/\1:"),
    (r"(gtest|gmock)/", "@com_google_googletest//:"),
    (r"nlohmann/", "@nlohmann_json//:"),
    (r"simdjson\.h", "@simdjson//:"),
    (r"curl/", "@curl//:"),
    (r"google/protobuf/", "@com_google_protobuf//:"),
    (r"libxml/", "@libxml2//:"),
    (r"boost/beast", "@boost.beast//:"),
    (r"boost/asio", "@boost.asio//:"),
    (r"boost/signals2", "@boost.signals2//:"),
    (r"openssl/", "@openssl//:"),
    (r"sqlite3\.h", "@sqlite3//:"),
    (r"benchmark/benchmark\.h", "@com_github_google_benchmark//:"),
]
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^">]+)[">]', re.MULTILINE)
# Labels that Bazel adds to every C++ target.
BUILT_IN = re.compile(r"^@(bazel_tools|local_config_\w+|rules_cc|platforms)//|^//(conditions|external)")


class Target:
    """A rule of the build graph."""

    def __init__(self, rule):
        def labels(attribute):
            found = rule.find(f"list[@name='{attribute}']")
            return [] if found is None else [label.get("value") for label in found]

        self.name = rule.get("name")
        self.kind = rule.get("class")
        self.inputs = {i.get("name") for i in rule.findall("rule-input")}
        self.headers = labels("hdrs") + labels("textual_hdrs")
        self.sources = labels("srcs")


def query(output, expression):
    """The answer to a Bazel query, as far as packages load, and what is wrong with the others."""
    command = ["bazel", "query", "--noshow_progress", "--keep_going", "--noimplicit_deps", "--output", output]
    result = subprocess.run(
        command + [expression], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    errors = {line for line in result.stderr.splitlines() if line.startswith("ERROR")}
    return result.stdout, sorted(errors) or (["bazel query failed"] if result.returncode != 0 else [])


def load(checks):
    """All rules that //... needs, by label; as many as can be loaded."""
    xml, errors = query("xml", "deps(//...)")
    checks.hold(errors)
    if not xml:
        return {}
    # The declaration says XML 1.1, which Python's parser does not read; nothing here differs.
    rules = ElementTree.fromstring(re.sub(r"^<\?xml.*?\?>", "", xml)).findall("rule")
    return {rule.get("name"): Target(rule) for rule in rules}


def room_of(label):
    """The room that a label of the project lies in, or None."""
    package = label[2:].split(":")[0]
    inside = [r for r in ROOMS if package == r.folder or package.startswith(r.folder + "/")]
    return max(inside, key=lambda r: len(r.folder), default=None)


def why_not(room, label):
    """Says why `room` may not use `label`; None if it may."""
    if label.startswith("@"):
        library = label.split("//")[0]
        if room.libraries is ANYTHING or library in room.libraries:
            return None
        return f"{room.folder}/ may use only the libraries {', '.join(sorted(room.libraries))}"
    target = room_of(label)
    if target is None:
        return "it lies in no room"
    if target.folder == room.folder:
        return None
    if room.rooms is ANYTHING or target.folder in room.rooms:
        return None
    if "ports" in room.rooms and label in PORTS:
        return None
    allowed = ", ".join(sorted(room.rooms)) or "no other room"
    return f"{room.folder}/ may use only: {allowed}"


def path_of(label):
    """The path of a source file's label."""
    return label[2:].replace(":", "/").lstrip("/")


class Checks:
    """Counts what holds and prints what does not."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def hold(self, problems):
        """One check, which holds if there are no problems."""
        for problem in problems:
            print(f"arrows: {problem}")
        self.failed += bool(problems)
        self.passed += not problems


def check_rooms(targets, checks):
    """Every dependency of every room is one that the table allows."""
    ours = [t for t in targets.values() if t.name.startswith("//")]
    checks.hold([f"{t.name} lies in no room: add its folder to .ci/arrows.py" for t in ours if not room_of(t.name)])
    for room in ROOMS:
        problems = []
        for target in ours:
            if room_of(target.name) != room:
                continue
            for used in sorted(target.inputs & targets.keys()):
                why = None if BUILT_IN.match(used) else why_not(room, used)
                if why:
                    problems.append(
                        f"{target.name} -> {used}: {why}.\n"
                        "  Move what needs it to a room that may, or let it ask for an interface that others implement."
                    )
        checks.hold(problems)
    testonly = set(query("label", "attr(testonly, 1, //...)")[0].split())
    kits = [t.name for t in ours if room_of(t.name) and room_of(t.name).folder in TESTING]
    checks.hold([f"{n} needs testonly = True, so that no product links it" for n in kits if n not in testonly])


def check_includes(targets, checks):
    """Every include comes from the target itself or from one that it names as a dependency."""
    for target in targets.values():
        if not target.name.startswith("//") or not target.kind.startswith("cc_"):
            continue
        provided = set(target.headers + target.sources)
        for used in target.inputs & targets.keys():
            provided |= set(targets[used].headers)
        files = {path_of(label) for label in provided if label.startswith("//")}
        problems = []
        for label in target.headers + target.sources:
            source = pathlib.Path(path_of(label))
            if not label.startswith("//") or source.suffix not in (".h", ".cc") or not source.exists():
                continue
            for include in INCLUDE.findall(source.read_text()):
                if pathlib.Path(include).exists():
                    if include not in files:
                        problems.append(f"{target.name}: {source} includes {include}, which no target in deps has")
                    continue
                for pattern, owner in HEADERS:
                    match = re.match(pattern, include)
                    if match:
                        owner = match.expand(owner)
                        if not any(used.startswith(owner) for used in target.inputs):
                            problems.append(f"{target.name}: {source} includes {include}, deps has no {owner}...")
                        break
        checks.hold(problems)


def check_sources(targets, checks):
    """Every source of the project belongs to a target: what Bazel does not see, nothing above proves."""
    tracked = subprocess.run(["git", "ls-files", "*.h", "*.cc"], capture_output=True, text=True, check=True)
    known = {path_of(label) for t in targets.values() if t.name.startswith("//") for label in t.headers + t.sources}
    checks.hold([f"{f} belongs to no target" for f in tracked.stdout.split() if f not in known])


def main():
    checks = Checks()
    targets = load(checks)
    check_rooms(targets, checks)
    check_includes(targets, checks)
    check_sources(targets, checks)
    print(f"arrows: {checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
