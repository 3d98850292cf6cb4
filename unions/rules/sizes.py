"""How large a unit is, by its members of a year."""

SIZES: dict[str, tuple[int, int | None]] = {
    "below_50": (0, 49),
    "from_50": (50, 199),
    "from_200": (200, 499),
    "from_500": (500, None),
}
"""The least and the most members of each band; None has no most."""
