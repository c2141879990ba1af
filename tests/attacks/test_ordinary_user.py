"""The same walls for a grader who is not root: user namespaces take the place of privileges."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from .notebooks import ROOT

FULL = {"test_lstm_cell_forward": 10.0, "test_lstm_forward": 10.0}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `as_ordinary_user` prints, run by user 1000 without any privilege."""
    folder = tmp_path_factory.mktemp("ordinary")
    become = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
    run = subprocess.run(
        [*become, sys.executable, "-m", "tests.attacks.as_ordinary_user", str(folder)],
        cwd=ROOT,
        env={**os.environ, "CANARY": "canary"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    answer: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return answer


def test_grader_is_not_root(found: dict[str, Any]) -> None:
    assert found["user"] == 1000


@pytest.mark.parametrize("name", ["right", "looks", "daemon", "escapes", "right again"])
def test_right_functions_earn_everything(name: str, found: dict[str, Any]) -> None:
    assert found[name]["marks"] == FULL


def test_bomb_costs_its_own_points_alone(found: dict[str, Any]) -> None:
    assert found["bomb"]["marks"] == {**FULL, "test_lstm_cell_forward": 0.0}


@pytest.mark.parametrize("name", ["right", "looks", "daemon", "bomb", "escapes", "right again"])
def test_nothing_survives(name: str, found: dict[str, Any]) -> None:
    assert found[name]["left"] == []


def test_nothing_is_seen_written_or_killed(found: dict[str, Any]) -> None:
    (said,) = found["looks"]["said"]
    assert "'course': False" in said
    assert "'environment': []" in said
    assert "'warden': 'PermissionError'" in said or "'warden': 'FileNotFoundError'" in said
    assert "'written': []" in said
    assert "'network': 'OSError'" in said or "'network': 'ConnectionRefusedError'" in said


def test_no_namespace_and_no_mount_of_its_own(found: dict[str, Any]) -> None:
    assert found["escapes"]["said"] == ["LOOK [-1, -1] -1"]
