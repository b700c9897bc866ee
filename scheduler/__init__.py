"""Tienminuten plans a school's ten-minute conversations."""
