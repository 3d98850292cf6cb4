"""python -m tests.emulation.campaigns.killed_worker CAMPAIGN BATCHES

Launch the campaign and run the worker, which kills itself inside the batch after so many; without BATCHES run the
worker anew, as if the silence of the killed one had passed. Prints roll-outs and notifications before and after.
"""

import os
import signal
import sys
from typing import Any

import django


def main(campaign: int, batches: int | None) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db.models import F

    from core.jobs import SILENCE
    from core.models import Job, Notification
    from emulation.campaigns.models import Campaign, Rollout
    from emulation.campaigns.services import campaigns, sending

    def tell() -> None:
        told = Notification.objects.filter(kind=sending.SENDING).count()
        sys.stdout.write(f"{Rollout.objects.count()} {told}\n")
        sys.stdout.flush()

    def notify_or_die(*args: Any, **facts: Any) -> None:
        nonlocal batches
        if batches == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        batches = batches and batches - 1
        notify(*args, **facts)

    notify, sending.notify = sending.notify, notify_or_die
    if batches is None:
        Job.objects.update(heartbeat_at=F("heartbeat_at") - 2 * SILENCE)
    else:
        plan = Campaign.objects.get(pk=campaign)
        campaigns.launch_campaign(plan, actor=plan.created_by)
    tell()
    call_command("jobs_worker", batch=True, startup_delay=False, interval=0, verbosity=0)
    tell()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
