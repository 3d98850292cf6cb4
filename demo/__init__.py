"""The demo: two federations whose records were made up so that counting them gives what the press reported.

Everything is drawn from one seed. How many records are made stands in `scenario.toml`; the report never reads it.
People, pupils and most units bear generated names.
"""
