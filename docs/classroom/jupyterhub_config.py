"""One server for the class: what JupyterHub is told. See docs/classroom.md.

The hub and the students use one environment, the .venv of the course: nothing here names a folder
of this machine. No password and no key stands here; the hub makes its own secrets, in the folder
that it runs in, and only root can read that.
"""

import sys
from pathlib import Path

c = get_config()  # noqa: F821  JupyterHub brings it

HERE = Path(__file__).resolve().parent
PROGRAMS = Path(sys.executable).parent
HOUR = 3600

# --- who comes in ---------------------------------------------------------------------------------

# The users and the passwords of the system (PAM). Who is in the group may log in, nobody else.
c.JupyterHub.authenticator_class = "pam"
c.LocalAuthenticator.allowed_groups = {"students"}
# A teacher sees who is there and stops servers, but opens no server of a student.
c.PAMAuthenticator.admin_groups = {"teachers"}

# Behind a web server that speaks TLS (Caddy, nginx). Passwords never cross a network in the clear.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"

# --- what a student gets --------------------------------------------------------------------------

# As systemd's unit, a student's server outlives the hub, and its limits are the kernel's own.
c.JupyterHub.spawner_class = "systemd"
c.Spawner.mem_limit = "2G"
c.SystemdSpawner.unit_extra_properties = {
    "OOMPolicy": "continue",  # what takes too much memory ends, and not all that the student has
    "MemorySwapMax": "0",
    "TasksMax": "256",
}
c.SystemdSpawner.isolate_tmp = True
c.SystemdSpawner.disable_user_sudo = True

# This runs as the student: it closes the home to others, makes the workbook, starts the server.
c.Spawner.cmd = [str(HERE / "start_student"), str(PROGRAMS)]
c.Spawner.notebook_dir = "~/workbook"
c.Spawner.default_url = "/lab/tree/README.md"
c.Spawner.environment = {
    "JUPYTER_PREFER_ENV_PATH": "1",  # the kernel python3 is the course's
    "OMP_NUM_THREADS": "1",  # thirty kernels with a thread for each core would hinder each other
}
c.Spawner.args = [
    # Sockets in the student's home: a port could be listened to by every user of the machine.
    "--KernelManager.transport=ipc",
    # An idle kernel ends, with its page open or not; the notebook and its outputs stay.
    f"--MappingKernelManager.cull_idle_timeout={HOUR}",
    "--MappingKernelManager.cull_connected=True",
    "--MappingKernelManager.cull_interval=300",
]

# When a whole class starts at once, a server takes longer than the 30 and 60 seconds of the hub.
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300

# --- what ends what is idle -----------------------------------------------------------------------

c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [
            sys.executable,
            "-m",
            "jupyterhub_idle_culler",
            f"--timeout={2 * HOUR}",
            "--cull-every=300",
        ],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]

# The hub may be stopped and started: students work on meanwhile.
c.JupyterHub.cleanup_servers = False
