"""Who really asks, when a web server of one's own stands in front: its word is taken, nobody else's."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from flask import Request

from policies_kb.errors import SettingError
from policies_kb.settings import Settings

Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Proxies:
    """The machines whose X-Forwarded-For is believed."""

    networks: tuple[Network, ...]

    @classmethod
    def of(cls, settings: Settings) -> "Proxies":
        """Return the proxies of POLICY_PROXIES; SettingError when one is no address."""
        try:
            return cls(tuple(ip_network(text) for text in settings.text("POLICY_PROXIES").replace(",", " ").split()))
        except ValueError:
            raise SettingError(
                "设置 POLICY_PROXIES 不能用：要写反向代理的地址或网段，例如 127.0.0.1 或 10.0.0.0/8，多个用空格隔开"
            ) from None

    def address_of(self, request: Request) -> str:
        """Return the address that a request came from: the last one in the chain that is none of ours."""
        chain = [part.strip() for part in ",".join(request.headers.getlist("X-Forwarded-For")).split(",")]
        address = request.remote_addr or ""
        for further in reversed(chain):
            if not self._trusts(address) or not _is_address(further):
                break
            address = further
        return address

    def household_of(self, request: Request) -> str:
        """Return the address, or of the newer kind the part that one connection has: it can change the rest at will."""
        address = self.address_of(request)
        return str(ip_network((address, 64), strict=False)) if ":" in address and _is_address(address) else address

    def _trusts(self, address: str) -> bool:
        return _is_address(address) and _in(address, self.networks)


def _in(address: str, networks: Iterable[Network]) -> bool:
    found = ip_address(address)
    return any(found in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False
