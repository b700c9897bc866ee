"""How much a change asks: one person's time once, more of a day, a further day, or something of everybody."""

ONE_TIME, MORE_OF_A_DAY, ANOTHER_DAY, WHOLE_SCHOOL = 1, 2, 4, 8
