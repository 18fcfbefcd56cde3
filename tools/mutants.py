"""Plant single faults in the package, and see whether the tests catch them: `make mutants`.

    python -m tools.mutants                              20 faults of every module
    python -m tools.mutants --faults all core            every fault of the core
    python -m tools.mutants --faults 60 course/plots     60 of every module in a folder

Each fault (see faults.py) is written into a copy of the working tree, and the tests that reach its
line run there, in a process forked from one that has imported PyTorch already. A sample takes from
every kind of fault in turn, so that the many words of a module do not crowd out its few
comparisons. Faults that no test can catch stand in equivalent_mutants.txt with the reason.

Why not mutmut 3: it leaves what stands outside of functions (most of the exercises) and properties
alone, removes no statement, and calls its faults by numbers that change with every edit.
"""

import argparse
import gc
import importlib
import multiprocessing
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

from tools.faults import faults

ROOT = Path(__file__).resolve().parents[1]
BARS = {"core": 0.95, "course": 0.90}
PRELOADED = (
    "matplotlib.pyplot", "pytest", "tqdm", "torch._dynamo",
    "torch.distributed.launcher.api", "torch.distributed.tensor",
)  # fmt: skip
PYTEST = ["-xq", "-o", "addopts=--doctest-modules", "-pno:cacheprovider"]
NO_TESTS = 5  # what pytest ends with


def sample(every, n, seed):
    """Take n faults, from each kind in turn."""
    turns, turn = Counter(), {}
    for fault in random.Random(seed).sample(every, len(every)):
        turn[fault] = turns[fault.kind]
        turns[fault.kind] += 1
    return sorted(turn, key=turn.get)[:n]


