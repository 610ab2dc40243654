"""What an empty domain is, is worked out once.

`Domain.is_empty` builds an empty domain to compare with, and Rasa asks it of the model's domain for every message.
"""

from functools import cache
from typing import Any

from rasa.shared.core.domain import Domain

is_empty_as_rasa_does = Domain.is_empty


@cache
def _nothing() -> dict[str, Any]:
    return Domain.empty().as_dict()


def is_empty(domain: Domain) -> bool:
    """Return whether the domain says nothing at all."""
    return domain.as_dict() == _nothing()


def install() -> None:
    """Put it in place."""
    Domain.is_empty = is_empty
