"""Drawn schools look like Dutch primary schools, are the same everywhere, and can be planned."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from scheduler.constraints import consent, contact_ban
from scheduler.demo.school import draw_round, draw_school
from scheduler.demo.seasons import SEASONS, season
from scheduler.demo.tables import tables_of
from scheduler.meetings import meetings_of, pupils_without_party
from tests.demo.reading import drawn

if TYPE_CHECKING:
    from scheduler.round import Round

SCHOOL_OF_120 = "083a2136298acf6e54db583d1292831ea885b23db971c63c34d7170ad7ef0277"

@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Round:
    return drawn(tmp_path_factory.mktemp("large") / "round", 1600, 3).round


def share(pupil_ids: set[str], round: Round) -> float:
    return len(pupil_ids) / len(round.pupils)


def test_a_typical_school_has_ten_groups_and_fifteen_teachers() -> None:
    school = draw_school(220)
    assert len(school.groups) == 10
    assert Counter(teacher.role for teacher in school.teachers) == {"teacher": 15, "ib": 1, "head": 1}


def test_groups_are_of_twenty_two_or_three_over_all_levels(large: Round) -> None:
    sizes = Counter(pupil.group for pupil in large.pupils)
    assert set(sizes.values()) <= {22, 23}
    assert {group.level for group in large.groups} == set(range(1, 9))


def test_two_in_three_teachers_work_less_than_four_days(large: Round) -> None:
    days = [len(teacher.working_days) for teacher in large.teachers if teacher.role == "teacher"]
    assert len(days) == 1.5 * len(large.groups)
    assert 0.6 < sum(count < 4 for count in days) / len(days) < 0.7


def test_every_group_has_a_teacher_on_every_day(large: Round) -> None:
    for group in large.groups:
        days = [large.teacher[one.teacher_id].working_days if one.days is None else one.days for one in group.teachers]
        assert frozenset().union(*days) == frozenset(range(5)), group.group


def test_teachers_have_a_group_only_on_days_they_work(large: Round) -> None:
    for group in large.groups:
        for one in group.teachers:
            assert (one.days or frozenset()) <= large.teacher[one.teacher_id].working_days


def test_half_to_two_thirds_of_the_pupils_have_a_brother_or_sister(large: Round) -> None:
    children: dict[str, set[str]] = {}
    for tie in large.guardians:
        if tie.relation == "parent":
            children.setdefault(tie.adult_id, set()).add(tie.pupil_id)
    assert 0.5 < share({one for found in children.values() if len(found) > 1 for one in found}, large) < 0.67


def test_few_are_flagged_banned_or_have_a_step_parent(large: Round) -> None:
    assert 0.01 <= share({row.pupil_id for row in large.separations}, large) <= 0.03
    assert 0 < share({tie.pupil_id for tie in large.guardians if tie.contact_ban}, large) < 0.005
    assert 0.02 < share({tie.pupil_id for tie in large.guardians if tie.relation == "step"}, large) < 0.06


def test_some_step_parents_come_some_teachers_are_parents_and_some_children_have_half_siblings(large: Round) -> None:
    assert any(tie.relation == "step" and tie.consent for tie in large.guardians)
    assert any(adult.teacher_id for adult in large.adults)
    partners: dict[str, set[str]] = {}
    for pupil in large.pupils:
        parents = {tie.adult_id for tie in large.guardians_of[pupil.pupil_id] if tie.relation == "parent"}
        for one in parents:
            partners.setdefault(one, set()).update(parents - {one})
    assert max(len(found) for found in partners.values()) == 2


@pytest.mark.parametrize("pupils", [2, 10, 40])
def test_even_a_small_school_has_a_flagged_pupil(pupils: int) -> None:
    assert draw_school(pupils, 1).separations


@pytest.mark.parametrize("name", SEASONS)
@pytest.mark.parametrize(("pupils", "seed"), [(1, 0), (2, 1), (10, 2), (220, 3), (800, 4)])
def test_every_school_is_read_with_no_warning_but_for_a_ban_without_an_order(
    tmp_path_factory: pytest.TempPathFactory, pupils: int, seed: int, name: str
) -> None:
    given = drawn(tmp_path_factory.mktemp("school") / "round", pupils, seed, name)
    unproven = [tie for tie in given.round.guardians if tie.contact_ban and not tie.order_on_file]
    assert [(one.file, one.column) for one in given.warnings] == [("guardians.csv", "order_on_file")] * len(unproven)
    assert len(given.round.pupils) == pupils
    assert not pupils_without_party(given.round)


@pytest.mark.parametrize("seed", range(3))
def test_whoever_is_invited_has_a_day_in_common_with_the_teachers(tmp_path_factory: pytest.TempPathFactory,
                                                                  seed: int) -> None:
    round = drawn(tmp_path_factory.mktemp("school") / "round", 400, seed).round
    for meeting in meetings_of(round):
        assert any(_can_meet(round, meeting.adult_ids, team.teacher_ids) for team in meeting.teams), meeting.pupil_id


def test_november_is_asked_for_by_about_half(large: Round) -> None:
    school = draw_school(1600, 3)
    requests = draw_round(school, season("november"), 3).requests
    assert 0.4 < len(requests) / 1600 < 0.6
    assert {one.modality for one in requests} == {None, "phone", "video"}
    assert {one.requested_by for one in requests} == {"parent", "teacher"}


def test_nobody_banned_and_nobody_without_consent_stands_in_a_party(large: Round) -> None:
    for row in large.separations:
        tie = next(one for one in large.guardians_of[row.pupil_id] if one.adult_id == row.adult_id)
        assert consent.may_be_invited(tie)
        assert contact_ban.may_be_invited(tie)


def test_the_same_number_and_seed_give_the_same_school_on_every_machine() -> None:
    school = draw_school(120, 7)
    tables = tables_of(school, draw_round(school, season("february"), 7))
    assert hashlib.sha256(repr(tables).encode()).hexdigest() == SCHOOL_OF_120


def test_another_seed_gives_other_people() -> None:
    assert draw_school(120, 7).adults != draw_school(120, 8).adults


def _can_meet(round: Round, adult_ids: tuple[str, ...], teacher_ids: tuple[str, ...]) -> bool:
    """Whether on some date all teachers work and nobody concerned is away the whole day."""
    away = [
        row
        for person_id in (*adult_ids, *teacher_ids)
        for row in round.availability_of.get(person_id, ())
        if row.kind == "unavailable" and row.start_minute == 0 and row.end_minute > 17 * 60
    ]
    return any(
        all(date.weekday() in round.teacher[one].working_days for one in teacher_ids)
        and not any(row.on(date) for row in away)
        for date in round.dates
    )
