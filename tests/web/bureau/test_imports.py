"""A list in the browser: upload, preview, columns, taking over, and what is refused on the way."""

import io
import os
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest

from actions.import_job import IMPORT_JOBS, forget_lists
from actions.worker import Worker
from config import ROOT
from tests.actions.working import few_places, tools_of
from tests.desk import DUISBURG, ELSEWHERE, services_of, signed_in
from tests.web.conftest import NOW

AT = "/buero/duisburg/einlesen"
HEAD = "Kennung;Name;Träger;Straße;Hausnummer;PLZ;Ort;Telefon"
ROWS = ("a1;Beratung am Markt;Stadt Duisburg;Heerstraße;109;47053;Duisburg;0203 123456",
        "a2;Beratung im Norden;Stadt Duisburg;;;47169;Duisburg;")  # fmt: skip


@pytest.fixture
def editor(app):
    return signed_in(app)


@pytest.fixture
def worker(app, tmp_path):
    few_places(tmp_path / "data")
    here = services_of(app)
    tools = tools_of(here.store, tmp_path, clock=here.clock, private_dir=here.private_dir, data_dir=tmp_path / "data")
    return Worker(tools, [], IMPORT_JOBS)


def a_list(*rows: str) -> bytes:
    return "\n".join([HEAD, *(rows or ROWS), ""]).encode()


def send(person, content: bytes, name: str = "liste.csv", at: str = AT, **form: str):
    data = {"datei": (io.BytesIO(content), name), **form}
    return person.post(at, data, content_type="multipart/form-data")


def show(person, worker, content: bytes, name: str = "liste.csv", **form: str):
    """Upload a list and let the worker look at it; gives the address of its page."""
    answer = send(person, content, name, **form)
    assert answer.status_code == 303, answer.text
    worker.do_jobs()
    return answer.location


def take(person, worker, page: str) -> str:
    answer = person.post(f"{page}/uebernehmen")
    assert answer.status_code == 303, answer.text
    worker.do_jobs()
    return answer.location


def counts(text: str) -> dict[str, int]:
    return {word: int(number) for number, word in re.findall(r"<strong>(\d+)</strong> <span>([^<]+)</span>", text)}


def test_a_list_is_previewed_and_then_taken_over(app, editor, worker):
    store = services_of(app).store
    version = store.version()
    page = show(editor, worker, a_list(), liste="Probe")
    text = editor.get(page).text
    assert counts(text)["neu"] == 2 and "Beratung am Markt" in text and "Noch ist nichts geändert." in text
    assert store.version() == version and store.keys(region=DUISBURG, source="probe") == []
    report = editor.get(take(editor, worker, page)).text
    assert counts(report)["neu"] == 2 and "Eingelesen." in report
    assert store.keys(region=DUISBURG, source="probe") == ["probe:a1", "probe:a2"]
    assert f"({editor.account.name})" in store.revisions("probe:a1")[0].why


def test_the_second_time_shows_what_changed_field_by_field(app, editor, worker):
    take(editor, worker, show(editor, worker, a_list(), liste="Probe"))
    changed = ROWS[0].replace("0203 123456", "0203 777777")
    text = editor.get(show(editor, worker, a_list(changed), liste="Probe", ganz="ja")).text
    found = counts(text)
    assert (found["neu"], found["geändert"], found["gleich"]) == (0, 1, 0)
    assert re.search(r"<del>[^<]*123456</del>.*<ins>[^<]*777777</ins>", text, re.DOTALL)
    assert "1 von 2 Angeboten fehlen." in text, "half of the list gone is too much to believe"


def test_what_a_whole_list_lacks_goes_to_the_archive(app, editor, worker):
    rows = [f"k{number};Beratung {number};Träger;;;47053;Duisburg;" for number in range(10)]
    take(editor, worker, show(editor, worker, a_list(*rows), liste="Probe"))
    page = show(editor, worker, a_list(*rows[1:]), liste="Probe", ganz="ja")
    assert counts(editor.get(page).text)["ins Archiv"] == 1 and "Beratung 0" in editor.get(page).text
    take(editor, worker, page)
    assert services_of(app).store.offer("probe:k0").status == "archived"


