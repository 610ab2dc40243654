"""Every setting of every process in one table: name, default, help. Read from the environment, never at import."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from policies_kb.errors import SettingError

ROOT = Path(__file__).resolve().parent.parent
TABLE: tuple[tuple[str, str, str], ...] = (
    ("POLICY_TODAY", "", "把“今天”固定为某一天（YYYY-MM-DD）；不填就是上海时间的今天"),
    ("POLICY_KB", "build/kb.sqlite", "知识库文件"),
    ("POLICY_MODEL", "build/models/shanyutong.tar.gz", "训练好的模型文件"),
    ("POLICY_HOST", "127.0.0.1", "聊天网页监听的地址；要让别的机器访问就写 0.0.0.0"),
    ("POLICY_PORT", "8000", "聊天网页和接口的端口"),
    ("RASA_PORT", "5005", "Rasa 的端口，只在本机监听"),
    ("ACTION_PORT", "5055", "动作服务的端口，只在本机监听"),
    ("POLICY_PUBLIC_URL", "http://127.0.0.1:8000", "别人打开聊天网页的地址；问答网页里的链接、二维码和订阅都用它"),
    ("POLICY_FAQ", "build/faq", "问答网页写到哪个目录；聊天网页的 /faq 也从这里读"),
    ("POLICY_RATE_LIMIT", "60", "每个地址每分钟最多几条消息；0 表示不限"),
    ("POLICY_SESSION_LIMIT", "30", "每个对话每分钟最多几条消息；POLICY_RATE_LIMIT 为 0 时也不限"),
    ("POLICY_PROXIES", "", "前面的反向代理的地址或网段，空格隔开；只有它们说的 X-Forwarded-For 才算数"),
    ("POLICY_ORIGINS", "", "哪些网站可以嵌入对话窗，如 https://www.example.gov.cn，空格隔开；不填就是都不行"),
    ("POLICY_RASA_TIMEOUT", "8", "等 Rasa 回答的秒数"),
    ("POLICY_SECRET", "", "给会话编号签名的密钥；不填就在 var/secret 里生成一个并一直用它"),
    ("POLICY_CALENDAR_DAYS", "30", "“加入日历”的链接几天内有效（1到365）"),
    ("POLICY_VAR", "var", "运行时写东西的目录：会话、密钥、日志"),
    ("TRACKER_DB", "var/tracker.sqlite", "会话记录的 SQLite 文件；用 PostgreSQL 时不看这一项"),
    ("TRACKER_URL", "", "会话记录改用别的数据库时的地址，例如 postgresql://用户:密码@主机/库名"),
    ("POLICY_WECHAT_TOKEN", "", "微信公众号的令牌（Token）；三项都填上，/wechat 才开通"),
    ("POLICY_WECHAT_APP_ID", "", "微信公众号的开发者ID（AppID）"),
    ("POLICY_WECHAT_AES_KEY", "", "微信公众号的消息加解密密钥（EncodingAESKey，43个字符）"),
    ("POLICY_RECORDS_URL", "", "提问统计、反馈等记录改用别的数据库时的地址；不填就是 POLICY_VAR 里的 records.sqlite"),
    ("POLICY_KEEP_DAYS", "30", "对话保存几天（1到365），过期自动删除"),
    ("POLICY_KEEP_RECORDS_DAYS", "365", "没答上来的问题和反馈（已遮住个人信息）保存几天（1到3650）"),
    ("POLICY_STAFF_MINUTES", "30", "坐席台多少分钟没有操作就自动退出（1到720）"),
    ("POLICY_STAFF_HTTPS", "yes", "坐席台的登录只走 https（yes）；内网没有 https 时写 no，本机自己打开不受影响"),
    ("POLICY_CATEGORIES", "web/staff/categories.yml", "通话记录的分类和代码，按 GB/T 39666 写的 YAML 文件"),
    ("POLICY_OFFICE_HOURS", "", "工作人员几点到几点在，可以接管网上对话：1-5 9:00-12:00 14:00-17:30；不填就不开"),
    ("POLICY_OFFICE_CLOSED", "", "哪些日子没有工作人员，如 2027-01-01 2027-02-15，空格隔开"),
    ("POLICY_READY_TIMEOUT", "120", "启动时最多等几秒"),
)


@dataclass(frozen=True)
class Settings:
    """Values of the table above with their types: ports and seconds are numbers, paths absolute."""

    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return the value of a setting as it stands."""
        return self.values[name]

    def path(self, name: str) -> Path:
        """Return a path; a relative one is taken from the project's folder."""
        return ROOT / self.values[name]

    def number(self, name: str, low: int, high: int) -> int:
        """Return a whole number within low..high; SettingError says what is wanted otherwise."""
        value = self.values[name]
        if not value.isdecimal() or not low <= int(value) <= high:
            raise SettingError(f"设置 {name}={value!r} 不能用：要写 {low} 到 {high} 之间的整数")
        return int(value)

    def port(self, name: str) -> int:
        """Return a port number."""
        return self.number(name, 1, 65535)

    def today(self) -> date:
        """Return the day that every answer holds for: POLICY_TODAY, or today in Shanghai."""
        value = self.values["POLICY_TODAY"]
        if not value:
            return datetime.now(ZoneInfo("Asia/Shanghai")).date()
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise SettingError(f"设置 POLICY_TODAY={value!r} 不能用：要写成 2026-11-22 这样的日期") from None


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings from the environment (os.environ when None), defaults filled in."""
    source = os.environ if environment is None else environment
    return Settings({name: source.get(name) or default for name, default, _ in TABLE})
