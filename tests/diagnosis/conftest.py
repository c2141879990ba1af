"""A search that has the time it wants."""

import pytest
from cellcheck.diagnosis.repair import findings


@pytest.fixture(autouse=True)
def _patient_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not change what is found."""
    monkeypatch.setattr(findings, "SECONDS", 3.0)
