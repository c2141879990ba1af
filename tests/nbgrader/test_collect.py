"""Collecting what students left in the exchange."""

import os
from pathlib import Path

import pytest
from cellcheck.grading import configure
from cellcheck.grading.collect import CollectFiles
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config


@pytest.fixture
def collect(tmp_path: Path) -> CollectFiles:
    return CollectFiles(coursedir=CourseDirectory(root=str(tmp_path)))


@pytest.mark.parametrize("name", ["key.txt", "key[1].txt", "*", "a?b"])
def test_links_and_pipes_stay_behind(tmp_path: Path, collect: CollectFiles, name: str) -> None:
    (tmp_path / "gradebook.db").write_text("grades", encoding="utf-8")
    inbound = tmp_path / "inbound"
    (inbound / "data").mkdir(parents=True)
    (inbound / "work.ipynb").write_text("{}", encoding="utf-8")
    (inbound / "data" / "a.csv").write_text("1", encoding="utf-8")
    (inbound / name).symlink_to(tmp_path / "gradebook.db")
    (inbound / "data" / "all").symlink_to(tmp_path)
    os.mkfifo(inbound / "pipe")
    ignored = list(collect.coursedir.ignore)
    collect.do_copy(str(inbound), str(tmp_path / "submitted"))
    found = {
        path.relative_to(tmp_path / "submitted") for path in (tmp_path / "submitted").rglob("*")
    }
    expected = {Path("work.ipynb"), Path("data"), Path("data/a.csv")}
    assert found == expected
    assert collect.coursedir.ignore == ignored


def test_submission_that_is_a_link_is_empty(tmp_path: Path, collect: CollectFiles) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "solution.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / "inbound").symlink_to(tmp_path / "source")
    collect.do_copy(str(tmp_path / "inbound"), str(tmp_path / "submitted"))
    assert list((tmp_path / "submitted").iterdir()) == []


def test_course_collects_this_way() -> None:
    config = Config()
    configure(config)
    assert config.ExchangeFactory.collect is CollectFiles
