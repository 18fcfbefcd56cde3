"""Try docs/classroom/jupyterhub_config.py with a real JupyterHub and a class of real users.

  python -m tools.hub_trial [--students 30] [--minutes 5]

It makes system users with random passwords, starts the hub on this machine's loopback, and each
student logs in, starts a server, opens notebook 5, runs it, saves it and stops: all at the same
time, and once more spread over some minutes. Then: a kernel that takes too much memory, a hub that
is killed, a student who looks for another's files, and idle kernels. All users, files and
processes are gone at the end, also after an error. It needs Linux, root, and Node.js.
"""

import argparse
import contextlib
import grp
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests
import websocket

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "docs/classroom/jupyterhub_config.py"
NOTEBOOK = "05_full_loop.ipynb"
PROXY = "configurable-http-proxy"
PROXY_VERSION = "5.3.0"
GROUP = "lrtrial"  # the students of a trial: what an earlier one left is known by it
MEBI = 2**20
ENDINGS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM]
PATIENCE = 600  # seconds for any one thing


def say(sentence):
    """Print at once, with the time."""
    print(f"{time.strftime('%H:%M:%S')} {sentence}", flush=True)


def must(holds, sentence):
    """Print what was found, or end the trial."""
    if not holds:
        raise SystemExit(f"NOT SO: {sentence}")
    say(f"yes: {sentence}")


def wait_for(what, holds, seconds=PATIENCE):
    """Wait until something holds, and return what it returned."""
    end = time.monotonic() + seconds
    while not (result := holds()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} seconds")
        time.sleep(0.25)
    return result


def run(*command, **options):
    """Run a command that must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout


# --- what is needed -------------------------------------------------------------------------------


def refuse():
    """Return the sentence that says why there can be no trial here, or None."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "The trial makes system users: it needs Linux, and root (sudo make hub)."
    if not memory_controller():
        return "The trial needs Linux's control groups for memory, under /sys/fs/cgroup."
    if not shutil.which("npm") and not shutil.which(PROXY):
        return f"The hub needs {PROXY}, and it needs Node.js: sudo apt install nodejs npm"
    # As a user who has nothing to do with root's files.
    nobody = ["runuser", "-u", "nobody", "--", sys.executable, "-c", "import linreg_helpers"]
    if subprocess.run(nobody, capture_output=True, cwd="/").returncode:
        return (
            f"Other users can't read {ROOT} or its Python {os.path.realpath(sys.executable)}. Put "
            "the course into /srv, and name the system's Python: make hub PYTHON=/usr/bin/python3"
        )
    return None


def memory_controller():
    """Return where groups for memory are made, and the names of the files of limit and peak."""
    new, old = Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/memory")
    if (old / "memory.limit_in_bytes").exists():
        return old, "memory.limit_in_bytes", "memory.max_usage_in_bytes"
    with contextlib.suppress(OSError):
        if "memory" in (new / "cgroup.subtree_control").read_text():
            return new, "memory.max", "memory.peak"
    return None


def proxy_command():
    """Return the path of the hub's proxy; it is installed into build/ where it is not there."""
    found = shutil.which(PROXY)
    if not found:
        folder = ROOT / "build/hub"
        found = folder / "node_modules/.bin" / PROXY
        if not found.exists():
            folder.mkdir(parents=True, exist_ok=True)
            run("npm", "install", "--prefix", str(folder), f"{PROXY}@{PROXY_VERSION}")
    return str(found)


def free_ports(n):
    """Return n ports of the loopback that nobody listens to."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(n)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


# --- processes ------------------------------------------------------------------------------------


def processes(uids):
    """Return the ids of the processes of these users."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid in uids:
                found.append(int(folder.name))
    return found


def family(pid):
    """Return a process and all that descend from it."""
    children = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def identity(pid):
    """Return a process's id and when it started, which no other process has together."""
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return pid, state[19] if state[0] != "Z" else None
    return pid, None


