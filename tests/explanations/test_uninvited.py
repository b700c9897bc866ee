"""Why there is no conversation about a pupil, and that nobody with a ban is named for it."""

from __future__ import annotations

import pytest

from scheduler.explanations.uninvited import why_no_meeting
from scheduler.round import Guardian
from tests.rounds import adult, pupil, tiny_round

BANNED = Guardian("p1", "a1", contact_ban=True)
STRANGER = Guardian("p1", "a2", "step", authority=False)


@pytest.mark.parametrize(("ties", "english", "dutch"), [
    ([], "No adult stands with this pupil in guardians.csv.",
     "Bij deze leerling staat in guardians.csv geen enkele volwassene."),
    ([BANNED], "Nobody may be invited: 1 adult has a contact ban (see guardians.csv).",
     "Er mag niemand worden uitgenodigd: 1 volwassene heeft een contactverbod (zie guardians.csv)."),
    ([BANNED, STRANGER],
     "Nobody may be invited: 1 adult has a contact ban and 1 adult has neither authority as a parent nor consent "
     "(see guardians.csv).",
     "Er mag niemand worden uitgenodigd: 1 volwassene heeft een contactverbod en 1 volwassene heeft geen gezag als "
     "ouder en geen toestemming (zie guardians.csv)."),
])
def test_nobody_may_be_invited(ties: list[Guardian], english: str, dutch: str) -> None:
    others = [Guardian("p2", "a3")]
    round = tiny_round({"p1": [], "p2": ["a3"]}, guardians=[*ties, *others], pupils=[pupil("p1"), pupil("p2")],
                       adults=[adult("a1"), adult("a2"), adult("a3")])
    none = "There is no conversation about P1 de Vries in this round."
    assert why_no_meeting(round, "p1", "en") == f"{none} {english}"
    assert why_no_meeting(round, "p1", "nl") == f"Er is in deze ronde geen gesprek over P1 de Vries. {dutch}"


def test_nobody_asked_for_one() -> None:
    round = tiny_round(audience="requested")
    assert why_no_meeting(round, "p1", "en") == (
        "There is no conversation about P1 de Vries in this round. Nobody asked for one in requests.csv."
    )
    assert why_no_meeting(round, "p1", "nl") == (
        "Er is in deze ronde geen gesprek over P1 de Vries. Niemand heeft erom gevraagd in requests.csv."
    )
