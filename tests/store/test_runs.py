from tests.store.examples import NOW, SOURCE


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
