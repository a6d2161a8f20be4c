"""Asking a service for the houses that are not known here: once each, and an error of the service ends no import."""

from collections import defaultdict

from geo.finding import Finding, OnlineError, OnlineFinder, Sought
from geo.point import Box
from importers.clean.text import Warn, shorten
from model.place import Place


class Inquiry:
    """What one run asks a service, and what it should say about that in its report."""

    def __init__(self, online: OnlineFinder, box: Box) -> None:
        self._online = online
        self._box = box
        self._failed: dict[str, set[str]] = defaultdict(set)

    def find(self, place: Place, warn: Warn) -> Finding:
        """What the service knows of a house; nothing if it is not sure, or puts it outside the region."""
        sought = Sought(place.street, place.number, place.postcode, place.city, place.district)
        if not sought.can_be_asked:
            return Finding()
        try:
            finding = self._online.find(sought)
        except OnlineError as error:
            self._failed[str(error)].add(sought.line)
            return Finding()
        asked, told = shorten(sought.line), shorten(finding.label, 120)
        if finding.point is None:
            if told:
                warn(f"{finding.service} offered {told!r} for {asked!r}, which may be another place; not used.")
            return Finding()
        if not self._box.contains(finding.point):
            warn(f"{finding.service} found {asked!r} outside the region ({told}); that point was not used.")
            return Finding()
        return finding

    def remarks(self) -> tuple[str, ...]:
        """Each error once, with how many addresses were left without an answer because of it."""
        return tuple(f"{said} Addresses left without an answer: {len(asked)}." for said, asked in self._failed.items())
