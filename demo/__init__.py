"""Two federations with made-up records, whose counts are the figures that the press reported.

All records come from one seed and `scenario.toml`. People, pupils and most units have generated names.
"""
