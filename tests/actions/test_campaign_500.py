"""Five hundred are asked by real mails over the wire, two hundred answer through the pages, the office decides.

Some mails are refused by their server, some come back afterwards. Reminders reach only those who are silent.
"""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from actions.campaign_send import CAMPAIGN_JOBS
from actions.read_bounces import read_bounces
from actions.review import Review, Verdict, mark_of, review
from actions.worker import Worker
from model.contact import Contact
from model.place import Place
from model.provider import Provider
from tests.actions.working import tools_of
from tests.desk import services_of, signed_in
from tests.mail_server import running_mail_server
from tests.store.examples import an_offer
from tests.web.conftest import app, settings  # noqa: F401  # fixtures

HERE = Path(__file__).parent
AT = "/buero/duisburg/erhebungen"
COUNT = 500
ANSWERED = range(0, COUNT, 5), range(1, COUNT, 5)
#: refused at once, and sent back by the other mail server later; none of these answers
REFUSED, RETURNED = (2, 52, 102, 152, 202, 252), (3, 53, 103, 153)
TYPES = ("Öffentlich", "Kammer", "Verein", "VHS")
DISTRICTS = ("Hochfeld", "Rheinhausen", "Altstadt", "Meiderich", "Walsum")
LINK = re.compile(r"http://127\.0\.0\.1:8000(/umfrage/([a-z0-9]{12}))\s")


def mail_of(number: int) -> str:
    return f"stelle{number}@traeger.example"


def name_of(number: int) -> str:
    return f"Träger Nº {number} für Bildung – Şahin & Söhne"


@dataclass
class Run:
    """Everything that the acts of this story share."""

    app: object
    folder: Path
    server: object
    code: str = ""

    @property
    def store(self):
        return services_of(self.app).store

    @property
    def campaign(self):
        return self.store.campaigns.by_code("05112", self.code)

    def tools(self, **changes):
        more = {"mail_url": self.server.url, "public_url": "http://127.0.0.1:8000",
                "clock": services_of(self.app).clock}  # fmt: skip
        return tools_of(self.store, self.folder, **more | changes)

    def work(self) -> None:
        """What the worker process does, in this one."""
        assert Worker(self.tools(), [], CAMPAIGN_JOBS).once()["jobs"] == 1


@pytest.fixture
def run(app, tmp_path):  # noqa: F811
    with running_mail_server() as server:
        server.answers = {mail_of(number): "550 5.1.1 No such user here" for number in REFUSED}
        yield Run(app, tmp_path, server)


def write_offers(run: Run) -> None:
    with run.store.write(by="test", why="five hundred offers") as writer:
        for number in range(COUNT):
            place = Place(street="Weg", number=str(number), postcode="47051", city="Duisburg",
                          district=DISTRICTS[number % 5])  # fmt: skip
            writer.save_offer(an_offer(f"list:{number}", name=f"Beratung {number}", provider=Provider(name_of(number)),
                                       contact=Contact(f"0203 {100000 + number}"), place=place))  # fmt: skip


def make_list() -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["Einrichtung", "Ansprechpartner", "E-Mail", "Straße", "Hausnr.", "PLZ", "Ort", "Typ", "Stadtteil",
                     "Angebote"])  # fmt: skip
    for number in range(COUNT):
        person = "Frau Öz\r\nBcc: fremd@anderswo.example" if number % 50 == 7 else f"Frau Groß {number}"
        writer.writerow([name_of(number), person, mail_of(number), "Weg", number, "47051", "Duisburg",
                         TYPES[number % 4], DISTRICTS[number % 5], f"list:{number}"])  # fmt: skip
    return out.getvalue().encode()


def set_up(run: Run, office) -> None:
    """The office makes a campaign and takes the list over."""
    first = {"name": "Große Abfrage", "starts": "2026-03-01", "ends": "2026-04-30",
             "invitation": "Guten Tag {name},\nstimmen die Angaben zu {einrichtung}?",
             "reminder": "Guten Tag {name},\nuns fehlt noch Ihre Antwort zu {einrichtung}."}  # fmt: skip
    there = office.post(f"{AT}/neu", first).location
    run.code = there.split("/")[-2]
    office.post(there, {"fields": ["phone", "hours"], "question": "neue-frage", "neue-frage-kind": "several",
                        "neue-frage-text": "Was fehlt?", "neue-frage-options": "Räume\nPersonal",
                        "neue-frage-required": "1"})  # fmt: skip
    data = {"liste": (io.BytesIO(make_list()), "liste.csv")}
    office.post(f"{AT}/{run.code}/empfaenger/liste", data, content_type="multipart/form-data")
    office.post(f"{AT}/{run.code}/empfaenger/aufnehmen", {"do": "take"})
    assert run.store.campaigns.count(run.campaign, "by_mail") == COUNT


