from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.passwords.guessing import guessable_words, is_guessable, is_short_number, own_words


class GuessablePasswordValidator(CommonPasswordValidator):
    """Also refuses combined Vietnamese words and short numbers."""

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        is_listed = is_guessable(password, self.passwords, pieces=1)
        if is_listed or is_short_number(password) or is_guessable(password, guessable_words()):
            raise ValidationError(self.get_error_message(), "password_too_common")


class OwnNameValidator(UserAttributeSimilarityValidator):
    """Also refuses the own name without marks, combined with common words."""

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        names, words = (getattr(user, "full_name", ""), getattr(user, "username", "")), guessable_words()
        if is_guessable(password, words | own_words(*names)) and not is_guessable(password, words):
            message = _("The password is too similar to the %(verbose_name)s.")
            raise ValidationError(message, "password_too_similar", {"verbose_name": _("full name")})
