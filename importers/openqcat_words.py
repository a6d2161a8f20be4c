"""What openQ-cat calls things: which elements are read, what its codes mean, and how it writes languages."""

from collections.abc import Iterable, Mapping
from typing import Any

from model.course import CourseForm, CourseTime

#: the elements that are read, by name: "" a text, "@" with its code, "*" maybe several; persons are not among them
_ADDRESS = dict.fromkeys(("NAME", "STREET", "ZIP", "CITY", "DISTRICT", "BARRIER_FREE_LOCATION"), "")
_SPAN = {"START_DATE": "", "END_DATE": "", "DATE_REMARKS": ""}
_EDUCATION: dict[str, Any] = {
    "@": "",
    "COURSE_ID": "",
    "DEGREE": {"DEGREE_TITLE": ""},
    "SUBSIDY": {"SUBSIDY_DESCRIPTION": "*"},
    "EXTENDED_INFO": {
        "INSTRUCTION_FORM": "@", "INSTRUCTION_TIME": "@", "FUNDING_TYPES_FEDERAL": "*", "FUNDING_TYPES_REGIONAL": "*",
        "FUNDING_TYPES_REMARKS": "*", "TEACHING_LANGUAGES": "*", "MEASURE_NUMBER": "",
    },
    "MODULE_COURSE": {
        "LOCATION": _ADDRESS, "DURATION": _SPAN, "INSTRUCTION_REMARKS": "", "FLEXIBLE_START": "",
    },
}  # fmt: skip
WANTED: Mapping[str, Mapping[str, Any]] = {
    "CATALOG": {"CATALOG_ID": "", "CATALOG_NAME": "", "GENERATION_DATE": ""},
    "SUPPLIER": {
        "SUPPLIER_ID": "*",
        "SUPPLIER_NAME": "",
        "ADDRESS": {"NAME": "", "PHONE": "", "URL": "", "EMAILS": {"EMAIL": ""}},
    },
    "SERVICE": {
        "PRODUCT_ID": "",
        "COURSE_TYPE": "",
        "SUPPLIER_ID_REF": "",
        "SERVICE_DETAILS": {
            "TITLE": "",
            "DESCRIPTION_LONG": "",
            "REQUIREMENTS": "",
            "SERVICE_DATE": _SPAN,
            "KEYWORD": "*",
            "SERVICE_MODULE": {"EDUCATION": _EDUCATION},
            "ANNOUNCEMENT": _SPAN,
        },
        "SERVICE_CLASSIFICATION": {"FEATURE": {"FVALUE": "*"}},
        "SERVICE_PRICE_DETAILS": {"SERVICE_PRICE": {"PRICE_AMOUNT": "", "PRICE_CURRENCY": ""}, "REMARKS": ""},
        "MIME_INFO": {"MIME_ELEMENT": {"MIME_SOURCE": ""}},
    },
}

#: INSTRUCTION_FORM; of the older codes only 4 and 5 say how one takes part
FORMS: Mapping[int, CourseForm] = {
    **dict.fromkeys(range(101, 106), "in_person"),
    **dict.fromkeys(range(201, 207), "online"),
    **dict.fromkeys(range(301, 305), "blended"),
    **dict.fromkeys(range(401, 404), "distance"),
    4: "distance",
    5: "online",
}
#: INSTRUCTION_TIME, which are also the older codes of INSTRUCTION_FORM
TIMES: Mapping[int, CourseTime] = {1: "full", 2: "part", 3: "weekend"}

#: ISO 639-2 as the vocabulary of languages writes it
_LANGUAGES = {
    "deu": "de", "ger": "de", "eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl",
    "dut": "nl", "pol": "pl", "rus": "ru", "ukr": "uk", "tur": "tr", "ara": "ar", "fas": "fa", "per": "fa", "ron": "ro",
    "rum": "ro", "bul": "bg", "ell": "el", "gre": "el", "hrv": "hr", "srp": "sr", "bos": "bs", "sqi": "sq", "alb": "sq",
    "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "vie": "vi", "kur": "ku", "pus": "ps", "som": "so", "tir": "ti",
    "urd": "ur", "ces": "cs", "cze": "cs", "hun": "hu",
}  # fmt: skip


def language_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """The languages of a course as short codes; one that is not listed here keeps its own."""
    told = (code.strip().lower() for code in codes)
    return tuple(dict.fromkeys(_LANGUAGES.get(code, code) for code in told if code.isalpha() and len(code) <= 3))