def pss(pids):
    """Return the memory of processes in bytes: what they share counts once, in shares (PSS)."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return total


def command_of(pid):
    """Return the words of a process's command, or nothing where it has ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text()
    return ""


def cpu_seconds(pids, *, children=True):
    """Return the seconds of processor time of processes, with their children that have ended."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11 : 15 if children else 13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def end_all_of(uids):
    """End every process of users that the trial made."""
    for _ in range(100):
        left = processes(uids)
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if not left:
            return
        time.sleep(0.1)


# --- the class ------------------------------------------------------------------------------------


class Trial:
    """A hub, its users, and the folder that holds all that they write."""

    def __init__(self, n_students):
        """Choose names and passwords, which stand in no file; nothing is made yet."""
        self.folder = Path(tempfile.mkdtemp(prefix="hub-trial-"))
        self.names = [f"{GROUP}{i:02d}" for i in range(1, n_students + 1)]
        self.passwords = {name: secrets.token_urlsafe(24) for name in self.names}
        self.place, self.limit_file, self.peak_file = memory_controller()
        self.groups = self.place / GROUP
        self.ports = free_ports(3)
        self.proxy = proxy_command()
        self.url = f"http://127.0.0.1:{self.ports[0]}"
        self.hub, self.log = None, None
        self.started = set()  # what a hub that was killed has left behind: its proxy, its culler

    def __enter__(self):
        try:
            self._open()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _open(self):
        remove_users(self.place)  # what an earlier trial has left
        self.folder.chmod(0o711)
        (self.folder / "home").mkdir(mode=0o755)
        (self.folder / "hub").mkdir(mode=0o700)
        self.log = (self.folder / "hub/log").open("ab")
        run("groupadd", GROUP)
        for name in self.names:
            home = self.folder / "home" / name
            run("useradd", "-m", "-d", str(home), "-g", GROUP, "-s", "/bin/bash", name)
        lines = "".join(f"{name}:{password}\n" for name, password in self.passwords.items())
        run("chpasswd", input=lines)  # never a word of a command, which all can read
        self.uids = {pwd.getpwnam(name).pw_uid for name in self.names}
        self.groups.mkdir()
        if (self.place / "cgroup.subtree_control").exists():
            (self.groups / "cgroup.subtree_control").write_text("+memory")
        for name in self.names:
            (self.groups / name).mkdir()

    def __exit__(self, kind=None, *_):
        if kind and issubclass(kind, Exception):
            say(f"the last words of the hub:\n{self.last_words()}")
        if self.hub:
            self.started |= set(map(identity, family(self.hub.pid)))
            for each in self.left():
                os.kill(each[0], signal.SIGKILL)
            self.hub.wait()
            wait_for("the hub and all that it started end", lambda: not self.left(), 10)
        if self.log:
            self.log.close()
        remove_users(self.place)
        shutil.rmtree(self.folder, ignore_errors=True)

    def left(self):
        """Return the processes of the hubs that still run, each with when it started."""
        return [each for each in self.started if each == identity(each[0]) and each[1]]

    def start_hub(self, idle=None):
        """Start the hub, and wait until it answers."""
        facts = {
            "config": str(CONFIG),
            "groups": str(self.groups),
            "limit_file": self.limit_file,
            "ports": self.ports,
            "proxy": self.proxy,
            "user_group": GROUP,
            "idle": idle,
        }
        command = [sys.executable, "-m", "jupyterhub", "-f"]
        self.hub = subprocess.Popen(
            [*command, str(ROOT / "tools/hub_trial_config.py")],
            cwd=self.folder / "hub",
            env={**os.environ, "HUB_TRIAL": json.dumps(facts)},
            stdout=self.log,
            stderr=self.log,
            umask=0o077,
            start_new_session=True,
        )
        wait_for("the hub answers", self._answers, 60)

    def _answers(self):
        if self.hub.poll() is not None:
            raise SystemExit(f"The hub has ended:\n{self.last_words()}")
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"{self.url}/hub/api", timeout=5).ok

    def last_words(self):
        """Return the end of what the hub has logged."""
        lines = (self.folder / "hub/log").read_text(errors="replace").splitlines()
        return "\n".join([line for line in lines if "] 200 GET" not in line][-40:])

    def kill_hub(self):
        """Kill the hub, and nothing else."""
        self.started |= set(map(identity, self.processes()[1]))
        self.hub.send_signal(signal.SIGKILL)
        self.hub.wait()

    def processes(self):
        """Return the ids of the students' processes, and of the hub with what it started."""
        theirs = processes(self.uids)
        return theirs, [pid for pid in family(self.hub.pid) if pid not in theirs]

    def group_peak(self, name):
        """Return the most memory of one student's group, in bytes, with the files in its cache."""
        return int((self.groups / name / self.peak_file).read_text())


