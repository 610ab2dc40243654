"""A stand-in for WeChat's platform: signs and sends as it does, and reads the replies. Its encryption is not ours."""

import base64
import time
from typing import Any
from xml.etree.ElementTree import fromstring

from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

TOKEN, APP_ID = "a-token-of-the-account", "wx1234567890abcdef"
AES_KEY = base64.b64encode(bytes(range(32))).decode().rstrip("=")
ACCOUNT, PERSON = "gh_0123456789ab", "oPERSON_open-id_0123456789"
ADDRESS = "/wechat"
MESSAGE = """<xml>
<ToUserName><![CDATA[{account}]]></ToUserName>
<FromUserName><![CDATA[{person}]]></FromUserName>
<CreateTime>1764000000</CreateTime>
<MsgType><![CDATA[{kind}]]></MsgType>
{more}
</xml>"""


def text_message(text: str, number: int = 1, person: str = PERSON) -> str:
    more = f"<Content><![CDATA[{text}]]></Content>\n<MsgId>{number}</MsgId>"
    return MESSAGE.format(account=ACCOUNT, person=person, kind="text", more=more)


def event(name: str, more: str = "") -> str:
    told = f"<Event><![CDATA[{name}]]></Event>{more}"
    return MESSAGE.format(account=ACCOUNT, person=PERSON, kind="event", more=told)


def signed(*parts: str) -> str:
    signer = WeChatSigner()
    signer.add_data(*parts)
    return signer.signature


SETTINGS = {
    "POLICY_WECHAT_TOKEN": TOKEN,
    "POLICY_WECHAT_APP_ID": APP_ID,
    "POLICY_WECHAT_AES_KEY": AES_KEY,
}


class Platform:
    """WeChat's side: signs and sends, reads what comes back. Its encryption is another implementation than ours."""

    def __init__(self, client: Any) -> None:
        self.client, self.crypto = client, WeChatCrypto(TOKEN, AES_KEY, APP_ID)
        self.numbers = iter(range(1000, 9999))

    def query(self, **more: str) -> dict[str, str]:
        return {"timestamp": "1764000000", "nonce": "42", "signature": signed(TOKEN, "1764000000", "42")} | more

    def post(self, xml: str, **query: str) -> Any:
        return self.client.post(ADDRESS, data=xml.encode(), query_string=self.query(openid=PERSON) | query)

    def send(self, xml: str) -> str:
        """Return the text of the reply to a message."""
        response = self.post(xml)
        assert response.status_code == 200
        return self.read(response.get_data(as_text=True))

    def say(self, text: str) -> str:
        return self.send(text_message(text, next(self.numbers)))

    def read(self, xml: str) -> str:
        fields = {child.tag: child.text or "" for child in fromstring(xml)}
        assert (fields["ToUserName"], fields["FromUserName"], fields["MsgType"]) == (PERSON, ACCOUNT, "text")
        assert abs(int(fields["CreateTime"]) - time.time()) < 60
        assert len(fields["Content"].encode()) <= 2048
        return fields["Content"]

    def send_encrypted(self, xml: str) -> str:
        sealed = fromstring(self.crypto.encrypt_message(xml, "42", "1764000000"))
        found = {child.tag: child.text or "" for child in sealed}
        body = f"<xml><ToUserName>{ACCOUNT}</ToUserName><Encrypt><![CDATA[{found['Encrypt']}]]></Encrypt></xml>"
        response = self.post(body, encrypt_type="aes", msg_signature=found["MsgSignature"])
        assert response.status_code == 200
        reply = response.get_data(as_text=True)
        told = {child.tag: child.text or "" for child in fromstring(reply)}
        return self.read(self.crypto.decrypt_message(reply, told["MsgSignature"], told["TimeStamp"], told["Nonce"]))
