"""Asking for the place, and saying what is held for it."""

from policies_kb.regions import NATION
from policies_kb.source import read_vocabulary
from policies_kb.store import KnowledgeBase

ASK_PLACE = "各地不一样。您问的是哪里？"


def place_buttons() -> list[tuple[str, str]]:
    """Return a button for every covered place (title, message)."""
    return [(name, name) for name in read_vocabulary("places").values()]


def short_name(base: KnowledgeBase, region: str) -> str:
    """Return the name of a region as it stands in an answer; 全国 for the whole country."""
    return "全国" if region == NATION else base.regions.name(region)


def region_size(code: str) -> int:
    """Return how large a region is: 0 a county, 1 a city, 2 a province, 3 the nation."""
    return 3 if code == NATION else 2 if code.endswith("0000") else 1 if code.endswith("00") else 0


def holding_region(base: KnowledgeBase, region: str) -> str:
    """Return the nearest region around a place whose documents are held; the place itself where none is."""
    return next((code for code in base.regions.chain(region)[:-1] if code in base.held), region)


def not_held(base: KnowledgeBase, region: str | None) -> str:
    """Return a clause that no document of the person's own place is held; empty when one is."""
    if not region or region in base.held or base.covered & set(base.regions.chain(region)):
        return ""
    return f"{base.regions.full_name(region)}本地的规定这里没有收录"


def lacks(base: KnowledgeBase, region: str, benefit: str) -> str:
    """Return a sentence that no document held for a place has a benefit, given by its name."""
    holders = {document.region: base.regions.name(document.region) for document in base.local_documents(region)}
    unheld = not_held(base, region)
    if unheld:
        return f"{unheld}，{'、'.join(holders.values())}的文件里没有{benefit}这一项。"
    return f"{short_name(base, holding_region(base, region))}的文件里没有{benefit}这一项。"


def coverage_lead(base: KnowledgeBase, region: str | None) -> list[str]:
    """Return a sentence when no local document of the person's place is held; else nothing."""
    unheld = not_held(base, region)
    if not region or not unheld:
        return []
    holders = list(dict.fromkeys(base.regions.name(document.region) for document in base.local_documents(region)))
    return [f"{unheld}，下面是{'、'.join(holders)}和全国的。" if holders else f"{unheld}，下面只有全国通用的。"]
