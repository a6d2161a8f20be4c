"""Wires the parts together: `python app.py` serves, `flask --app app …` manages."""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from flask import Flask

from actions.account_links import first_admin_link
from cli import register_commands
from config import SettingError, Settings
from geo.live import LiveGeocoder
from model.query import Query
from search.courses import CourseFinder
from search.memory import Finder
from store import StoreError, open_store
from store.courses import Courses
from store.files import load_vocabulary
from web.api import api
from web.api_courses import api_courses
from web.api_slips import api_slips
from web.bureau.routes import register_bureau
from web.compression import register_compression
from web.confirm import register_confirm
from web.context import Background, Services
from web.dcat import dcat
from web.errors import register_errors
from web.health import health
from web.hsds import hsds
from web.konto import register_konto
from web.ogc import ogc
from web.pilot import register_pilot
from web.provider import register_provider
from web.questionnaire import register_questionnaire
from web.security import register_security
from web.site import register_site
from web.slip import register_slip

Clock = Callable[[], datetime]


def local_clock(settings: Settings) -> Clock:
    """A clock that goes as in the office, so that its day is the day there."""
    zone = ZoneInfo(settings.zone)
    return lambda: datetime.now(zone)


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """The web application, ready to serve; a database that cannot be opened is refused here and now.

    Management commands open only what they need, and when they need it.
    """
    settings = settings or Settings.from_env()
    app = wire(settings)
    connect(app, settings, clock or local_clock(settings))
    if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
        warm_up(app.extensions["open_services"]())
    return app


def wire(settings: Settings) -> Flask:
    """The application with all its pages and commands, not yet connected to data."""
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    register_security(app, Background(settings.basemap, settings.basemap_attribution))
    register_compression(app)
    register_errors(app)
    register_site(app)
    register_konto(app)
    register_bureau(app)
    register_provider(app)
    register_pilot(app)
    register_slip(app)
    register_questionnaire(app)
    register_confirm(app)
    app.register_blueprint(api)
    app.register_blueprint(api_slips)
    app.register_blueprint(api_courses)
    app.register_blueprint(ogc)
    app.register_blueprint(hsds)
    app.register_blueprint(dcat)
    app.register_blueprint(health)
    register_commands(app)
    return app


def connect(app: Flask, settings: Settings, clock: Clock) -> None:
    """Give an application its data, its secret and its clock; the database is opened when it is needed first."""
    app.config["SECRET_KEY"] = settings.secret_key
    app.config["SESSION_COOKIE_SECURE"] = settings.public_url.startswith("https://")
    app.extensions["settings"] = settings
    app.extensions["open_services"] = cache(lambda: build_services(settings, clock))
    app.extensions["first_admin_link"] = lambda: link_to_first_admin(app.extensions["open_services"]())


def warm_up(services: Services) -> None:
    """Load everything and answer one question, so that the first visitor does not wait for it."""
    services.geocoder.find("")
    for region in services.finder.regions()[:1]:
        services.finder.nearest(Query(region.ags, region.box.centre, neutral=True), counts=True)


def link_to_first_admin(services: Services) -> str:
    """A link that makes the first admin, in place of the one of an earlier start; nothing once there is an admin."""
    return "" if services.store.read_only else first_admin_link(services.store, services.public_url)


def build_services(settings: Settings, clock: Clock) -> Services:
    """The parts that pages, interface and commands share."""
    store = open_store(settings.database_url, clock=clock)
    vocabulary = load_vocabulary(settings.data_dir / "vocabulary")
    return Services(
        store=store,
        finder=Finder(store, vocabulary, clock),
        courses=CourseFinder(Courses(settings.courses_dir)),
        geocoder=LiveGeocoder(settings.gazetteer),
        vocabulary=vocabulary,
        clock=clock,
        background=Background(settings.basemap, settings.basemap_attribution),
        public_url=settings.public_url,
        private_dir=settings.private_dir,
        data_dir=settings.data_dir,
        keeps_mail=settings.mail_url.startswith("file:"),
    )


def main() -> int:
    """Serve with the development server; script/run serves with several workers."""
    try:
        settings = Settings.from_env()
        app = create_app(settings)
    except (SettingError, StoreError) as error:
        print(error, file=sys.stderr)
        return 1
    app.run(host=settings.host, port=settings.port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
