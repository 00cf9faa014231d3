"""Practice follows what was shown: what was missed comes back soon, what was met later; habits and days are counted."""

from datetime import date, timedelta

from mockround.content.models import CriterionId
from mockround.rounds.events import Kind, RoundId
from mockround.usecases import grades, rounds
from mockround.usecases.creation import NewRound
from mockround.usecases.mastery import mastery
from mockround.usecases.parts import Parts
from mockround.usecases.plan import MOST_DAYS, next_up, plan
from mockround.usecases.reviews import due, due_dates
from tests.support.clocks import FakeClock

MET = CriterionId("rh-invalidation")
MISSED = CriterionId("rh-replica-lag")
DAY_S = 24 * 3600
SAID = (
    "When the owner edits a link we delete its key from the cache right after the commit, and a TTL of sixty seconds "
    "is the backstop, so a reader sees the old target for a minute at worst."
)


def hold(parts: Parts) -> RoundId:
    round_id = rounds.create(parts, NewRound(Kind.NARRATE, topic="read-heavy", seed=3))
    rounds.start(parts, round_id)
    rounds.take_turn(parts, round_id, SAID, key="one")
    rounds.end(parts, round_id)
    grades.request(parts, round_id)
    return round_id


def test_before_any_round_nothing_is_due_and_nothing_is_said_of_it(parts: Parts, clock: FakeClock) -> None:
    assert due(parts, clock.now()) == ()
    assert next_up(parts, clock.now()) is None
    assert mastery(parts).rounds == 0


def test_what_was_missed_comes_back_before_what_was_met(parts: Parts, clock: FakeClock) -> None:
    hold(parts)
    dates = due_dates(parts)
    assert clock.now() < dates[MISSED] < dates[MET]


def test_what_is_due_is_offered_with_the_shortest_way_to_it(parts: Parts, clock: FakeClock) -> None:
    hold(parts)
    clock.advance(2 * DAY_S)
    (found,) = due(parts, clock.now())
    assert found.topic == "pattern/read-heavy"
    assert MISSED in found.criteria
    assert found.url == "/rounds/new?kind=narrate&topic=pattern/read-heavy"
    task = next_up(parts, clock.now())
    assert task is not None
    assert task.url == found.url


def test_coming_back_and_knowing_it_pushes_it_out(parts: Parts, clock: FakeClock) -> None:
    hold(parts)
    first = due_dates(parts)[MET]
    clock.advance(4 * DAY_S)
    hold(parts)
    assert due_dates(parts)[MET] - clock.now() > first - (clock.now() - timedelta(days=4))


def test_a_habit_is_what_stays_out_in_most_of_at_least_three_rounds(parts: Parts, clock: FakeClock) -> None:
    for _ in range(2):
        hold(parts)
        clock.advance(1 * DAY_S)
    assert mastery(parts).habits == ()
    hold(parts)
    found = {each.criterion: (each.out, each.of) for each in mastery(parts).habits}
    assert found[MISSED] == (3, 3)
    assert MET not in found


def test_the_map_has_every_topic_and_the_rounds_in_order(parts: Parts, clock: FakeClock) -> None:
    held = []
    for _ in range(2):
        held.append(hold(parts))
        clock.advance(1 * DAY_S)
    seen = mastery(parts)
    assert len(seen.topics) == len(parts.library.topics)
    history = next(each for each in seen.topics if each.topic == "pattern/read-heavy")
    assert [point.round for point in history.points] == held


def test_a_plan_fills_the_days_and_ends_lightly(parts: Parts, clock: FakeClock) -> None:
    hold(parts)
    days = plan(parts, clock.now().date() + timedelta(days=14), clock.now())
    assert len(days) == 14
    assert [each.on for each in days] == [clock.now().date() + timedelta(days=at) for at in range(14)]
    assert all(each.tasks for each in days)
    assert sum(task.minutes for task in days[-1].tasks) < 10
    assert any(task.minutes == 45 for task in days[-2].tasks)
    assert sum(any(task.minutes == 45 for task in each.tasks) for each in days) >= 4


def test_a_day_that_has_passed_has_no_plan_and_one_far_off_has_two_months(parts: Parts, clock: FakeClock) -> None:
    assert plan(parts, date(2000, 1, 1), clock.now()) == ()
    assert len(plan(parts, clock.now().date() + timedelta(days=400), clock.now())) == MOST_DAYS


def test_every_task_leads_to_a_page(parts: Parts, clock: FakeClock) -> None:
    for day in plan(parts, clock.now().date() + timedelta(days=60), clock.now()):
        for task in day.tasks:
            assert task.url.startswith(("/rounds/new?kind=", "/topics/"))