def test_a_rehearsal_counts_exactly_what_taking_over_does(app, editor, worker):
    rows = [*ROWS, ";;;;;;;", "a1;Noch einmal;X;;;;;", "a9;;Ohne Namen;;;;;"]
    page = show(editor, worker, a_list(*rows), liste="Probe")
    before = counts(editor.get(page).text)
    assert counts(editor.get(take(editor, worker, page)).text) == before and before["abgelehnt"] == 2


def test_taking_over_twice_is_the_same_as_once(app, editor, worker):
    page = show(editor, worker, a_list(), liste="Probe")
    first = editor.post(f"{page}/uebernehmen").location
    assert editor.post(f"{page}/uebernehmen").location == first
    worker.do_jobs()
    assert editor.post(f"{page}/uebernehmen").location == first
    worker.do_jobs()
    assert len([run for run in services_of(app).store.runs(50, DUISBURG) if run.source == "probe"]) == 1


def test_columns_are_mapped_once_and_known_the_next_time(app, editor, worker):
    strange = b"Nr;Wie es heisst;Wer;Bemerkung\n1;Beratung am Fluss;Stadt;geheim\n2;Beratung am See;Stadt;geheim\n"
    page = show(editor, worker, strange, liste="Fremd")
    text = editor.get(page).text
    assert "keine Spalte mit dem Namen" in text and "Beratung am Fluss" in text, "an example below each heading"
    assert editor.post(f"{page}/spalten", {"spalte-0": "ref"}).status_code == 400
    assert editor.post(f"{page}/spalten", {"spalte-1": "name", "spalte-2": "nonsense"}).status_code == 400
    assert editor.post(f"{page}/uebernehmen").status_code == 409
    chosen = {"spalte-0": "ref", "spalte-1": "name", "spalte-2": "provider", "spalte-3": ""}
    again = editor.post(f"{page}/spalten", chosen)
    assert again.status_code == 303
    worker.do_jobs()
    assert counts(editor.get(again.location).text)["neu"] == 2
    next_time = editor.get(show(editor, worker, strange, liste="Fremd")).text
    assert counts(next_time)["neu"] == 2 and '<option value="provider" selected>' in next_time
    take(editor, worker, again.location)
    offer = services_of(app).store.offer("fremd:1")
    assert (offer.name, offer.provider.name) == ("Beratung am Fluss", "Stadt") and "geheim" not in repr(offer)


def test_rejected_lines_can_be_taken_along_and_hold_no_formula(app, editor, worker):
    page = show(editor, worker, a_list(ROWS[0], "=1+1;;Ohne Namen;;;;;"), liste="Probe")
    for place in (page, take(editor, worker, page)):
        answer = editor.get(f"{place}/abgelehnt.csv")
        assert answer.content_type.startswith("text/csv") and answer.data.startswith(b"\xef\xbb\xbf")
        assert "3;" in answer.text and "In der Zeile fehlt der Name." in answer.text
        assert not re.search(r"(^|;)=", answer.text, re.MULTILINE)


def test_texts_of_a_list_are_escaped(app, editor, worker):
    evil = "<script>alert(1)</script>"
    content = a_list(f"a1;{evil};{evil};;;;{evil};{evil}", f"{evil};;;;;;;").replace(b"Telefon", b"Telefon;<b>Fett</b>")
    page = show(editor, worker, content, f"{evil}.csv", liste="Probe")
    for place in (page, AT, take(editor, worker, page)):
        text = editor.get(place).text
        assert "<script>alert" not in text and "<b>Fett" not in text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("leer.csv", b"", "leer"), ("bild.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 400, "Bild"),
        ("alt.xls", b"\xd0\xcf\x11\xe0" + b"x" * 300, "alte Excel-Datei"), ("text.pdf", b"%PDF-1.7 ...", "PDF"),
        ("kaputt.xlsx", b"PK\x03\x04 abgeschnitten", "beschädigt"), ("daten.json", b"{}", "CSV und Excel"),
    ],
)  # fmt: skip
def test_what_no_importer_reads_is_refused_at_once_and_not_kept(app, editor, name, content, words):
    answer = send(editor, content, name)
    assert answer.status_code == 400 and words in answer.text
    folder = services_of(app).private_dir / "uploads"
    assert not folder.exists() or list(folder.iterdir()) == []


XML_BOMBS = {
    "entities": "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol" * 9}">' for n in range(9)),
    "outside": '<!ENTITY e8 SYSTEM "file:///etc/passwd">',
}


