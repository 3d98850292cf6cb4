"""One table of sentences for the codes of the trail; each app adds its own."""

from django.utils.functional import Promise

_sentences: dict[str, str | Promise] = {}


def tell(**acts: str | Promise) -> None:
    """Register sentences: keys are codes of acts with `__` for the dot."""
    _sentences.update({code.replace("__", "."): words for code, words in acts.items()})


def sentence_for(act: str) -> str:
    """Return the sentence of `act`, or the code itself where no app told one."""
    return str(_sentences.get(act, act))


def told() -> set[str]:
    """Return the codes that have a sentence."""
    return set(_sentences)
