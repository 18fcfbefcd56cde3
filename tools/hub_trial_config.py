"""The hub of the trial: docs/classroom/jupyterhub_config.py, and what differs on a machine for it.

Where systemd is not what runs the machine, SystemdSpawner can't start. Then each student's server
gets a control group of its own by hand: the same limit of the same Linux kernel.
"""

import json
import os
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner

c = get_config()  # noqa: F821  JupyterHub brings it

TRIAL = json.loads(os.environ["HUB_TRIAL"])  # see tools/hub_trial.py

load_subconfig(TRIAL["config"])  # noqa: F821


class ControlGroupSpawner(LocalProcessSpawner):
    """Start a server as LocalProcessSpawner does, in a control group that the trial has made."""

    def make_preexec_fn(self, name):
        """Return what is done between fork and exec: into the group, then root no more."""
        become_student = super().make_preexec_fn(name)
        group = Path(TRIAL["groups"], name)
        (group / TRIAL["limit_file"]).write_text(str(self.mem_limit))

        def preexec():
            (group / "cgroup.procs").write_text("0")
            become_student()

        return preexec


c.JupyterHub.spawner_class = ControlGroupSpawner
c.JupyterHub.bind_url = f"http://127.0.0.1:{TRIAL['ports'][0]}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{TRIAL['ports'][1]}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{TRIAL['ports'][2]}"
c.ConfigurableHTTPProxy.command = TRIAL["proxy"]
c.LocalAuthenticator.allowed_groups = {TRIAL["user_group"]}
c.PAMAuthenticator.admin_groups = set()

if TRIAL["idle"]:  # seconds, to see in a minute what else takes an hour
    kernel, server = TRIAL["idle"]
    (culler,) = c.JupyterHub.services
    culler["command"][-2:] = [f"--timeout={server}", "--cull-every=2"]
    c.JupyterHub.last_activity_interval = 2
    c.Spawner.environment["JUPYTERHUB_ACTIVITY_INTERVAL"] = "2"
    short = {"cull_idle_timeout": kernel, "cull_interval": 2}
    for name, seconds in short.items():
        option = f"--MappingKernelManager.{name}="
        kept = [word for word in c.Spawner.args if not word.startswith(option)]
        c.Spawner.args = [*kept, f"{option}{seconds}"]
