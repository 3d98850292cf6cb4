from awards.certificates import services  # noqa: F401 its background job registers itself


def register() -> None:
    """The labels of printing belong to the decision."""