def bomb(kind: str) -> bytes:
    """A workbook that would swell: by a part full of zeros, by ever so many parts, or by entities of XML."""
    book = openpyxl.Workbook()
    book.active.append(["Kennung", "Name"])
    book.active.append(["a1", "Beratung"])
    plain, out = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if kind in XML_BOMBS and name.endswith("sheet1.xml"):
                types, cell = XML_BOMBS[kind], b'<row><c t="inlineStr"><is><t>&e8;</t></is></c></row>'
                data = data.replace(b"<worksheet", f"<!DOCTYPE x [{types}]><worksheet".encode(), 1)
                data = data.replace(b"<sheetData>", b"<sheetData>" + cell)
            target.writestr(name, data)
        if kind == "zeros":
            target.writestr("xl/media/z.bin", b"\0" * 60_000_000)
        if kind == "parts":
            for number in range(2100):
                target.writestr(f"xl/x{number}.xml", b"")
    return out.getvalue()


@pytest.mark.parametrize("kind", ["zeros", "parts"])
def test_a_packed_bomb_is_refused_before_anybody_unpacks_it(editor, kind):
    answer = send(editor, bomb(kind), "liste.xlsx")
    assert answer.status_code == 400 and "Die Excel-Datei liste.xlsx" in answer.text


@pytest.mark.parametrize("kind", ["entities", "outside"])
def test_an_xml_bomb_ends_the_preview_with_a_sentence(editor, worker, kind):
    text = editor.get(show(editor, worker, bomb(kind), "liste.xlsx")).text
    assert "Die Excel-Datei liste.xlsx" in text and "lollol" not in text and "root:" not in text


@pytest.mark.parametrize(
    "name", ["../../../../etc/cron.d/liste.csv", "..\\..\\windows\\liste.csv", "/etc/passwd/liste.csv", ".liste.csv"]
)
def test_a_name_with_a_path_leads_nowhere_else(app, editor, worker, name):
    page = show(editor, worker, a_list(), name)
    folder = services_of(app).private_dir / "uploads"
    (kept,) = folder.rglob("*.csv")
    assert kept.parent.parent == folder and kept.name in ("liste.csv", "windowsliste.csv")
    assert kept.name in editor.get(page).text


def test_a_file_that_is_too_big_is_refused(editor):
    answer = send(editor, os.urandom(1000) * 51_000)
    assert answer.status_code == 413


def test_a_job_can_be_cancelled_and_watched(app, editor):
    page = send(editor, a_list()).location
    assert editor.get(f"{page}/stand").json == {
        "over": False, "done": 0, "total": 0, "words": "Wartet. Gleich geht es los.",
    }  # fmt: skip
    text = editor.get(page).text
    assert 'http-equiv="refresh"' in text and f'data-progress="{page}/stand"' in text
    assert editor.post(f"{page}/abbrechen").status_code == 303
    assert "Abgebrochen. Nichts wurde geändert." in editor.get(page).text
    assert editor.get(f"{page}/stand").json["over"] and editor.post(f"{page}/uebernehmen").status_code == 409
    assert "Zum Abbrechen war es zu spät." in editor.post(f"{page}/abbrechen", follow_redirects=True).text


def test_a_list_that_is_not_wanted_is_deleted(app, editor, worker):
    page = show(editor, worker, a_list(), liste="Probe")
    assert editor.post(f"{page}/loeschen").status_code == 303
    assert list((services_of(app).private_dir / "uploads").iterdir()) == []
    assert "gelöscht" in editor.get(page).text and "Beratung am Markt" not in editor.get(page).text
    assert editor.post(f"{page}/uebernehmen").status_code == 409


def test_a_list_of_another_region_cannot_be_overwritten(app, editor, worker):
    store = services_of(app).store
    with store.write("test", "another region") as writer:
        offer = store.offer(store.keys(region=DUISBURG)[0])
        writer.save_offer(replace(offer, key="probe:a1", region=ELSEWHERE, name="Beratung in Essen"))
    text = editor.get(show(editor, worker, a_list(), liste="Probe")).text
    assert "gehört zu einer anderen Region" in text
    assert store.offer("probe:a1").name == "Beratung in Essen"


