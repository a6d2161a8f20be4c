"""What a visitor types never reaches a service: the code that asks one cannot be reached from the pages."""

from config import ROOT
from tests.test_house import MODULES, imports, tree

ASKING = {name for name in MODULES if name.startswith("geo.online")}
#: who may know the code that asks a service; "cli" with all files that the commands are in
ALLOWED = {"geo", "importers", "actions", "config", "cli"}


def known_by(name: str) -> set[str]:
    """The modules that a module imports, their packages, and the importers where their package finds them by itself."""
    path = MODULES[name]
    found = {other for _, other in imports(path, tree(path)) if other in MODULES}
    if name == "importers":
        found |= {other for other in MODULES if other.startswith("importers.")}
    return found | {other.rpartition(".")[0] for other in found if other.rpartition(".")[0] in MODULES}


def reached_from(*names: str) -> set[str]:
    reached, waiting = set(names), list(names)
    while waiting:
        fresh = known_by(waiting.pop()) - reached
        reached |= fresh
        waiting += fresh
    return reached


def test_the_pages_and_the_interface_cannot_reach_it() -> None:
    web = [name for name in MODULES if name.split(".")[0] == "web"]
    assert len(web) > 10 and len(ASKING) >= 4
    assert reached_from(*web) & ASKING == set()


def test_what_a_visitor_meets_in_the_application_cannot_reach_it() -> None:
    told = known_by("app") - {"cli", "config"}
    assert "web.context" in told and "geo.live" in told
    assert (told | reached_from(*told)) & ASKING == set()


def test_the_walk_finds_it_where_it_is() -> None:
    assert "geo.online" in reached_from("cli")
    assert "geo.online_service" in reached_from("config")


def test_only_who_may_knows_it() -> None:
    knowing = {name for name in MODULES if known_by(name) & ASKING}
    assert {name.split(".")[0].split("_")[0] for name in knowing} <= ALLOWED


def test_only_it_knows_the_library() -> None:
    knowing = {name for name, path in MODULES.items() for _, other in imports(path, tree(path))
               if other.split(".")[0] == "geopy"}  # fmt: skip
    assert knowing == {"geo.online"}


def test_no_page_names_the_servers() -> None:
    files = [path for folder in ("templates", "static/js", "web") for path in (ROOT / folder).rglob("*.*")]
    assert len(files) > 20
    named = [path.name for path in files if path.suffix in (".html", ".js", ".py", ".json")
             and any(word in path.read_text(encoding="utf-8").lower() for word in ("nominatim", "photon"))]  # fmt: skip
    assert named == []
