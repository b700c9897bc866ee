"""Each source to what it says, by the reader of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.files import write_whole
from scheduler.imports.edexml import read_edexml
from scheduler.imports.mapping import MAPPING_FILE, note_columns, preview
from scheduler.imports.oneroster import read_oneroster
from scheduler.imports.parents import read_parents
from scheduler.imports.sds import is_sds, read_sds
from scheduler.imports.sheets import Sheet
from scheduler.imports.signups import is_sign_up, read_signups
from scheduler.imports.social_schools import social_schools_mapping
from scheduler.imports.sources import Bundle, Xml, opened
from scheduler.imports.workbook import Filled
from scheduler.imports.zermelo import zermelo_mapping
from scheduler.language import marked
from scheduler.problems import BadInput, Problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scheduler.imports.mapping import Mappings
    from scheduler.imports.notes import Notes
    from scheduler.imports.school import Extract


class MappingNeeded(BadInput):
    """The columns of lists are not understood: the mapping file is written, and `previews` show the best guess."""

    previews: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What all sources say: exports, workbooks that the office filled in, and a preview of each list."""

    extracts: tuple[Extract, ...]
    filled: tuple[Filled, ...]
    previews: tuple[str, ...]


def read_sources(paths: Sequence[Path], mappings: Mappings, folder: Path, language: str, notes: Notes) -> Read:
    """What the sources say.

    Raises:
        BadInput: a source is hostile, broken or no kind of export that is known.
        MappingNeeded: the columns of a list do not tell who is meant; the mapping file is there to be corrected.
    """
    sources = opened(paths)
    lists = [source for source in sources if isinstance(source, Sheet)]
    known = {sheet.file: meant for sheet in lists if (meant := social_schools_mapping(sheet) or zermelo_mapping(sheet))}
    _stop_where_unknown([sheet for sheet in lists if sheet.file not in known], mappings, folder, language)
    found: list[Extract] = []
    previews: list[str] = []
    for source in sources:
        if isinstance(source, Xml):
            found.append(read_edexml(source.content, source.file, notes))
        elif isinstance(source, Bundle):
            found.append(read_sds(source, notes) if is_sds(source) else read_oneroster(source, notes))
        elif isinstance(source, Sheet):
            mapping = known.get(source.file) or mappings.of(source)
            note_columns(source, mapping, notes)
            if source.file not in known:
                previews.append(preview(source, mapping, language))
            read = read_signups if is_sign_up(mapping) else read_parents
            found.append(read(source, mapping, notes))
    return Read(tuple(found), tuple(source for source in sources if isinstance(source, Filled)), tuple(previews))


def _stop_where_unknown(lists: Sequence[Sheet], mappings: Mappings, folder: Path, language: str) -> None:
    problems = Problems()
    previews = []
    for sheet in lists:
        if not mappings.usable(sheet):
            previews.append(preview(sheet, mappings.of(sheet), language))
            if any(mappings.of(sheet).values()):
                problems.add(sheet.file, 1, "", "", marked(
                    "The columns do not tell which pupil and which adult a row is about. {mapping} has the best guess: "
                    "correct it there and import again."), mapping=f"{folder.name}/{MAPPING_FILE}")
            else:
                problems.add(sheet.file, 1, "", "", marked(
                    "No column of this file is known; does its first row name the columns? If so, write in {mapping} "
                    "what they are and import again."), mapping=f"{folder.name}/{MAPPING_FILE}")
    if problems.serious:
        write_whole(folder / MAPPING_FILE, mappings.text(language).encode())
        needed = MappingNeeded(tuple(problems))
        needed.previews = tuple(previews)
        raise needed
