"""A fictional school of any size, the same for the same number of pupils and seed on every machine."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from scheduler.demo.cases import draw_cases
from scheduler.demo.choices import Choices, draw_choices
from scheduler.demo.families import draw_colleagues, draw_families, draw_new_partners, link_households
from scheduler.demo.habits import draw_agreements, draw_availability
from scheduler.demo.names import Names
from scheduler.demo.population import Population, Register
from scheduler.demo.staff import draw_staff
from scheduler.round import School

if TYPE_CHECKING:
    from scheduler.demo.seasons import Season

MOST_PUPILS = 4000
DOMAIN = "zandloper.example"
SCHOOL = School("De Zandloper", f"gesprekken@{DOMAIN}")


def draw_school(pupils: int, seed: int = 0) -> Population:
    """A school of so many pupils, 1 to `MOST_PUPILS`, with the shares of a typical Dutch primary school."""
    teachers, groups = draw_staff(pupils, _chance(pupils, seed, "staff"), DOMAIN)
    register = Register(SCHOOL, teachers, groups, pupils)
    chance = _chance(pupils, seed, "families")
    names = Names(chance)
    draw_families(register, names, chance)
    link_households(register, chance)
    draw_new_partners(register, names, chance)
    draw_colleagues(register, chance)
    draw_cases(register, chance)
    habits = _chance(pupils, seed, "habits")
    draw_agreements(register, habits)
    draw_availability(register, tuple(register.adults), habits)
    return register.population()


def draw_round(population: Population, season: Season, seed: int = 0) -> Choices:
    """What that school's people choose in a season."""
    return draw_choices(population, season, _chance(len(population.pupils), seed, season.name))


def _chance(pupils: int, seed: int, topic: str) -> random.Random:
    """A source of chance per topic, so that a change in one leaves the others as they were."""
    return random.Random(f"{pupils} {seed} {topic}")
