"""All duties and all kinds of jobs that there are."""

from collections.abc import Mapping

from actions.duties import Duty, JobRunner

DUTIES: tuple[Duty, ...] = ()
#: kind of job -> who does it
JOBS: Mapping[str, JobRunner] = {}
