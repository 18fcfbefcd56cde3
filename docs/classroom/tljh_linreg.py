"""For The Littlest JupyterHub: copy it to /opt/tljh/config/jupyterhub_config.d/.

TLJH brings the users, the limits (tljh-config) and the culler. This adds what the course needs.
"""

c = get_config()  # noqa: F821  JupyterHub brings it

c.Spawner.cmd = ["/srv/linreg/docs/classroom/start_student", "/opt/tljh/user/bin"]
c.Spawner.notebook_dir = "~/workbook"
c.Spawner.default_url = "/lab/tree/README.md"
c.Spawner.environment = {"JUPYTER_PREFER_ENV_PATH": "1", "OMP_NUM_THREADS": "1"}
c.Spawner.args = ["--KernelManager.transport=ipc"]
c.Spawner.start_timeout = 300
c.Spawner.http_timeout = 300
c.SystemdSpawner.unit_extra_properties = {"OOMPolicy": "continue", "MemorySwapMax": "0"}
