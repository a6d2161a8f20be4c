"""All duties and all kinds of jobs that there are."""

from collections.abc import Mapping
from datetime import timedelta

from actions.campaign_plan import CLOSE_ENDED
from actions.campaign_send import CAMPAIGN_JOBS
from actions.check_links import check_links_duty
from actions.duties import Duty, JobRunner
from actions.forget_referrals import forget_referrals
from actions.forget_senders import forget_senders
from actions.freshness_ladder import freshness_duty
from actions.import_due import import_due_duty
from actions.import_job import IMPORT_DUTIES, IMPORT_JOBS
from actions.keep_document import tidy_documents
from actions.read_bounces import MAIL_DUTIES
from actions.tidy_accounts import tidy_accounts_duty
from actions.watch import watch_duty

DUTIES: tuple[Duty, ...] = (
    *MAIL_DUTIES,
    *IMPORT_DUTIES,
    Duty("watch", timedelta(minutes=1), watch_duty),
    Duty("check links", timedelta(minutes=5), check_links_duty),
    Duty("freshness", timedelta(hours=1), freshness_duty),
    Duty("import due", timedelta(hours=1), import_due_duty),
    Duty("forget senders", timedelta(hours=1), forget_senders),
    Duty("forget hand-overs", timedelta(hours=6), forget_referrals),
    Duty("tidy documents", timedelta(hours=6), tidy_documents),
    Duty("tidy accounts", timedelta(hours=6), tidy_accounts_duty),
    CLOSE_ENDED,
)
#: kind of job -> who does it
JOBS: Mapping[str, JobRunner] = {**IMPORT_JOBS, **CAMPAIGN_JOBS}
