"""Long work, leased by one worker at a time."""

from datetime import timedelta

from store.jobs import MOST_TRIES, SILENCE


def add(store, kind="count", region="05112", **payload):
    with store.write("anna", "asks") as writer:
        return writer.jobs.add(kind, region, payload)


def change(store, name, *arguments):
    with store.write("worker", "job") as writer:
        return getattr(writer.jobs, name)(*arguments)


def test_a_job_is_taken_up_by_one_worker_only(store):
    code = add(store, file="ä.csv")
    job = change(store, "claim")
    assert (job.code, job.state, job.tries, job.payload) == (code, "running", 1, {"file": "ä.csv"})
    assert change(store, "claim") is None


def test_jobs_are_done_in_the_order_in_which_they_were_asked_for(store, clock):
    codes = []
    for _ in range(3):
        codes.append(add(store))
        clock.now += timedelta(seconds=1)
    assert [change(store, "claim").code for _ in codes] == codes


def test_a_job_whose_worker_fell_silent_is_taken_over_and_the_first_may_not_end_it(store, clock):
    add(store)
    first = change(store, "claim")
    clock.now += SILENCE - timedelta(seconds=1)
    assert not store.jobs.is_due(clock.now) and change(store, "claim") is None
    assert change(store, "beat", first, 3, 10, "liest")
    clock.now += SILENCE + timedelta(seconds=1)
    assert store.jobs.is_due(clock.now)
    second = change(store, "claim")
    assert (second.id, second.tries, second.done, second.words) == (first.id, 2, 3, "liest")
    assert not change(store, "finish", first, {"a": 1}) and not change(store, "beat", first, 4, 10, "")
    assert change(store, "finish", second, {"b": 2})
    done = store.jobs.by_code(first.code)
    assert (done.state, done.result, done.is_over) == ("done", {"b": 2}, True)


def test_a_job_that_brings_every_worker_down_is_given_up(store, clock):
    code = add(store)
    for _ in range(MOST_TRIES):
        assert change(store, "claim")
        clock.now += SILENCE + timedelta(seconds=1)
    assert change(store, "claim") is None
    job = store.jobs.by_code(code)
    assert job.state == "failed" and "aufgegeben" in job.words


def test_a_job_given_back_does_not_count_as_a_try(store):
    add(store)
    job = change(store, "claim")
    assert change(store, "release", job)
    assert change(store, "claim").tries == 1


def test_a_job_is_cancelled_only_in_its_own_region_and_before_it_brought_anything_about(store):
    code = add(store)
    assert not change(store, "cancel", code, "05113")
    job = change(store, "claim")
    assert change(store, "note", job, {"run": 7})
    assert not change(store, "cancel", code, "05112")
    other = add(store)
    assert change(store, "cancel", other, "05112")
    assert store.jobs.by_code(other).state == "cancelled" and change(store, "claim") is None


def test_the_latest_jobs_of_a_region(store, clock):
    for region in ("05112", "05113", "05112"):
        add(store, region=region)
        clock.now += timedelta(seconds=1)
    add(store, kind="other")
    found = store.jobs.latest("05112", ["count"])
    assert len(found) == 2 and found[0].created_at > found[1].created_at


def test_what_a_job_knew_is_forgotten_only_when_it_is_over(store, clock):
    code = add(store, file="x")
    change(store, "forget", code)
    assert store.jobs.by_code(code).payload == {"file": "x"}
    job = change(store, "claim")
    change(store, "finish", job, {"n": 1})
    assert store.jobs.ended_before(["count"], clock.now + timedelta(days=1))[0].code == code
    change(store, "forget", code)
    assert store.jobs.by_code(code).payload == {}


def test_a_duty_is_done_by_one_and_again_when_its_time_has_come(store, clock):
    def duties(name, *arguments):
        with store.write("worker", "duty") as writer:
            return getattr(writer.duties, name)(*arguments)

    assert duties("claim", "sweep") and not duties("claim", "sweep")
    duties("finish", "sweep", timedelta(hours=1), 4)
    assert store.duties.states()["sweep"].changed == 4
    clock.now += timedelta(minutes=59)
    assert not duties("claim", "sweep")
    clock.now += timedelta(minutes=2)
    assert duties("claim", "sweep")
    clock.now += SILENCE + timedelta(seconds=1)
    assert duties("claim", "sweep"), "whoever took it up before is dead"
    duties("fail", "sweep", timedelta(minutes=10), "OSError")
    assert store.duties.states()["sweep"].trouble == "OSError" and not duties("claim", "sweep")
