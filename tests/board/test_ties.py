from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.board.survey import HOUSEHOLD, Surveyed, people_of
from scheduler.board.ties import close, order_of
from scheduler.jobs import Failure
from tests.rounds import THURSDAY, adult, teacher, tiny_round, window

if TYPE_CHECKING:
    from scheduler.round import Window

AFTERNOON = (window("14:30", "17:00"),)


def at(path: str, *addresses: str, windows: tuple[Window, ...] = AFTERNOON, broken: bool = False) -> Surveyed:
    return Surveyed(path, windows=windows, people=dict.fromkeys(addresses, ("a1",)),
                    failure=Failure("") if broken else None)


def test_schools_that_share_nobody_go_at_once() -> None:
    order = order_of([at("a", "x"), at("b", "y"), at("c")], 30)
    assert order.waves == (("a", "b", "c"),)
    assert order.earlier == {}


def test_of_two_that_share_somebody_the_later_by_path_minds_the_earlier() -> None:
    order = order_of([at("b", "x"), at("a", "x", "y"), at("c", "y")], 30)
    assert order.waves == (("a",), ("b", "c"))
    assert order.earlier == {"b": ("a",), "c": ("a",)}


def test_a_chain_of_schools_takes_two_waves() -> None:
    order = order_of([at("a", "1"), at("b", "1", "2"), at("c", "2", "3"), at("d", "3")], 30)
    assert order.waves == (("a", "c"), ("b", "d"))
    assert order.earlier == {"b": ("a", "c"), "d": ("c",)}


def test_a_broken_school_is_minded_by_all_and_minds_nobody() -> None:
    order = order_of([at("a", "x"), at("b", "x", broken=True)], 30)
    assert order.waves == (("a",),)
    assert order.earlier == {"a": ("b",)}


def test_schools_whose_windows_are_far_apart_are_not_tied() -> None:
    assert order_of([at("a", "x"), at("b", "x", windows=(window("14:30", "17:00", THURSDAY),))], 30).earlier == {}
    evening = (window("17:29", "20:00"),)
    assert not close(AFTERNOON, evening, 29)
    assert close(AFTERNOON, evening, 30)
    assert close(evening, AFTERNOON, 30)


def test_people_are_those_invited_and_the_staff_by_address_in_small_letters() -> None:
    round = tiny_round(
        {"p1": ["a1", "a2"]}, teachers=[teacher("t1", email="Anja@School.example")],
        adults=[adult("a1", email="Ali@Post.example"), adult("a2", email=""), adult("a3", email="kim@post.example")],
    )
    assert people_of(round) == {"ali@post.example": ("a1",), "anja@school.example": ("t1",)}


def test_an_address_that_many_share_is_nobodys() -> None:
    for count, found in ((HOUSEHOLD, 1), (HOUSEHOLD + 1, 0)):
        ids = [f"a{n}" for n in range(count)]
        round = tiny_round({"p1": ids}, adults=[adult(one, email="geen@school.example") for one in ids])
        assert len(people_of(round)) == found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sets(st.sampled_from("vwxyz")), st.booleans()), max_size=8))
def test_whoever_shares_somebody_is_minded_one_way(drawn: list[tuple[set[str], bool]]) -> None:
    schools = [at(f"s{n}", *people, broken=broken) for n, (people, broken) in enumerate(drawn)]
    order = order_of(list(reversed(schools)), 30)
    assert order == order_of(schools, 30)
    assert sorted(path for wave in order.waves for path in wave) == [s.path for s in schools if not s.fixed]
    wave_of = {path: number for number, wave in enumerate(order.waves) for path in wave}
    for one, other in combinations(schools, 2):
        minds = (other.path in order.earlier.get(one.path, ())) + (one.path in order.earlier.get(other.path, ()))
        both_fixed = one.fixed and other.fixed
        assert minds == (1 if one.people.keys() & other.people.keys() and not both_fixed else 0)
    for path, others in order.earlier.items():
        assert all(wave_of.get(other, -1) < wave_of[path] for other in others)
