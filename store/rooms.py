"""All rooms of the store, so that opening it makes their tables too."""

from functools import cached_property

from sqlalchemy import Connection

from store.accounts import AccountChanges, Accounts
from store.bulk import BulkChanges, Bulks
from store.campaigns import CampaignChanges, Campaigns
from store.connect import Database
from store.doubles import DoubleChanges, Doubles
from store.drafts import DraftChanges, Drafts
from store.duties import Duties, DutyChanges
from store.evidence import Evidence, EvidenceChanges
from store.findings import FindingChanges, Findings
from store.history import History, HistoryChanges
from store.jobs import JobChanges, Jobs
from store.mails import MailChanges, Mails
from store.maintenance import Maintenance
from store.mappings import MappingChanges, Mappings
from store.office_list import OfficeList
from store.referrals import ReferralChanges, Referrals
from store.room import OneView
from store.saving import Stamp
from store.settings import RegionRuleChanges, RegionRules
from store.standing import Standing, StandingChanges
from store.suggestions import SuggestionChanges, Suggestions
from store.upkeep import Upkeep, UpkeepChanges
from store.views import ViewChanges, Views
from store.waiting import Waiting


class Rooms:
    """The rooms that answer questions."""

    def __init__(self, database: Database) -> None:
        #: lets a page ask all of its questions of one state of the database
        self.one_view = view = OneView(database)
        self.accounts = Accounts(view)
        self.bulk = Bulks(view)
        self.campaigns = Campaigns(view)
        self.doubles = Doubles(view)
        self.drafts = Drafts(view)
        self.duties = Duties(view)
        self.evidence = Evidence(view)
        self.findings = Findings(view)
        self.history = History(view)
        self.jobs = Jobs(view)
        self.mails = Mails(view)
        self.maintenance = Maintenance(view)
        self.mappings = Mappings(view)
        self.office = OfficeList(view)
        self.referrals = Referrals(view)
        self.rules = RegionRules(view)
        self.standing = Standing(view)
        self.suggestions = Suggestions(view)
        self.upkeep = Upkeep(view)
        self.views = Views(view)
        self.waiting = Waiting(view)


class RoomChanges:
    """The rooms as a transaction changes them; none of this moves `store.version()`, which is about offers."""

    def __init__(self, connection: Connection, stamp: Stamp) -> None:
        self._connection = connection
        self._stamp = stamp

    @cached_property
    def accounts(self) -> AccountChanges:
        """Accounts and sessions."""
        return AccountChanges(self._connection, self._stamp)

    @cached_property
    def bulk(self) -> BulkChanges:
        """Changes of many offers at once."""
        return BulkChanges(self._connection, self._stamp)

    @cached_property
    def campaigns(self) -> CampaignChanges:
        """Questionnaires."""
        return CampaignChanges(self._connection, self._stamp)

    @cached_property
    def doubles(self) -> DoubleChanges:
        """Merged offers and pairs that are not the same."""
        return DoubleChanges(self._connection, self._stamp)

    @cached_property
    def drafts(self) -> DraftChanges:
        """What is being typed."""
        return DraftChanges(self._connection, self._stamp)

    @cached_property
    def duties(self) -> DutyChanges:
        """What comes round again."""
        return DutyChanges(self._connection, self._stamp)

    @cached_property
    def evidence(self) -> EvidenceChanges:
        """Facts that wait for a second person."""
        return EvidenceChanges(self._connection, self._stamp)

    @cached_property
    def findings(self) -> FindingChanges:
        """What needs doing."""
        return FindingChanges(self._connection, self._stamp)

    @cached_property
    def history(self) -> HistoryChanges:
        """What happened so far."""
        return HistoryChanges(self._connection, self._stamp)

    @cached_property
    def jobs(self) -> JobChanges:
        """Long work."""
        return JobChanges(self._connection, self._stamp)

    @cached_property
    def mails(self) -> MailChanges:
        """Mails to be sent."""
        return MailChanges(self._connection, self._stamp)

    @cached_property
    def mappings(self) -> MappingChanges:
        """What the headings of lists mean."""
        return MappingChanges(self._connection, self._stamp)

    @cached_property
    def referrals(self) -> ReferralChanges:
        """Hand-overs and their slips."""
        return ReferralChanges(self._connection, self._stamp)

    @cached_property
    def rules(self) -> RegionRuleChanges:
        """The rules of a region."""
        return RegionRuleChanges(self._connection, self._stamp)

    @cached_property
    def standing(self) -> StandingChanges:
        """Files that are brought in again and again."""
        return StandingChanges(self._connection, self._stamp)

    @cached_property
    def suggestions(self) -> SuggestionChanges:
        """What people propose."""
        return SuggestionChanges(self._connection, self._stamp)

    @cached_property
    def upkeep(self) -> UpkeepChanges:
        """When entries are to be confirmed again."""
        return UpkeepChanges(self._connection, self._stamp)

    @cached_property
    def views(self) -> ViewChanges:
        """How often offers were looked at."""
        return ViewChanges(self._connection, self._stamp)
