"""What the console's views share: made once per application, found through `staff()`."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from policies_kb.settings import Settings
from web.rate_limit import RateLimit
from web.services import services
from web.staff.accounts import Accounts
from web.staff.audit_trail import AuditTrail
from web.staff.calls import Calls
from web.staff.categories import Categories, read_categories
from web.staff.chats import Chats
from web.staff.desk import Desk
from web.staff.faults import Faults
from web.staff.figures import Figures
from web.staff.needs import Needs
from web.staff.notices import Notices
from web.staff.patches import Patches
from web.staff.site_building import SiteBuilding
from web.staff.sources import Sources

NAME = "shanyutong.staff"
TRIES_A_MINUTE = 20  # logins from one address


@dataclass(frozen=True)
class Staff:
    """The library behind the desk and the stores of everything that the staff write."""

    settings: Settings
    desk: Desk
    accounts: Accounts
    audit: AuditTrail
    calls: Calls
    chats: Chats
    categories: Categories
    faults: Faults
    figures: Figures
    needs: Needs
    patches: Patches
    tries: RateLimit
    notices: Notices
    sources: Sources
    site: SiteBuilding


def init_app(app: Flask, settings: Settings) -> None:
    """Make the services of an application; the records are those of the public side."""
    with app.app_context():
        records = services().records
    sources = Sources(records)
    app.extensions[NAME] = Staff(
        settings=settings,
        desk=Desk(settings, sources.compare),
        accounts=Accounts(records),
        audit=AuditTrail(records),
        calls=Calls(records),
        chats=Chats(records),
        categories=read_categories(settings.path("POLICY_CATEGORIES")),
        faults=Faults(records),
        figures=Figures(records),
        needs=Needs(records),
        patches=Patches(settings.path("POLICY_VAR") / "patches"),
        tries=RateLimit(TRIES_A_MINUTE),
        notices=Notices(records, settings.today),
        sources=sources,
        site=SiteBuilding(settings),
    )


def staff() -> Staff:
    """Return the console's services of the application that handles this request."""
    return cast(Staff, current_app.extensions[NAME])
