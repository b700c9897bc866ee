"""Why there is no conversation about a pupil in a round: nobody asked for one, or nobody may be invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.constraints import contact_ban
from scheduler.language import listed, marked, translate, translate_count
from scheduler.meetings import invited_adults

if TYPE_CHECKING:
    from scheduler.round import Round


def why_no_meeting(round: Round, pupil_id: str, language: str) -> str:
    """The reason in two sentences, of adults only their number: who has a ban is named in nothing about the pupil."""
    pupil = round.pupil[pupil_id].name
    none = translate(marked("There is no conversation about {pupil} in this round."), language, pupil=pupil)
    if invited_adults(round, pupil_id):
        return f"{none} {translate(marked('Nobody asked for one in requests.csv.'), language)}"
    ties = round.guardians_of.get(pupil_id, ())
    if not ties:
        return f"{none} {translate(marked('No adult stands with this pupil in guardians.csv.'), language)}"
    banned = len({tie.adult_id for tie in ties if not contact_ban.may_be_invited(tie)})
    others = len({tie.adult_id for tie in ties}) - banned
    said = []
    if banned:
        said.append(translate_count("{count} adult has a contact ban", "{count} adults have a contact ban", banned,
                                    language))
    if others:
        said.append(translate_count("{count} adult has neither authority as a parent nor consent",
                                    "{count} adults have neither authority as a parent nor consent", others, language))
    nobody = translate(marked("Nobody may be invited: {reasons} (see guardians.csv)."), language,
                       reasons=listed(said, language))
    return f"{none} {nobody}"
