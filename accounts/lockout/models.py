from django.db import models


class AttemptCount(models.Model):
    # The key is a keyed hash of a name, an address or a device.
    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    counted_since = models.DateTimeField()
    closed_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["counted_since"], name="accounts_attempts_by_age")]

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
