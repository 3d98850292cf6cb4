"""The demo: two federations with made-up records. Counting them gives the figures that the press reported.

All records come from one seed and the numbers in `scenario.toml`. People, pupils and most units have generated names.
"""