def test_an_editor_of_another_region_sees_and_does_nothing_here(app, editor, worker):
    page = show(editor, worker, a_list(), liste="Probe")
    stranger = signed_in(app, "editor", ELSEWHERE)
    actions = ("uebernehmen", "abbrechen", "loeschen", "spalten")
    for path in (AT, page, f"{page}/stand", f"{page}/abgelehnt.csv"):
        assert stranger.get(path).status_code == 403
    assert send(stranger, a_list()).status_code == 403
    assert [stranger.post(f"{page}/{action}").status_code for action in actions] == [403] * 4
    both = signed_in(app, "editor", "")
    with services_of(app).store.write("x", "y") as writer:
        code = writer.jobs.add("import_preview", ELSEWHERE, {"file": "x/y.csv"})
        other = writer.jobs.add("campaign", DUISBURG, {})
    for strange in (code, other, "nothing", "x" * 300):
        assert both.get(f"{AT}/{strange}").status_code == 404
        assert [both.post(f"{AT}/{strange}/{action}").status_code for action in actions] == [404] * 4


@pytest.mark.parametrize("role", ["pilot", "provider"])
def test_who_may_not_import_may_not(app, role):
    person = signed_in(app, role)
    assert person.get(AT).status_code == 403 and send(person, a_list()).status_code == 403


def test_nothing_happens_without_the_token_or_with_the_wrong_method(app, editor, worker):
    page = show(editor, worker, a_list(), liste="Probe")
    for action in ("uebernehmen", "abbrechen", "loeschen", "spalten"):
        assert editor.client.post(f"{page}/{action}").status_code == 400
        assert editor.get(f"{page}/{action}").status_code == 405
    data = {"datei": (io.BytesIO(a_list()), "liste.csv")}
    assert editor.client.post(AT, data=data, content_type="multipart/form-data").status_code == 400
    assert app.test_client().get(page).status_code == 302
    assert services_of(app).store.keys(region=DUISBURG, source="probe") == []


@pytest.mark.parametrize(("form", "words"), [({}, "Wählen Sie bitte eine Datei."), ({"liste": "???"}, "Der Name")])
def test_a_form_that_lacks_something_says_so_and_keeps_the_rest(editor, form, words):
    answer = send(editor, a_list(), **form) if form else editor.post(AT, {"liste": "Meine Liste", "ganz": "ja"})
    assert answer.status_code == 400 and words in answer.text
    assert form or ('value="Meine Liste"' in answer.text and "checked" in answer.text)


def test_uploads_and_what_was_read_in_them_are_forgotten_after_a_while(app, editor, worker, tmp_path):
    here = services_of(app)
    taken, kept = (show(editor, worker, a_list(), liste=name) for name in ("Probe", "Andere"))
    take(editor, worker, taken)
    folder = here.private_dir / "uploads"

    def forget(days: int) -> int:
        return forget_lists(replace(worker._tools, clock=lambda: NOW + timedelta(days=days)))

    for one in folder.iterdir():
        os.utime(one, (NOW.timestamp(), NOW.timestamp()))
    assert forget(6) == 0 and forget(8) == 1 and len(list(folder.iterdir())) == 1
    assert forget(31) == 1 and list(folder.iterdir()) == []
    assert "gelöscht" in editor.get(kept).text and "Beratung am Markt" not in editor.get(kept).text


def test_what_a_source_only_proposes_is_told_so_and_waits_for_review(app, editor, worker):
    answer = (ROOT / "tests" / "importers" / "openstreetmap" / "antwort.json").read_bytes()
    page = show(editor, worker, answer, "antwort.json")
    preview = editor.get(page).text
    assert counts(preview)["zu prüfen"] > 2 and counts(preview)["neu"] == 0
    assert "Beispiele, die zu prüfen sind." in preview and "Diese Quelle schlägt nur vor." in preview
    store = services_of(app).store
    assert store.suggestions.waiting(DUISBURG) == 0
    report = editor.get(take(editor, worker, page)).text
    waiting = store.suggestions.waiting(DUISBURG)
    assert waiting == counts(report)["zu prüfen"] and store.keys(region=DUISBURG, source="openstreetmap") == []
    listed = editor.get("/buero/duisburg/vorschlaege?von=import").text
    assert "Arbeitsagentur am Musterplatz" in listed and "Datenquelle" in listed