def equivalent():
    """Read the faults that no test can catch: of each the module, what was, what is, and why."""
    lines = (ROOT / "tools" / "equivalent_mutants.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    fours = zip(*[iter(lines)] * 4, strict=True)
    return {
        (module, old.removeprefix("- "), new.removeprefix("+ ")) for module, old, new, _ in fours
    }


def part(path):
    """Return which part of the package a module belongs to."""
    return "course" if "course" in path.parts else "core"


class Tracer:
    """A plugin of pytest that notes which lines of some modules each test reaches, and its time."""

    def __init__(self, paths):
        """Name the modules."""
        self.paths = {str(Path.cwd() / path): str(path) for path in paths}
        self.lines, self.seconds, self.starts, self.test = {}, {}, set(), None
        sys.addaudithook(self.notice)

    def notice(self, event, _):
        """Notice a process that is started, whose lines can't be followed."""
        if event in ("subprocess.Popen", "os.fork", "os.posix_spawn"):
            self.starts.add(self.test)

    def pytest_runtest_logstart(self, nodeid):
        """Follow a test, and whatever it calls in this process."""
        self.test, self.lines[nodeid] = nodeid, set()
        self.begin = time.monotonic()
        sys.settrace(self.follow)

    def follow(self, frame, event, _):
        """Note a line of one of the modules, and go on in it."""
        if path := self.paths.get(frame.f_code.co_filename):
            self.lines[self.test].add((path, frame.f_lineno))
            return self.follow
        return None

    def pytest_runtest_logfinish(self, nodeid):
        """Keep the time that the test took."""
        sys.settrace(None)
        self.seconds[nodeid] = time.monotonic() - self.begin

    def pytest_sessionfinish(self):
        """Write down what was noted."""
        Path("reached").write_bytes(pickle.dumps((self.lines, self.seconds, self.starts)))


class Chosen:
    """A plugin of pytest that leaves some tests over, in some order."""

    def __init__(self, names):
        """Name the tests."""
        self.place = {name: i for i, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items):
        """Throw the others out."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self.place),
            key=lambda item: self.place[item.nodeid],
        )


def prepare(temporary):
    """Make this process's copy of the tree, and import what each run of the tests needs."""
    folder = Path(temporary, str(os.getpid()))
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    os.chdir(folder)
    os.mkdir("tmp")
    os.environ |= {"PYTHONPATH": str(folder), "TMPDIR": str(folder / "tmp"), "MPLBACKEND": "agg"}
    os.environ |= {"OMP_NUM_THREADS": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    sys.path[0] = str(folder)
    for name in PRELOADED:
        importlib.import_module(name)
    gc.freeze()
    from hypothesis import Phase, settings

    phases = (Phase.explicit, Phase.generate)  # one failure is enough
    settings.register_profile("mutants", database=None, derandomize=True, phases=phases)
    settings.load_profile("mutants")
    run_tests("--collect-only", "tests/core", "tests/course", bound=600)  # writes the bytecode
    sys.dont_write_bytecode = True  # two faults within a second would share theirs
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"


def run_tests(*arguments, bound, plugin=None):
    """Run pytest in a forked process, which is ended after the bound; return whether all pass."""
    begin = time.monotonic()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setsid()
            for stream in (1, 2):
                os.dup2(os.open("out.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
            code = sys.modules["pytest"].main([*PYTEST, *map(str, arguments)], plugin and [plugin])
        finally:
            os._exit(code)
    ended = status = 0
    while not ended and time.monotonic() - begin < bound:
        time.sleep(0.02)
        ended, status = os.waitpid(child, os.WNOHANG)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # with what it started
    if not ended:
        os.waitpid(child, 0)
    return ended and os.waitstatus_to_exitcode(status) in (0, NO_TESTS)


def reach(paths):
    """Run all tests without a fault; return the lines each reaches, its time, who starts others."""
    folders = {f"tests/{part(path)}" for path in paths}
    good = run_tests(*sorted(folders), *paths, bound=3600, plugin=Tracer(paths))
    assert good, f"the tests fail:\n{Path('out.txt').read_text(encoding='utf-8')[-3000:]}"
    return pickle.loads(Path("reached").read_bytes())


def tests_of(fault, reached, most):
    """Return the tests that may catch a fault, the most specific first, and the time they take."""
    path, (lines, seconds, starts) = fault.path, reached
    names = [name.lstrip("_") for name in (path.stem, *path.parent.parts[2:])]
    own = tuple([str(path), *(f"tests/{part(path)}/test_{name}" for name in names)])
    able = [test for test in lines if test.startswith((*own, f"tests/{part(path)}"))]
    through = [test for test in able if (str(path), fault.line) in lines[test]]
    if not through:  # what is made once, with the module
        reaches = {test for test in able if any(file == str(path) for file, _ in lines[test])}
        through = [test for test in able if test in reaches or test.startswith(own)]
    through.sort(key=lambda test: (not test.startswith(own), len(lines[test])))
    through += [test for test in able if test in starts and test.startswith(own)]
    chosen, total = [], 0
    for test in dict.fromkeys(through):
        if total + seconds[test] <= most:
            chosen.append(test)
            total += seconds[test]
    return chosen, total


def passes(fault, tests, seconds):
    """Whether some tests pass with a fault in its place."""
    original = fault.path.read_text(encoding="utf-8")
    fault.path.write_text(fault.source, encoding="utf-8")
    for compiled in fault.path.parent.glob(f"__pycache__/{fault.path.stem}.*"):
        compiled.unlink()
    files = dict.fromkeys(test.split("::")[0] for test in tests)
    plugin = Chosen(tests)
    result = all(run_tests(file, bound=20 + 5 * seconds, plugin=plugin) for file in files)
    fault.path.write_text(original, encoding="utf-8")
    return result


def modules(names):
    """Return the modules that are named: by `core`, `course`, a folder or a file."""
    for path in sorted(ROOT.glob("linreg_helpers/**/*.py")):
        path, inside = path.relative_to(ROOT), str(path.relative_to(ROOT / "linreg_helpers"))
        if not path.stem.startswith("__") and any(
            name == part(path) or inside.startswith(name.removeprefix("linreg_helpers/"))
            for name in names
        ):
            yield path


def main():
    """Print the faults that no test catches and a table; return whether the bars are reached."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", default=["core", "course"], help="or folders, files")
    parser.add_argument("--faults", default="20", help="of each module, or `all` (default: 20)")
    parser.add_argument("--seed", type=int, default=0, help="of the sample (default: 0)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="faults at a time")
    parser.add_argument("--seconds", type=int, default=30, help="of tests a fault (default: 30)")
    options = parser.parse_args()
    os.chdir(ROOT)

    known, chosen, skipped = equivalent(), [], Counter()
    for path in modules(options.modules):
        every = faults(path, (ROOT / path).read_text(encoding="utf-8"))
        able = [fault for fault in every if (str(path), fault.old, fault.new) not in known]
        for entry in sorted(known - {(str(path), fault.old, fault.new) for fault in every}):
            if entry[0] == str(path):
                print("listed as equivalent, and no fault any more:", *entry, "", sep="\n")
        for of in (path, part(path)):
            skipped[of] += len(every) - len(able)
        n = len(able) if options.faults == "all" else int(options.faults)
        chosen += sample(able, n, options.seed)

    tried, caught, fork = Counter(), Counter(), multiprocessing.get_context("fork")
    with tempfile.TemporaryDirectory() as temporary:
        with ProcessPoolExecutor(1, fork, prepare, (temporary,)) as pool:
            reached = pool.submit(reach, sorted({fault.path for fault in chosen})).result()
        tests, seconds = zip(*(tests_of(f, reached, options.seconds) for f in chosen), strict=True)
        with ProcessPoolExecutor(options.jobs, fork, prepare, (temporary,)) as pool:
            survivals = pool.map(passes, chosen, tests, seconds)
            for fault, survived in zip(chosen, survivals, strict=True):
                for of in (fault.path, part(fault.path)):
                    tried[of] += 1
                    caught[of] += not survived
                if survived:
                    print(fault, flush=True)

    print(f"{'':45} caught  tried       not counted")
    for of in sorted(tried, key=lambda of: (isinstance(of, str), str(of))):
        share = caught[of] / tried[of]
        print(f"{of!s:45} {caught[of]:6} {tried[of]:6} {share:6.1%} {skipped[of]:6}")
    return all(caught[of] >= bar * tried[of] for of, bar in BARS.items())


if __name__ == "__main__":
    sys.exit(not main())
