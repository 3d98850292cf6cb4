from django.utils.translation import gettext_lazy as _

from core.forms import ScopedForm
from core.uploads import ScanUpload


class PlanScanForm(ScopedForm):
    scan = ScanUpload(label=_("Signed original of the plan"))
