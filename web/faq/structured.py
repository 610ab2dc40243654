"""What machines read of a page: schema.org data. Search sites show FAQ data no longer; it is kept for reuse."""

from collections.abc import Iterable
from typing import Any

from policies_kb.answer import HOTLINE
from web.faq.entries import Entry

CONTEXT = "https://schema.org"


def questions_data(entries: Iterable[Entry]) -> dict[str, Any]:
    """Return the questions of a page with their short answers."""
    return {"@context": CONTEXT, "@type": "FAQPage", "mainEntity": [_question(entry) for entry in entries]}


def service_data(entry: Entry, area: str, address: str) -> dict[str, Any]:
    """Return a measure as a service of the government, with the place where it holds."""
    provider = entry["departments"][:1]
    hotline = {"@type": "ContactPoint", "telephone": HOTLINE["phone"]}
    return {
        "@context": CONTEXT,
        "@graph": [
            {
                "@type": "GovernmentService",
                "name": entry["title"],
                "description": entry["headline"],
                "url": f"{address}{entry['path']}",
                "areaServed": {"@type": "AdministrativeArea", "name": area, "identifier": entry["code"]},
                "availableChannel": {"@type": "ServiceChannel", "servicePhone": hotline},
                **({"provider": {"@type": "GovernmentOrganization", "name": provider[0]}} if provider else {}),
            },
            {"@type": "FAQPage", "mainEntity": [_question(entry)]},
        ],
    }


def _question(entry: Entry) -> dict[str, Any]:
    answer = {"@type": "Answer", "text": f"{entry['headline']}依据：{entry['source']}"}
    return {"@type": "Question", "name": entry["question"], "acceptedAnswer": answer}
