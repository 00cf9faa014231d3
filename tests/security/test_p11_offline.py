"""P11: without a model nothing leaves the machine, by Python's own audit events: every look-up and connection."""

from pathlib import Path

from tests.support.offline import CONNECT, LOOK_UP, calls_in, hold_a_round, watched
from tests.support.promises import Tally
from tests.support.servers import wait_for


def test_python_reaches_for_nobody(tmp_path: Path, tally: Tally) -> None:
    with watched(tmp_path) as (client, told):
        hold_a_round(client)
    assert calls_in(told) == []
    tally.held("P11", "a round, its grade and every page without a model, by Python's own audit events", tried=1)


def test_the_checks_see_who_phones_home(tmp_path: Path, tally: Tally) -> None:
    """The controls: a name that is looked up in the background, and an address that is connected to."""
    caught = 0
    for number, planted in enumerate((LOOK_UP, CONNECT)):
        folder = tmp_path / str(number)
        folder.mkdir()
        with watched(folder, planted) as (_, told):
            wait_for(lambda told=told: bool(calls_in(told)))
        caught += any("telemetry" in each or "192.0.2.1" in each for each in calls_in(told))
    tally.control("P11", "a program that phones home, by audit events", tried=2, caught=caught)
