from tests.store.examples import NOW, SOURCE, an_offer


def test_a_run_tells_what_was_read_and_what_came_of_it(store, clock):
    with store.write("import", "weekly") as writer:
        run = writer.start_run(SOURCE, "list.csv", "ab12", "05112")
    begun = store.run(run)
    assert (begun.source, begun.title, begun.file_name, begun.sha256) == ("list", "A list", "list.csv", "ab12")
    assert (begun.region, begun.by, begun.started_at, begun.finished_at) == ("05112", "import", NOW, None)
    clock.wait(minutes=2)
    with store.write("import", "weekly") as writer:
        writer.reject(run, 7, "A7", "no name")
        writer.reject(run, 3, "", "no address")
        writer.finish_run(run, {"new": 3, "rejected": 2})
    ended = store.run(run)
    assert (ended.counts, ended.finished_at) == ({"new": 3, "rejected": 2}, clock())
    assert [(no.line, no.ref, no.reason) for no in store.rejections(run)] == [
        (7, "A7", "no name"),
        (3, "", "no address"),
    ]


def test_runs_are_listed_newest_first(store):
    with store.write("import", "three") as writer:
        runs = [writer.start_run(SOURCE, f"{number}.csv", "", "05112") for number in range(3)]
        writer.reject(runs[0], 1, "", "wrong")
    assert [run.id for run in store.runs()] == runs[::-1]
    assert [run.id for run in store.runs(limit=1)] == runs[-1:]
    assert store.rejections(runs[1]) == []
    assert store.run(99) is None


def test_every_change_of_a_run_is_known_as_its_own(store):
    with store.write("editor", "by hand") as writer:
        writer.save_offer(an_offer("list:1"))
        writer.save_offer(an_offer("list:2"))
    with store.write("import list", "A list: a.csv") as writer:
        run = writer.start_run(SOURCE, "a.csv", "0" * 64, "05112")
        writer.save_offer(an_offer("list:1", summary="new"), run=run)
        writer.archive_offer("list:2")
    with store.write("editor", "by hand again") as writer:
        writer.save_offer(an_offer("list:1", summary="newer"))
    assert [each.run for each in store.revisions("list:1")] == [None, run, None]
    assert [each.run for each in store.revisions("list:2")] == [run, None]


def test_a_run_has_a_name_for_pages_and_knows_that_it_was_taken_back(store, clock):
    with store.write("import list", "A list: a.csv") as writer:
        run = writer.start_run(SOURCE, "a.csv", "0" * 64, "05112")
    code = store.run(run).code
    assert len(code) == 10 and store.run_of(code) == store.run(run) and store.run_of("none") is None
    with store.write("editor", "the wrong file") as writer:
        writer.note_undone(run)
    assert (store.run(run).undone_at, store.run(run).undone_by) == (clock(), "editor")
