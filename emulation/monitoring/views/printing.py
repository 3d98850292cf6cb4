from typing import Any

from core.models import Job
from core.scoping import ScopedQuerySet
from core.views import ListPage
from core.views.chosen import ChosenPaper
from emulation.campaigns.services.slips import FILE_NAME, print_plan_slips
from emulation.monitoring import services
from emulation.monitoring.rules import may_remind
from emulation.monitoring.views.board import Board
from emulation.monitoring.views.of_campaign import OfCampaign


class BoardPaper(OfCampaign, ChosenPaper):
    list_page = Board
    list_name = "emulation:campaign-board"
    order = ("grassroots__sort_key", "pk")

    def may(self, user: Any) -> bool:
        return may_remind(user, self.campaign)

    def visible_rows(self, page: ListPage) -> ScopedQuerySet:
        return self.board()


class PrintPlanSlips(BoardPaper):
    file_name = FILE_NAME

    def paper(self, rows: list[Any]) -> bytes | Job:
        return print_plan_slips(self.campaign, actor=self.request.user, rollouts=rows)


class PrintPhoneList(BoardPaper):
    file_name = services.PHONES_FILE

    def paper(self, rows: list[Any]) -> bytes | Job:
        return services.print_phones(self.campaign, actor=self.request.user, rollouts=rows)
