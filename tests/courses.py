"""Small catalogues of courses for tests, written as providers would."""

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<OPENQCAT version="1.1"><HEADER><CATALOG><LANGUAGE>deu</LANGUAGE>'
    "<CATALOG_ID>{name}</CATALOG_ID><CATALOG_NAME>Kurse der Probe</CATALOG_NAME>"
    "<GENERATION_DATE>2026-02-20T06:00:00</GENERATION_DATE></CATALOG>{suppliers}</HEADER>\n"
)
PLACE = "<LOCATION><NAME>{name}</NAME><STREET>{street}</STREET><ZIP>{zip}</ZIP><CITY>{city}</CITY></LOCATION>"
HERE = {"name": "Haus der Probe", "street": "Musterallee 12", "zip": "47051", "city": "Duisburg"}


def course(
    number: str, title: str = "", *, of: str = "", starts: str = "", ends: str = "", form: int = 101, time: int = 2,
    place: dict[str, str] | None = HERE, price: str = "", measure: str = "", flexible: str = "", kind: int = 5,
    provider: str = "", keyword: str = "", shown: str = "",
) -> str:  # fmt: skip
    """One SERVICE; `of` makes it a further date of another one."""
    day = f"<START_DATE>{starts}T09:00:00</START_DATE>" if starts else ""
    day += f"<END_DATE>{ends}T16:00:00</END_DATE>" if ends else ""
    ref = f"<SUPPLIER_ID_REF>{provider}</SUPPLIER_ID_REF>" if provider else ""
    where = PLACE.format(**place) if place else "<LOCATION><NAME/></LOCATION>"
    more = f"<MEASURE_NUMBER>{measure}</MEASURE_NUMBER>" if measure else ""
    amount = f"<SERVICE_PRICE_DETAILS><SERVICE_PRICE><PRICE_AMOUNT>{price}</PRICE_AMOUNT></SERVICE_PRICE>" \
             "</SERVICE_PRICE_DETAILS>" if price else ""  # fmt: skip
    return (
        f"<SERVICE><PRODUCT_ID>{number}</PRODUCT_ID><COURSE_TYPE>{kind}</COURSE_TYPE>{ref}<SERVICE_DETAILS>"
        f"<TITLE>{escape(title)}</TITLE><SERVICE_DATE>{day}</SERVICE_DATE><KEYWORD>{keyword}</KEYWORD><SERVICE_MODULE>"
        f"<EDUCATION type=\"{'false' if of else 'true'}\"><COURSE_ID>{of or number}</COURSE_ID><EXTENDED_INFO>"
        f"<INSTRUCTION_FORM type=\"{form}\"/><INSTRUCTION_TIME type=\"{time}\"/>{more}</EXTENDED_INFO>"
        f"<MODULE_COURSE>{where}<FLEXIBLE_START>{flexible}</FLEXIBLE_START></MODULE_COURSE></EDUCATION>"
        f"</SERVICE_MODULE><ANNOUNCEMENT>{f'<END_DATE>{shown}</END_DATE>' if shown else ''}</ANNOUNCEMENT>"
        f"</SERVICE_DETAILS>{amount}</SERVICE>\n"
    )


def catalogue(path: Path, *courses: str, name: str = "probe", full: bool = True, delete: tuple[str, ...] = (),
              providers: tuple[str, ...] = ("P1",), change: bool = False) -> Path:  # fmt: skip
    """A whole file: a full catalogue, an addition, or a change that takes courses back."""
    suppliers = "".join(f"<SUPPLIER><SUPPLIER_ID>{ref}</SUPPLIER_ID><SUPPLIER_NAME>Anbieter {ref}</SUPPLIER_NAME>"
                        "<ADDRESS><PHONE>+49.203.555010</PHONE></ADDRESS></SUPPLIER>" for ref in providers)  # fmt: skip
    text = HEAD.format(name=name, suppliers=suppliers)
    if change:
        gone = "".join(f"<SERVICE><PRODUCT_ID>{ref}</PRODUCT_ID></SERVICE>" for ref in delete)
        text += f'<UPDATE_CATALOG seq_number="2"><DELETE>{gone}</DELETE><NEW>{"".join(courses)}</NEW></UPDATE_CATALOG>'
    else:
        text += f'<NEW_CATALOG FULLCATALOG="{str(full).lower()}">{"".join(courses)}</NEW_CATALOG>'
    path.write_text(text + "</OPENQCAT>\n", encoding="utf-8")
    return path


def told(course: Any) -> tuple[str, str]:
    """Number and title of a course, to compare."""
    return course.key.partition(":")[2], course.title
