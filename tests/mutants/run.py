"""Runs the stamped tests of a pattern against each mutant of its stamped code.

    run.py --name NAME --scratch DIR --statements FILE --ledger FILE [--last] [--sample N] [--floor 80] [--option=WORD]… FILE…

It works in the project's directory, which is a scratch one: a file is changed in place, and put back. The files are
what the pattern stamped; the tests are all of the project. What the libraries take to be imported is paid once: each
mutant is tried in a fork of this process. Only the tests that ran through the changed statement are run, those first
whose names are nearest to the file's, and the first that fails is enough. FILE is `statements.py` of the proof, which
sees what runs.

The ledger is for a project that is tried on one database after the other: what was found is not tried again. With
`--last` the exit status is 1 where fewer mutants than the floor are found; it is 2 where tests fail without any.
"""

import argparse
import importlib
import json
import os
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from mutations import Mutation, mutations

KILLED, TIMED_OUT, SURVIVED = "killed", "timed out", "survived"
# a file, what stands there, what shall, and the how manieth such: the same on each database
Key = tuple[str, str, str, int]
# what pytest says where a test failed, or a module could not be imported
FAILED = {1, 2, 3, 4}


@dataclass
class Trial:
    """A project, and how its tests are run."""

    scratch: Path
    options: list[str]
    tests: list[str]
    # seconds that the tests take without a change
    usual: float = 0
    # by file and line, the tests that run through it; none among them means while it is imported
    seen: dict[str, dict[int, set[str]]] = field(default_factory=dict)

    def baseline(self, statements: Path) -> int:
        """Run the tests as they are, and see which runs where."""
        status = self.run(self.tests, 3600, watched_by=statements)
        if status == 0:
            read = json.loads(self.report.read_text())
            self.seen = {
                file: {int(line): set(tests) for line, tests in lines.items()} for file, lines in read.items()
            }
            begun = time.monotonic()
            status = self.run(self.tests, 3600)
            self.usual = time.monotonic() - begun
        return status

    @property
    def report(self) -> Path:
        """Where the run that is watched writes what it saw."""
        return self.scratch / "seen.json"

    def verdict(self, path: str, mutation: Mutation) -> str:
        """What the tests say of the change."""
        tests = self.through(path, mutation)
        if not tests:
            return SURVIVED
        status = self.run(tests, 20 + 5 * self.usual)
        if status in (4, 5):
            # a test has another name now
            status = self.run(nearest(path, self.tests), 20 + 5 * self.usual)
        if status < 0:
            return TIMED_OUT
        return KILLED if status in FAILED else SURVIVED

    def through(self, path: str, mutation: Mutation) -> list[str]:
        """The tests that run through the changed statement."""
        lines = self.seen.get(path, {})
        first, last = mutation.lines
        names = set().union(*(lines.get(line, set()) for line in range(first, last + 1)))
        return nearest(path, self.tests if "" in names else names)

    def run(self, words: list[str], limit: float, watched_by: Path | None = None) -> int:
        """Pytest's exit status, in a process of its own; less than 0 where time was up."""
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            self.become_pytest(words, watched_by)
        try:
            return awaited(child, time.monotonic() + limit)
        finally:
            with_all_that_it_began(child)

    def become_pytest(self, words: list[str], statements: Path | None) -> None:
        """Run the tests, and end."""
        status = 3
        seen = Seen()
        try:
            os.setsid()
            log = os.open(self.scratch / "pytest.log", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
            os.dup2(log, 1)
            os.dup2(log, 2)
            if statements is not None:
                seen.watch(statements)
            import pytest

            temporary = f"--basetemp={self.scratch / 'pytest'}"
            fixed = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", temporary]
            status = int(pytest.main([*fixed, *self.options, *words], plugins=[seen]))
            if statements is not None:
                seen.write(self.report)
        finally:
            sys.stdout.flush()
            os._exit(status)


def nearest(path: str, tests: Iterable[str]) -> list[str]:
    """Tests in the order of what their files' names have in common with a file's; those of one file together."""
    parts = set(re.split(r"[/_.]", path))

    def distance(test: str) -> tuple[int, str]:
        file = test.partition("::")[0]
        return -len(parts & set(re.split(r"[/_.]", file))), test

    return sorted(tests, key=distance)


def awaited(child: int, deadline: float) -> int:
    """The exit status of a process; less than 0 after the deadline."""
    pause = 0.01
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 3
        if time.monotonic() > deadline:
            return -1
        time.sleep(pause)
        pause = min(pause * 1.5, 0.1)


def with_all_that_it_began(child: int) -> None:
    """End the process group of a child."""
    try:
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


class Seen:
    """A plugin of pytest: which tests run through a statement; none by name while it is imported."""

    def __init__(self) -> None:
        self.test = ""
        self.lines: dict[str, dict[int, set[str]]] = {}

    def watch(self, statements: Path) -> None:
        """Be told of every statement of the project from now on."""
        sys.path.append(str(statements.parent))
        importlib.import_module(statements.stem).watch(self.through)

    def through(self, file: str, line: int) -> None:
        """The test that is under way runs through the statement."""
        self.lines.setdefault(file, {}).setdefault(line, set()).add(self.test)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """A test begins, with its fixtures."""
        self.test = nodeid

    def pytest_runtest_logfinish(self) -> None:
        """It has come to its end."""
        self.test = ""

    def write(self, report: Path) -> None:
        """As JSON."""
        lines = {file: {line: sorted(tests) for line, tests in seen.items()} for file, seen in self.lines.items()}
        report.write_text(json.dumps(lines))


def preload(scratch: Path) -> None:
    """Import here what the tests import from elsewhere, in the same order, so that no fork has to."""
    modules = (scratch / "modules").read_text().split()
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001 - what cannot be imported now is imported when it can
            sys.stdout.write(f"not imported ahead: {name}: {error}\n")


MODULES = '''
import os, sys

def pytest_unconfigure():
    here = os.getcwd()
    own = {name.split(".")[0] for name, each in sys.modules.items()
           if (getattr(each, "__file__", None) or here).startswith(here)}
    with open(os.environ["MODULES"], "w") as file:
        file.write(" ".join(name for name in sys.modules if name.split(".")[0] not in own))
'''


@contextmanager
def changed(path: Path, mutation: Mutation) -> Iterator[None]:
    """The file with the change, for as long as it is tried."""
    source = path.read_bytes()
    path.write_bytes(mutation.applied(source))
    try:
        yield
    finally:
        path.write_bytes(source)


def main() -> int:
    """Try every mutant, or a sample of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", required=True)
    parser.add_argument("--scratch", type=Path, required=True)
    parser.add_argument("--statements", type=Path, required=True)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--last", action="store_true")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--floor", type=int, default=80)
    parser.add_argument("--option", action="append", default=[])
    parser.add_argument("files", nargs="+")
    given = parser.parse_args()
    trial = Trial(given.scratch, given.option, [str(file) for file in Path("tests").rglob("test_*.py")])
    if status := prepared(trial, given.statements):
        sys.stdout.write((given.scratch / "pytest.log").read_text()[-4000:])
        sys.stdout.write(f"{given.name}: the tests fail without any change ({status})\n")
        return 2
    code = [file for file in given.files if not file.startswith("tests/")]
    every, same = keyed(code)
    ledger = read(given.ledger) or dict.fromkeys(chosen(every, given.sample, given.name), SURVIVED)
    left = [key for key, verdict in ledger.items() if verdict == SURVIVED and key in every]
    sys.stdout.write(f"{given.name}: {len(left)} of {len(every)} mutants, {trial.usual:.1f} s for all tests\n")
    for why, count in sorted(same.items()):
        sys.stdout.write(f"  not counted, for they change nothing: {count} ({why})\n")
    for key in left:
        file, mutation = key[0], every[key]
        with changed(Path(file), mutation):
            ledger[key] = trial.verdict(file, mutation)
        if ledger[key] == SURVIVED:
            sys.stdout.write(f"  {file}:{mutation.line} {mutation.old} -> {mutation.new}\n")
            sys.stdout.flush()
    given.ledger.write_text(json.dumps([[*key, verdict] for key, verdict in ledger.items()]))
    return report(given.name, ledger, given.floor) if given.last else 0


def keyed(files: list[str]) -> tuple[dict[Key, Mutation], Counter[str]]:
    """The mutations of all files; and how many were left out, by the rule that says why they change nothing."""
    found: dict[Key, Mutation] = {}
    same: Counter[str] = Counter()
    for file in files:
        for mutation in mutations(Path(file).read_bytes()):
            if mutation.why_same:
                same[mutation.why_same] += 1
                continue
            nth = sum(key[:3] == (file, mutation.old, mutation.new) for key in found)
            found[file, mutation.old, mutation.new, nth] = mutation
    return found, same


def chosen(every: dict[Key, Mutation], sample: int | None, name: str) -> list[Key]:
    """All, or some of them, the same ones each time."""
    keys = list(every)
    if sample is None or sample >= len(keys):
        return keys
    numbers = random.Random(name).sample(range(len(keys)), sample)  # noqa: S311
    return [keys[number] for number in sorted(numbers)]


def read(ledger: Path) -> dict[Key, str]:
    """What was found on another database."""
    if not ledger.exists():
        return {}
    return {tuple(key): verdict for *key, verdict in json.loads(ledger.read_text())}


def prepared(trial: Trial, statements: Path) -> int:
    """The exit status of the tests as they are; then all is ready for mutants."""
    plugin = trial.scratch / "plugin"
    plugin.mkdir(exist_ok=True)
    (plugin / "module_names.py").write_text(MODULES)
    sys.path.append(str(plugin))
    os.environ["MODULES"] = str(trial.scratch / "modules")
    trial.options += ["-p", "module_names"]
    if status := trial.baseline(statements):
        return status
    del trial.options[-2:]
    preload(trial.scratch)
    return trial.run(trial.tests, 3600)


def report(name: str, ledger: dict[Key, str], floor: int) -> int:
    """The table; the exit status is 1 below the floor."""
    sys.stdout.write(f"\n{'':50} {'mutants':>8} {KILLED:>8} {TIMED_OUT:>10} {SURVIVED:>9}\n")
    files = dict.fromkeys(file for file, *_ in ledger)
    for file in [*files, None]:
        said = [verdict for (path, *_), verdict in ledger.items() if file in (path, None)]
        counts = [said.count(each) for each in (KILLED, TIMED_OUT, SURVIVED)]
        killed, late, survived = counts
        sys.stdout.write(f"{file or name:50} {len(said):8} {killed:8} {late:10} {survived:9}\n")
    found = 100 * (killed + late) / max(len(said), 1)
    sys.stdout.write(f"{name}: {found:.1f} % found, {floor} % wanted\n\n")
    return 0 if found >= floor else 1


if __name__ == "__main__":
    sys.exit(main())