def remove_users(place):
    """Remove every user of the trial's group with their processes, the groups, and nothing else."""
    with contextlib.suppress(KeyError):
        number = grp.getgrnam(GROUP).gr_gid
        users = [user for user in pwd.getpwall() if user.pw_gid == number]
        users = [user for user in users if user.pw_name.startswith(GROUP)]
        end_all_of({user.pw_uid for user in users})
        for user in users:
            subprocess.run(["userdel", "-r", user.pw_name], capture_output=True)
        subprocess.run(["groupdel", GROUP], capture_output=True)
    groups = place / GROUP
    if groups.exists():
        for folder in [*filter(Path.is_dir, groups.iterdir()), groups]:
            wait_for("a control group is empty", lambda folder=folder: _removed(folder), 10)


def _removed(folder):
    with contextlib.suppress(OSError):
        folder.rmdir()
        return True
    return False


# --- a student ------------------------------------------------------------------------------------


class Student:
    """A student at a browser: logs in by the form, and does by HTTP what JupyterLab does."""

    def __init__(self, trial, name):
        """Sit down at a browser; nothing is asked yet."""
        self.trial, self.name = trial, name
        self.home = trial.folder / "home" / name
        self.http = requests.Session()
        self.socket, self.times = None, {}

    def ask(self, method, path, *, expect=(200, 201, 202, 204), **options):
        """Ask the hub or a server, and return the answer."""
        answer = self.http.request(method, self.trial.url + path, timeout=PATIENCE, **options)
        if answer.status_code not in expect:
            words = textwrap.shorten(answer.text, 200)
            raise RuntimeError(f"{self.name}: {method} {path}: {answer.status_code} {words}")
        return answer

    def log_in(self):
        """Fill in the form; from then on a token of the student's own speaks for them."""
        self.ask("GET", "/hub/login")
        mark = self.http.cookies.get("_xsrf", path="/hub/")
        form = {"username": self.name, "password": self.trial.passwords[self.name], "_xsrf": mark}
        self.ask("POST", "/hub/login", data=form, allow_redirects=False, expect=(302,))
        mark = self.http.cookies.get("_xsrf", path="/hub/")
        path = f"/hub/api/users/{self.name}/tokens"
        answer = self.ask("POST", path, headers={"X-XSRFToken": mark}, json={"note": "trial"})
        self.token = answer.json()["token"]
        self.http = requests.Session()
        self.http.headers["Authorization"] = f"token {self.token}"

    def server(self):
        """Return what the hub knows of this student's server, or None."""
        answer = self.ask("GET", f"/hub/api/users/{self.name}").json()
        return answer["servers"].get("")

    def start_server(self):
        """Start the server, and wait until it is ready; it makes the workbook first."""
        self.ask("POST", f"/hub/api/users/{self.name}/server")
        wait_for(f"{self.name}'s server", lambda: (self.server() or {}).get("ready"))

    def stop_server(self):
        """Stop the server, and wait until it is gone."""
        self.close()
        self.ask("DELETE", f"/hub/api/users/{self.name}/server")
        wait_for(f"{self.name}'s server stops", lambda: not self.server())

    def start_kernel(self):
        """Open the notebook with a kernel, and wait until the kernel answers."""
        body = {"path": NOTEBOOK, "name": NOTEBOOK, "type": "notebook"}
        body["kernel"] = {"name": "python3"}
        path = f"/user/{self.name}/api/sessions"
        self.kernel = self.ask("POST", path, json=body).json()["kernel"]["id"]
        self.connect()
        self.request("kernel_info_request", {}, lambda message: None)

    def connect(self):
        """Connect to the kernel's channels."""
        address = self.trial.url.replace("http", "ws", 1)
        path = f"/user/{self.name}/api/kernels/{self.kernel}/channels"
        header = [f"Authorization: token {self.token}"]
        self.socket = websocket.create_connection(address + path, header=header, timeout=PATIENCE)

    def close(self):
        """Close the browser's tab."""
        if self.socket:
            self.socket.close()
            self.socket = None

    def request(self, kind, content, see):
        """Send a request, wait for its reply and its end, and return the reply.

        Each message of the kernel that belongs to it is shown to `see`.
        """
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": kind, "username": "", "session": number}
        header |= {"version": "5.3", "date": "2026-01-01T00:00:00Z"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        self.socket.send(json.dumps({**message, "channel": "shell", "buffers": []}))
        reply, is_idle = None, False
        while reply is None or not is_idle:
            got = message_of(self.socket.recv())
            kind = got["header"]["msg_type"]
            state = got["content"].get("execution_state")
            if kind == "status" and state in ("restarting", "dead"):
                raise ConnectionError(f"the kernel is {state}")
            if got["parent_header"].get("msg_id") != number:
                continue
            if got["channel"] == "shell":
                reply = got["content"]
            is_idle = is_idle or state == "idle"
            see(got)
        return reply

    def run_code(self, code):
        """Run code in the kernel; return the reply, and what a notebook stores as outputs."""
        outputs = []

        def see(message):
            kind, content = message["header"]["msg_type"], message["content"]
            if kind in ("stream", "error", "display_data", "execute_result"):
                content.pop("transient", None)
                outputs.append({"output_type": kind, **content})

        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        return self.request("execute_request", {**content, "stop_on_error": True}, see), outputs

    def printed(self, code):
        """Run code, and return what it prints."""
        return "".join(o.get("text", "") for o in self.run_code(code)[1])

    def contents(self, name=NOTEBOOK):
        """Return the path under which a file of the workbook is read and saved."""
        return f"/user/{self.name}/api/contents/{name}"

    def run_notebook(self):
        """Run every cell as Run All does; return the notebook with its outputs, and the errors."""
        notebook = self.ask("GET", self.contents()).json()["content"]
        errors = []
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                reply, cell["outputs"] = self.run_code("".join(cell["source"]))
                cell["execution_count"] = reply["execution_count"]
                if reply["status"] != "ok":
                    errors.append(f"{self.name}, {cell['id']}: {reply.get('ename')}")
        return notebook, errors

    def save(self, notebook):
        """Save the notebook."""
        body = {"type": "notebook", "format": "json", "content": notebook}
        self.ask("PUT", self.contents(), json=body)

    def saved(self):
        """Return the notebook as it lies on the disk."""
        return json.loads((self.home / "workbook" / NOTEBOOK).read_text(encoding="utf-8"))

    def lesson(self, begins):
        """Go through a lesson until the work is saved; the server is left running."""
        time.sleep(max(0, begins - time.monotonic()))
        start = time.monotonic()
        self.log_in()
        self.start_server()
        self.times["a server"] = time.monotonic() - start
        self.start_kernel()
        self.times["a kernel"] = time.monotonic() - start
        start = time.monotonic()
        notebook, errors = self.run_notebook()
        self.times["the notebook"] = time.monotonic() - start
        self.save(notebook)
        stored = self.ask("GET", self.contents()).json()["content"]
        if outputs_of(stored) != outputs_of(notebook) or not any(outputs_of(notebook)):
            errors.append(f"{self.name}: what was saved is not what was run")
        return errors


def outputs_of(notebook):
    """Return the outputs of all code cells."""
    return [cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"]


def message_of(frame):
    """Return the message in a frame; with a widget's data in it, it stands before that data."""
    if isinstance(frame, bytes):
        n_parts, begin, end = struct.unpack_from("!3I", frame)
        frame = frame[begin : end if n_parts > 1 else None]
    return json.loads(frame)


# --- a class at the same time, and over some minutes ----------------------------------------------


def one_class(trial, seconds):
    """Let all students go through the lesson, beginning spread over so many seconds."""
    students = [Student(trial, name) for name in trial.names]
    peak, done, samples = 0, threading.Event(), []

    def measure():
        while not done.wait(5):
            samples.append(pss([pid for pids in trial.processes() for pid in pids]))

    watch = threading.Thread(target=measure)
    start = time.monotonic()
    watch.start()
    try:
        with ThreadPoolExecutor(len(students)) as pool:
            gap = seconds / len(students)
            futures = [
                pool.submit(student.lesson, start + i * gap) for i, student in enumerate(students)
            ]
            errors = []
            for future in futures:
                try:
                    errors += future.result()
                except Exception as error:
                    errors.append(f"{type(error).__name__}: {error}")
        took = time.monotonic() - start
    finally:
        done.set()
        watch.join()
    mine, hubs = trial.processes()
    all_open, hub = pss(mine), pss(hubs)
    kernels = pss([pid for pid in mine if "ipykernel" in command_of(pid)])
    cpu, cpu_hub = cpu_seconds(mine), cpu_seconds(hubs, children=False)
    peak = max([all_open + hub, *samples])
    n = len(students)
    how = f"over {seconds:.0f} s" if seconds else "at the same time"
    print(f"\n{n} students {how}: the last one has saved after {took:.0f} s")
    print(f"  errors: {len(errors)}", *errors[:10], sep="\n    ")
    print(f"  peak memory: {peak / MEBI:,.0f} MiB (PSS, sampled each 5 s)")
    print(f"  all notebooks open: {all_open / MEBI:,.0f} MiB, {all_open / n / MEBI:,.0f} a student")
    print(
        f"    a server {(all_open - kernels) / n / MEBI:.0f}, a kernel {kernels / n / MEBI:.0f} MiB"
    )
    print(f"  hub, proxy, culler: {hub / MEBI:,.0f} MiB")
    print(f"  processor: {cpu / n:.1f} s a student; the hub {cpu_hub:.0f} s since its start")
    groups = [trial.group_peak(name) / MEBI for name in trial.names]
    print(f"  one student's group, with cached files: at most {max(groups):,.0f} MiB")
    disk = int(run("du", "-sk", str(students[0].home)).split()[0]) / 1024
    print(f"  disk: {disk:.1f} MiB a student")
    for what in students[0].times or {}:
        each = sorted(s.times[what] for s in students if what in s.times)
        high = each[min(len(each) - 1, int(0.95 * len(each)))]
        line = f"median {statistics.median(each):.1f} s, 95th percentile {high:.1f} s"
        print(f"  {'to' if what != 'the notebook' else 'to run'} {what}: {line}")
    print(flush=True)
    with ThreadPoolExecutor(len(students)) as pool:
        list(pool.map(Student.stop_server, students))
    wait_for("all servers stop", lambda: not processes(trial.uids), 60)
    must(not errors, f"no errors in a class of {n} {how}")


# --- what may go wrong ----------------------------------------------------------------------------

TOO_MUCH = "hoard = [bytes([1]) * 2**26 for _ in range(100)]"  # 6.4 GB, every page written


def memory_limit(greedy, other):
    """Let one student take more memory than the limit allows, while another one works."""
    for student in (greedy, other):
        student.run_code("kept = 42")
    server = greedy.server()["started"]
    try:
        greedy.run_code(TOO_MUCH)
        ended = False
    except (ConnectionError, websocket.WebSocketException) as error:
        ended = True
        say(f"the greedy student sees: {error}")
    must(ended, "a kernel that takes more than the limit is ended")
    must(other.printed("print(kept)") == "42\n", "another student's kernel goes on")
    must(greedy.server()["started"] == server, "the greedy student's server goes on too")
    wait_for("a new kernel", lambda: answers_anew(greedy))
    say("yes: the greedy student gets a new kernel by itself")


def answers_anew(student):
    """Connect again, and say whether the kernel computes."""
    student.close()
    with contextlib.suppress(ConnectionError, websocket.WebSocketException):
        student.connect()
        return student.printed("print(6 * 7)") == "42\n"


LOOK = """
import os
from pathlib import Path

def attempt(function, *words):
    try:
        function(*words)
        return True
    except OSError:
        return False

home, pids = {home!r}, {pids!r}
seen = {{
    "home": attempt(os.listdir, home),
    "notebook": attempt(open, home + "/workbook/{notebook}"),
    "runtime": attempt(os.listdir, home + "/.jupyter_run"),
    "hub": attempt(os.listdir, {hub!r}),
    "environ": any(attempt(Path("/proc/%d/environ" % pid).read_bytes) for pid in pids),
    "memory": any(attempt(open, "/proc/%d/mem" % pid) for pid in pids),
    "token": any({token!r} in Path("/proc/%d/cmdline" % pid).read_text() for pid in pids),
    "own": attempt(os.listdir, str(Path.home())),
}}
print(*(name for name, is_seen in seen.items() if is_seen))
"""


# A kernel that speaks through ports tells its outputs to everyone who subscribes.
KNOCK = """
import requests, zmq

ear = zmq.Context.instance().socket(zmq.SUB)
ear.subscribe(b"")
for port in {ports}:
    ear.connect("tcp://127.0.0.1:%d" % port)
    try:
        page = "http://127.0.0.1:%d{path}" % port
        print(requests.get(page, allow_redirects=False, timeout=5).status_code)
    except requests.RequestException:
        pass
"""


def privacy(trial, nosy, other):
    """Let one student look for another's files in every way there is."""
    theirs = other.contents()
    must(nosy.ask("GET", nosy.contents()).ok, "a student reads their own notebook")
    answer = nosy.ask("GET", theirs, allow_redirects=False, expect=(302, 403, 404))
    must(answer.status_code == 403, "another's server refuses a student's token (403)")
    up = f"..%2F..%2F{other.name}%2Fworkbook%2F{NOTEBOOK}"
    answer = nosy.ask("GET", nosy.contents(up), expect=(400, 403, 404))
    must(True, f"a path that leads up and out is refused ({answer.status_code})")
    mine = processes({pwd.getpwnam(other.name).pw_uid})
    look = LOOK.format(
        home=str(other.home),
        pids=[*mine, trial.hub.pid],
        notebook=NOTEBOOK,
        hub=str(trial.folder / "hub"),
        token=other.token,
    )
    seen = nosy.printed(look).strip()
    must(seen == "own", f"a kernel sees of home, /proc and the hub's folder only: {seen}")
    ports = listening_ports(mine)
    answers = nosy.printed(KNOCK.format(ports=ports, path=theirs)).split()
    must(answers == ["403"], f"at the ports of another, without the proxy: {answers}")
    other.run_code("print('a secret')")
    heard = nosy.printed("print(ear.poll(2000))").strip()
    must(heard == "0", "who listens at these ports hears nothing of what another's kernel prints")
    modes = {student.home.stat().st_mode & 0o777 for student in (nosy, other)}
    must(modes == {0o700}, "a home is closed to others (0700)")
    readable = run("find", str(other.home / "workbook"), "-perm", "/077", "-not", "-type", "l")
    must(not readable, "no file of a workbook has a bit for others")


def listening_ports(pids):
    """Return the ports of TCP on which these processes listen."""
    sockets = set()
    for pid in pids:
        for link in Path(f"/proc/{pid}/fd").glob("*"):
            with contextlib.suppress(OSError):
                sockets.add(os.readlink(link))
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    if Path("/proc/net/tcp6").exists():
        lines += Path("/proc/net/tcp6").read_text().splitlines()[1:]
    rows = [line.split() for line in lines]
    return [
        int(row[1].rpartition(":")[2], 16)
        for row in rows
        if row[3] == "0A" and f"socket:[{row[9]}]" in sockets
    ]


def hub_crash(trial, student, idle):
    """Kill the hub while a student works, and start it again."""
    notebook, _ = student.run_notebook()
    notebook["metadata"]["trial"] = "saved before"
    student.save(notebook)
    student.run_code("kept = 43")
    before = processes({pwd.getpwnam(student.name).pw_uid})
    trial.kill_hub()
    must(student.printed("print(kept)") == "43\n", "with the hub killed, an open kernel goes on")
    notebook["metadata"]["trial"] = "saved while the hub was down"
    student.save(notebook)
    found = student.saved()["metadata"]["trial"]
    must(found == "saved while the hub was down", "with the hub killed, work is still saved")
    trial.start_hub(idle)
    student.close()
    wait_for("the server is found again", lambda: (student.server() or {}).get("ready"), 60)
    after = processes({pwd.getpwnam(student.name).pw_uid})
    must(before == after, "the hub that is started again finds the running server")
    student.connect()
    must(student.printed("print(kept)") == "43\n", "its kernel still knows what was computed")
    answer = student.ask("GET", student.contents()).json()["content"]
    must(answer["metadata"]["trial"] == found, "nothing that was saved is lost")


def idle_ones(student, idle):
    """See an idle kernel end, and then the idle server."""
    student.log_in()
    student.start_server()
    student.start_kernel()
    pids = len(processes({pwd.getpwnam(student.name).pw_uid}))
    path = f"/user/{student.name}/api/kernels"
    start = time.monotonic()
    wait_for("an idle kernel ends", lambda: not student.ask("GET", path).json(), 60)
    must(True, f"an idle kernel ends, here after {time.monotonic() - start:.0f} s ({idle[0]} s)")
    must(len(processes({pwd.getpwnam(student.name).pw_uid})) < pids, "its process is gone")
    student.close()
    wait_for("an idle server ends", lambda: not student.server(), 120)
    must(True, f"an idle server ends, here after {time.monotonic() - start:.0f} s ({idle[1]} s)")


# --- all of it ------------------------------------------------------------------------------------


def main():
    """Run the trial."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=30, help="how many; 30 unless named")
    parser.add_argument("--minutes", type=float, default=5, help="of the spread; 0: not spread")
    words = parser.parse_args()
    if words.students < 3:
        parser.error("--students: three at least, one for each thing that may go wrong")
    if why := refuse():
        raise SystemExit(why)
    for number in ENDINGS:
        signal.signal(number, stopped)
    signal.alarm(int(600 + 120 * words.minutes + 40 * words.students))  # it ends by itself
    with Trial(words.students) as trial:
        trial.start_hub()
        say(f"the hub runs with {CONFIG.relative_to(ROOT)} and {words.students} students")
        one_class(trial, 0)
        if words.minutes:
            one_class(trial, 60 * words.minutes)
        first, second = (Student(trial, name) for name in trial.names[:2])
        for student in (first, second):
            student.log_in()
            student.start_server()
            student.start_kernel()
        memory_limit(first, second)
        privacy(trial, first, second)
        idle = (10, 30)  # seconds, for the hub's second start
        hub_crash(trial, second, idle)
        idle_ones(Student(trial, trial.names[-1]), idle)
    left = [user.pw_name for user in pwd.getpwall() if user.pw_name.startswith(GROUP)]
    must(not trial.left(), "no process of a hub is left")
    must(not left and not trial.folder.exists(), "no user, process or file of the trial is left")
    print("1 passed, 0 failed")


def stopped(number, frame):
    """Make every way to end the trial one that clears up; make and the shell may say it twice."""
    for each in ENDINGS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt(signal.Signals(number).name)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt as interrupt:
        raise SystemExit(f"Stopped ({interrupt}); all is cleared up.") from None
