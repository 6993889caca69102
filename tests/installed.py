"""Distributions installed for a test as pip installs them: built from source, into a folder of their own, offline."""

import os
import subprocess
import sys
from pathlib import Path

OFFLINE = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_NO_INPUT": "1", "PIP_ROOT_USER_ACTION": "ignore"}
INSTALL = ("pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target")


def install(project: Path, site: Path) -> None:
    """Builds and installs a project; the build backend is that of the development environment."""
    done = run(*INSTALL, site, project, cwd=project)
    assert done.returncode == 0, done.stdout


def run(module: str, *arguments: object, cwd: Path, site: Path | str = "") -> "subprocess.CompletedProcess[str]":
    """Runs a module of this environment as a program, with a folder of installed distributions before its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "FOURGOOD_", "PYTEST_"))}
    env = {**kept, **OFFLINE, "PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, encoding="utf-8", timeout=120)