def send(run: Run, office, rounds: int) -> dict[str, str]:
    """The office sends a round; the codes that came over the wire, by the address that got them."""
    before = len(run.server.raw)
    office.post(f"{AT}/{run.code}/verschicken", {"rounds": str(rounds)})
    run.work()
    found: dict[str, str] = {}
    pairs = list(zip(run.server.messages, run.server.recipients, strict=True))[before:]
    for message, (envelope,) in pairs:
        assert message["To"] == envelope
        assert message["Bcc"] is None and message["Cc"] is None
        text = message.get_content()
        number = int(re.search(r"\d+", envelope)[0])
        assert name_of(number) in message["Subject"].replace("  ", " ")
        assert f"{'stimmen die Angaben' if rounds == 0 else 'uns fehlt noch'}" in text
        assert name_of(number) in text
        path, code = LINK.search(text).groups()
        assert path.endswith(code) and f"{code[:4]}-{code[4:8]}-{code[8:]}" in text
        assert envelope not in found, "somebody got two mails in one round"
        found[envelope] = code
    assert len(set(found.values())) == len(found)
    assert len(set(run.server.ids)) == len(run.server.ids)
    return found


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(_form|seen)" value="([^"]*)"', text))


def answer(client, number: int, code: str, *, changes: bool) -> None:
    """Somebody opens the link from the mail, looks, changes a number or not, and sends."""
    form = f"/umfrage/{code}"
    page = client.get(form).text
    assert f"Beratung {number} " in page
    says = "same"
    if changes:
        says, offer = "changed", f"{form}/angebot/list:{number}"
        sent = client.post(offer, data=hidden(client.get(offer).text) | {"phone": f"0203 {900000 + number}"})
        assert sent.status_code == 303
        page = client.get(form).text
    own = re.search(r'name="(frage-[a-z0-9]+)"', page)[1]
    data = hidden(page) | {"do": "send", "angebot-1": says, own: ["Räume"] if number % 3 else ["Räume", "Personal"]}
    assert client.post(form, data=data).location == f"{form}/danke"


def come_back(run: Run) -> None:
    """The other mail servers send some mails back, into a folder that the worker reads."""
    box = run.folder / "back" / "new"
    for name in ("new", "cur", "tmp"):
        (run.folder / "back" / name).mkdir(parents=True)
    report = (HERE / "bounces" / "postfix_unknown.eml").read_bytes()
    ids = {recipients[0]: message["Message-ID"] for message, recipients in
           zip(run.server.messages, run.server.recipients, strict=True)}  # fmt: skip
    for number in RETURNED:
        (box / f"{number}.eml").write_bytes(report.replace(b"{MESSAGE_ID}", ids[mail_of(number)].encode()))
    assert read_bounces(run.tools(mail_bounces=f"maildir://{run.folder / 'back'}")) == len(RETURNED)


def decide(run: Run, account) -> int:
    """The office takes over what was proposed."""
    store, here = run.store, services_of(run.app)
    how = Review(here.region("duisburg"), account, str, str)
    found = store.suggestions.page("05112", channel="campaign", limit=COUNT)
    for one in found:
        assert one.names == ("phone",)
        review(store, one.code, Verdict({"phone": True}, mark_of(one, store.offer(one.key))), how)
    return len(found)


def test_five_hundred_are_asked_and_forty_percent_answer(run):
    office, client = signed_in(run.app), run.app.test_client()
    write_offers(run)
    set_up(run, office)

    invited = send(run, office, 0)
    assert set(invited) == {mail_of(number) for number in range(COUNT) if number not in REFUSED}
    for address, code in invited.items():
        assert run.store.campaigns.entry(code)[1].address.email == address
    come_back(run)

    for number in (number for some in ANSWERED for number in some):
        answer(client, number, invited[mail_of(number)], changes=number % 5 == 0)
    silent = {mail_of(number) for number in range(COUNT) if number % 5 > 1}
    reminded = send(run, office, 1)
    assert set(reminded) == silent - {mail_of(number) for number in (*REFUSED, *RETURNED)}
    assert run.store.mails.states(run.campaign.about) == {
        "sent": len(invited) - len(RETURNED) + len(reminded), "bounced": len(REFUSED) + len(RETURNED),
    }  # fmt: skip

    assert decide(run, office.account) == 100
    for number in range(0, COUNT, 5):
        assert run.store.offer(f"list:{number}").contact.phone == f"0203 {900000 + number}"
        confirmed = run.store.offer(f"list:{number + 1}").verification
        assert (confirmed.by, confirmed.how) == (name_of(number + 1), "form")

    page = office.get(f"{AT}/{run.code}").text
    assert "<strong>40 %</strong>Rücklauf" in page
    assert "<strong>200</strong>von 500 beantwortet" in page
    assert len(re.findall(r'<td data-label="Rücklauf" class="cell-number">40 %', page)) == len(TYPES)
    assert {one.address.email for one in run.store.campaigns.recipients(run.campaign, "silent")} == silent
    assert "Ohne Antwort: 300" in office.get(f"{AT}/{run.code}/ausstehend").text
    assert run.store.campaigns.waiting("05112") == 300

    exported = list(csv.reader(io.StringIO(office.get(f"{AT}/{run.code}/antworten.csv").text[1:]), delimiter=";"))
    groups = Counter((kind, district) for kind, district, *_ in exported[1:])
    assert sum(groups.values()) == 200 and min(groups.values()) >= 5
    status = list(csv.reader(io.StringIO(office.get(f"{AT}/{run.code}/stand.csv").text[1:]), delimiter=";"))
    assert Counter(row[9] for row in status[1:]) == {"offen": 300, "beantwortet": 200}
