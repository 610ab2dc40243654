"""The WeChat Official Account under /wechat: there when its three settings are given."""

from dataclasses import replace

from flask import Blueprint, Flask, Response, request

from policies_kb.errors import SettingError
from policies_kb.settings import Settings
from web.errors import UNAVAILABLE, ApiError
from web.services import NAME, Services, rasa_client
from web.sessions import signing_key
from web.wechat.account import OfficialAccount
from web.wechat.crypto import AccountCipher
from web.wechat.envelopes import NO_REPLY, Account, Forged, NoMessage
from web.wechat.once import Once
from web.wechat.talks import Talks

RASA_SECONDS, WAIT_SECONDS = 4, 4.5  # the platform waits five seconds for a reply
SETTINGS = ("POLICY_WECHAT_TOKEN", "POLICY_WECHAT_APP_ID", "POLICY_WECHAT_AES_KEY")
FORGED = ApiError(403, "forged", "这里只收微信平台发来的消息。")
NO_MESSAGE = ApiError(400, "no_message", "这不是微信平台的消息格式。")


def init_app(app: Flask, settings: Settings) -> None:
    """Add /wechat when there is an account; SettingError when it is not fully or wrongly set."""
    account, services = read_account(settings), app.extensions[NAME]
    if account is not None:
        app.register_blueprint(_blueprint(account, _official(services, settings)))


def read_account(settings: Settings) -> Account | None:
    """Return the account of the settings, None when there is none; SettingError when one is missing or wrong."""
    token, app_id, aes_key = (settings.text(name) for name in SETTINGS)
    if not (token or app_id or aes_key):
        return None
    if not (token and app_id and aes_key):
        raise SettingError(f"公众号的三项设置要一起填：{'、'.join(SETTINGS)}")
    try:
        return Account(token, app_id, AccountCipher(aes_key, app_id))
    except ValueError:
        raise SettingError("设置 POLICY_WECHAT_AES_KEY 不能用：要写公众平台“消息加解密密钥”的43个字符") from None


def _official(services: Services, settings: Settings) -> OfficialAccount:
    known = services.conversations
    conversations = replace(known, rasa=rasa_client(settings, RASA_SECONDS))
    return OfficialAccount(conversations, Talks(services.records), services.session_limit, signing_key(settings))


def _blueprint(account: Account, official: OfficialAccount) -> Blueprint:
    blueprint, once = Blueprint("wechat", __name__), Once()

    @blueprint.get("/wechat")
    def confirm() -> Response:
        """Show the platform that this is its account's server: give its word back."""
        try:
            account.check(request.args)
        except Forged:
            raise FORGED from None
        return Response(request.args.get("echostr", ""), content_type="text/plain; charset=utf-8")

    @blueprint.post("/wechat")
    def receive() -> Response:
        """Answer a message or an event, the same way each time that the platform sends it."""
        try:
            account.check(request.args)
            incoming = account.open(request.get_data(), request.args)
            text = once.answer(incoming.number, lambda: official.answer(incoming), WAIT_SECONDS)
        except Forged:
            raise FORGED from None
        except NoMessage:
            raise NO_MESSAGE from None
        except TimeoutError:
            text = UNAVAILABLE[1]
        if text == NO_REPLY:
            return Response(NO_REPLY, content_type="text/plain")
        return Response(account.close(text, incoming, request.args), content_type="application/xml; charset=utf-8")

    return blueprint
