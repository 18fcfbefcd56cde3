"""docs/classroom.md and its files say the same, name what exists, and hold no secret.

Whether a hub with these files keeps what they promise is tried by `make hub`.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from traitlets.config import Config

from linreg_helpers.course import commands
from linreg_helpers.course.capacity import MEASURED
from tests.house.test_readme import targets
from tools import set_up

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "classroom"
FILES = sorted(path.name for path in FOLDER.iterdir())
GUIDE = (ROOT / "docs" / "classroom.md").read_text(encoding="utf-8")
VALUES = yaml.safe_load((FOLDER / "values.yaml").read_text(encoding="utf-8"))
SERVICE = (FOLDER / "jupyterhub.service").read_text(encoding="utf-8")
TRIAL = (ROOT / "tools" / "hub_trial.py").read_text(encoding="utf-8")
POSIX = pytest.mark.skipif(os.name == "nt", reason="a hub needs Linux")


def loaded(name):
    """Return what a configuration file of JupyterHub sets, without a JupyterHub."""
    c, path = Config(), FOLDER / name
    code = compile(path.read_text(encoding="utf-8"), path, "exec")
    exec(code, {"get_config": lambda: c, "__file__": str(path)})
    return c


# --- what the hub is told -------------------------------------------------------------------------


def test_users_come_in_by_the_system_and_only_students():
    c = loaded("jupyterhub_config.py")
    assert c.JupyterHub.authenticator_class == "pam"
    assert c.LocalAuthenticator.allowed_groups == {"students"}
    assert "allow_all" not in c.Authenticator
    assert c.JupyterHub.bind_url.startswith("http://127.0.0.1:")


def test_memory_is_limited_by_a_spawner_that_enforces_it():
    c = loaded("jupyterhub_config.py")
    assert c.JupyterHub.spawner_class == "systemd"
    assert c.Spawner.mem_limit == "2G"
    assert c.SystemdSpawner.unit_extra_properties["OOMPolicy"] == "continue"
    assert "`OOMPolicy=continue`" in GUIDE


def test_a_server_is_started_by_the_script_with_the_programs_of_the_hub():
    c = loaded("jupyterhub_config.py")
    script, programs = c.Spawner.cmd
    assert Path(script) == FOLDER / "start_student"
    assert Path(programs) == Path(sys.executable).parent
    assert c.Spawner.notebook_dir == "~/workbook"


@pytest.mark.parametrize("name", ["jupyterhub_config.py", "tljh_linreg.py"])
def test_nobody_listens_to_a_kernel(name):
    assert "--KernelManager.transport=ipc" in loaded(name).Spawner.args


def test_what_is_idle_ends_after_the_hours_that_the_guide_names():
    c = loaded("jupyterhub_config.py")
    assert "a kernel after one hour, with or without an open page; a server after two" in GUIDE
    assert "--MappingKernelManager.cull_idle_timeout=3600" in c.Spawner.args
    assert "--MappingKernelManager.cull_connected=True" in c.Spawner.args
    (culler,) = c.JupyterHub.services
    assert culler["command"][2:4] == ["jupyterhub_idle_culler", "--timeout=7200"]
    (role,) = c.JupyterHub.load_roles
    assert role["services"] == [culler["name"]]
    assert "admin" not in culler
    assert VALUES["cull"]["timeout"] == 7200
    assert "services.cull.timeout 7200" in GUIDE


def test_students_work_on_while_the_hub_is_down():
    assert loaded("jupyterhub_config.py").JupyterHub.cleanup_servers is False


def test_littlest_and_chart_give_the_same_limit():
    assert "limits.memory 2G" in GUIDE
    assert VALUES["singleuser"]["memory"]["limit"] == "2G"


# --- what a student starts with -------------------------------------------------------------------


@pytest.fixture
def programs(tmp_path):
    """Make programs that note how they were called, and with which umask."""
    folder = tmp_path / "programs of the course"
    folder.mkdir()
    for name in ("python", "jupyterhub-singleuser"):
        note = f'echo "{name} $(umask) $*" >> "$HOME/calls"\n[ {name} != python ]\n'
        (folder / name).write_text(f"#!/bin/sh\n{note}")
        (folder / name).chmod(0o755)
    return folder


@POSIX
def test_start_student_closes_the_home_and_makes_the_workbook_before_the_server(programs, tmp_path):
    home = tmp_path / "ada"
    home.mkdir(mode=0o755)
    command = [FOLDER / "start_student", programs, "--port=1", "--a=b c"]
    # The program that makes the workbook fails here: the server starts all the same.
    done = subprocess.run(command, env={**os.environ, "HOME": str(home)})
    assert done.returncode == 0
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / "workbook").stat().st_mode & 0o777 == 0o700
    assert (home / "calls").read_text().splitlines() == [
        f"python 0077 -m linreg_helpers workbook {home}/workbook",
        "jupyterhub-singleuser 0077 --port=1 --a=b c",
    ]


@POSIX
def test_the_socket_of_a_kernel_fits_for_the_longest_name_of_a_user():
    script = (FOLDER / "start_student").read_text(encoding="utf-8")
    (folder,) = re.findall(r'JUPYTER_RUNTIME_DIR="\$HOME/([^"]+)"', script)
    kernel = f"kernel-{'0' * 36}-ipc-5"
    assert len(f"/home/{'a' * 32}/{folder}/{kernel}") < 108
    assert os.access(FOLDER / "start_student", os.X_OK)
    if shutil.which("sh"):
        subprocess.run(["sh", "-n", FOLDER / "start_student"], check=True)


# --- the chart ------------------------------------------------------------------------------------

# As the chart's values.schema.yaml names them; it refuses every other key.
KEYS = {
    "": {"hub", "proxy", "singleuser", "scheduling", "prePuller", "ingress", "cull", "debug"},
    "hub": {"config", "extraEnv", "extraConfig", "db", "resources"},
    "proxy": {"https", "service", "chp", "traefik", "secretToken"},
    "proxy.https": {"enabled", "type", "letsencrypt", "manual", "secret", "hosts"},
    "singleuser": {
        "cmd",
        "cpu",
        "defaultUrl",
        "extraEnv",
        "extraFiles",
        "image",
        "lifecycleHooks",
        "memory",
        "startTimeout",
        "storage",
    },
    "singleuser.image": {"name", "tag", "pullPolicy", "pullSecrets"},
    "singleuser.cpu": {"limit", "guarantee"},
    "singleuser.memory": {"limit", "guarantee"},
    "singleuser.storage": {"type", "capacity", "homeMountPath", "dynamic", "static"},
    "singleuser.lifecycleHooks": {"postStart", "preStop"},
    "cull": {"enabled", "users", "timeout", "every", "concurrency", "maxAge", "adminUsers"},
}


@pytest.mark.parametrize(("path", "known"), KEYS.items())
def test_the_chart_knows_every_value(path, known):
    values = VALUES
    for key in filter(None, path.split(".")):
        values = values[key]
    assert values.keys() <= known


def test_a_students_disk_lies_where_the_workbook_is_made():
    home = VALUES["singleuser"]["storage"]["homeMountPath"]
    (*_, command) = VALUES["singleuser"]["lifecycleHooks"]["postStart"]["exec"]["command"]
    assert f"python -m linreg_helpers workbook {home}/workbook" in command
    assert VALUES["singleuser"]["defaultUrl"] == "/lab/tree/workbook/README.md"


# --- no secret ------------------------------------------------------------------------------------


def leaves(values, above=()):
    """Yield each value that is no dict, with the keys that lead to it."""
    for key, value in values.items():
        if isinstance(value, dict):
            yield from leaves(value, (*above, key))
        else:
            yield (*above, key), value


def secrets(text):
    """Return what a text gives as a value to something secret; what a command makes is none."""
    word, value = (
        r"(?i)(?:password|passwd|secret|token|api_key)\w*[\"']?",
        r"[\"']?([\w$/]\S*?)[\"']?",
    )
    assigned = re.findall(rf"{word}\s*=\s*{value}(?=\s|$)", text)
    in_yaml = re.findall(rf"{word}\s*:\s*{value}$", text, re.MULTILINE)
    return [found for found in [*assigned, *in_yaml] if not found.startswith("$(")]


@pytest.mark.parametrize("name", ["../classroom.md", *FILES])
def test_no_file_holds_a_password(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    if name == "values.yaml":
        for keys, value in leaves(yaml.safe_load(text)):
            if re.search(r"(?i)password|secret|token", ".".join(keys)):
                assert keys[-2:] in (("secretKeyRef", "name"), ("secretKeyRef", "key")), value
    else:
        assert secrets(text) == []


def test_a_password_would_be_found():
    assert secrets('c.DummyAuthenticator.password = "hunter2"') == ["hunter2"]
    assert secrets("client_secret: abc") == ["abc"]
    assert secrets("password=$(openssl rand -base64 9)") == []


@pytest.mark.parametrize("name", FILES)
def test_nobody_comes_in_without_being_known(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert not re.search(r"(?i)dummy|allow_all|admin_access *= *True", text)


# --- the guide ------------------------------------------------------------------------------------


def test_every_file_has_its_place_in_the_guide_and_every_link_leads_somewhere():
    links = set(re.findall(r"\]\(([^)#:]+)\)", GUIDE))
    assert {f"classroom/{name}" for name in FILES} <= links
    assert all((ROOT / "docs" / link).exists() for link in links)
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in GUIDE.splitlines()
        if line.startswith("#")
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= headings


def test_every_command_that_the_guide_names_exists():
    assert set(re.findall(r"linreg_helpers (\w+)", GUIDE)) <= set(commands.COMMANDS)
    assert set(re.findall(r"\bmake (\w+)(?=`| ARGS|\n)", GUIDE)) <= targets()
    assert set(re.findall(r"set_up\.py for (\w+)", GUIDE)) == {"hub"}
    assert "hub" in set_up.EXTRAS
    options = set(re.findall(r"--(?:students|minutes)\b", GUIDE))
    assert all(f'"{option}"' in TRIAL for option in options)
    assert len(options) == 2


def test_every_path_in_srv_exists_in_the_course():
    for text in (GUIDE, SERVICE, (FOLDER / "tljh_linreg.py").read_text(encoding="utf-8")):
        for path in re.findall(r"/srv/linreg/((?:docs|tools|notebooks|constraints)[\w./]*)", text):
            assert (ROOT / path).exists(), path


def test_the_proxy_has_one_version():
    (version,) = set(re.findall(r"configurable-http-proxy@([\d.]+)", GUIDE))
    assert f'PROXY_VERSION = "{version}"' in TRIAL


def test_the_hub_writes_where_only_root_reads():
    assert "StateDirectoryMode=0700\nWorkingDirectory=/var/lib/jupyterhub\nUMask=0077\n" in SERVICE


def test_the_table_of_what_was_measured_is_that_of_the_rule():
    assert f"`make hub` on {MEASURED.when} with {MEASURED.n_students} students" in GUIDE
    assert f"| {MEASURED.server + MEASURED.kernel} MiB |" in GUIDE
    assert f"proxy and its culler | {MEASURED.hub} MiB |" in GUIDE
    assert f"| processor a student | {MEASURED.start + MEASURED.run:.1f} s |" in GUIDE


def test_what_was_not_tried_is_said_to_be_untried():
    for heading in ("The Littlest JupyterHub", "Kubernetes", "Binder"):
        (section,) = re.findall(rf"^## {heading}\n\n(.*)", GUIDE, re.MULTILINE)
        assert section.startswith("Untried here")
