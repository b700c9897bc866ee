"""Exports of other systems become the input folder of a round: one file per format, and the rooms they share."""
