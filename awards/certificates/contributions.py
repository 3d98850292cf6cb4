from awards.certificates import services  # noqa: F401 registers its background job


def register() -> None:
    # The audit label of printing is registered with those of the decision.
    pass
