"""Coarse: the same round on a grid as wide as its meetings, where the school's slots are finer.

Starts every five minutes for meetings of ten are twice as many places and many more ways to put a family in time. Most
of what the finer slots allow is no better: a plan found on the wide grid often meets the bounds of the fine one.
"""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

from scheduler.solver.instance import instance_of

if TYPE_CHECKING:
    from scheduler.solver.instance import Instance


def coarser(instance: Instance) -> Instance | None:
    """The instance with slots of the length that all its meetings and breaks are made of; None where these are its own.

    Each place of it is one of the given instance. Nothing that was published is looked at.
    """
    settings = instance.round.settings
    lengths = [meeting.minutes for meeting in instance.meetings]
    slot = math.gcd(*lengths, settings.breaks.minutes if settings.breaks else 0)
    if slot <= settings.slot_minutes:
        return None
    round = dataclasses.replace(instance.round, settings=dataclasses.replace(settings, slot_minutes=slot))
    return instance_of(round, instance.meetings)
