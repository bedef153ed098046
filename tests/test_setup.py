"""The set-up: two commands, one set of tested versions, and nothing that ties it to a machine or a registry."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"[a-z0-9-]+==[A-Za-z0-9.]+( ; [^\"@/]+)?")
# Put together, so that this file is not a finding itself.
ADDRESSES = ["py" + "pi.org", "files.python" + "hosted", "registry." + "npm", "deb." + "debian"]
PLACES = ["/ro" + "ot/", "/wo" + "rk/", "/home/" + "user"]


def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins() -> list[str]:
    """The lines of requirements.lock."""
    return (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()


def tracked() -> list[Path]:
    """The files git keeps."""
    try:
        asked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    names = asked.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_users_get_the_versions_that_are_tested() -> None:
    assert project()["tool"]["uv"]["constraint-dependencies"] == pins()


def test_every_pin_is_a_plain_name_and_version() -> None:
    assert [pin for pin in pins() if not PIN.fullmatch(pin)] == []


def test_every_direct_dependency_is_pinned() -> None:
    metadata = project()
    extras = metadata["project"]["optional-dependencies"].values()
    groups = [metadata["project"]["dependencies"], metadata["dependency-groups"]["dev"], *extras]
    wanted = {re.split(r"[\[<>=]", line)[0].replace(".", "-") for group in groups for line in group}
    assert wanted - {pin.split("==")[0] for pin in pins()} == set()


def test_no_kept_file_names_a_registry_or_a_folder_of_somebodys_machine() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {word}"
        for path in tracked()
        for word in ADDRESSES + PLACES
        if word.encode() in path.read_bytes()
    }
    assert found == set()


def test_the_lock_file_with_addresses_is_not_kept() -> None:
    assert ROOT / "uv.lock" not in tracked()
    assert "uv.lock" in (ROOT / ".gitignore").read_text().splitlines()


@pytest.mark.parametrize("command", ["pip install uv && uv run journeyboard", "uv run pytest"])
def test_the_readme_names_the_two_commands(command: str) -> None:
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_proof_on_a_bare_machine_runs_the_readmes_test_command_and_requires_the_browser() -> (
    None
):
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "JOURNEYBOARD_REQUIRE_BROWSER=1 uv run pytest\n" in script
    assert "scripts/check --no-tests\n" in script


@pytest.mark.parametrize("script", [".ci/run", "scripts/check"])
def test_scripts_stop_at_the_first_failure_and_are_well_formed(script: str) -> None:
    path = ROOT / script
    assert "\nset -euo pipefail\n" in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o100
    subprocess.run(["bash", "-n", str(path)], check=True)


def test_the_wheel_takes_what_the_checkout_has() -> None:
    wheel = project()["tool"]["hatch"]["build"]["targets"]["wheel"]
    missing = [path for path in wheel["force-include"] if not (ROOT / path).exists()]
    assert missing == []
