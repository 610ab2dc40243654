"""python -m web.staff: makes the first account of the console, from which all others are made."""

import argparse
import getpass
import sys
from collections.abc import Sequence

from policies_kb.commands import Parser
from policies_kb.errors import KnowledgeBaseError
from policies_kb.settings import read_settings
from web.staff.accounts import AccountError, Accounts
from web.staff.rights import roles
from web.storage import RecordsError, open_records

FIRST = "admin"


def main(arguments: Sequence[str] | None = None) -> int:
    """Create an account; return 0, or 1 with a sentence that says what is wrong."""
    options = make_parser().parse_args(arguments)
    password = sys.stdin.readline().rstrip("\n") if options.password_from_stdin else getpass.getpass("密码：")
    try:
        accounts = Accounts(open_records(read_settings()))
        accounts.create(options.login, options.name or options.login, options.role, password)
    except (AccountError, RecordsError, KnowledgeBaseError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"账号 {options.login} 建好了（{roles()[options.role]}）：打开 /staff 登录。")
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = Parser(
        prog="python -m web.staff", description="给坐席台建账号：第一个管理员用这条命令建，其余的在网页上建。"
    )
    commands = parser.add_subparsers(required=True)
    create = commands.add_parser("create-admin", help="建一个账号，不写角色就是管理员")
    create.add_argument("login", help="登录名：小写字母、数字、点、横线，3到40个")
    create.add_argument("--name", help="姓名")
    create.add_argument("--role", choices=list(roles()), default=FIRST, help="角色")
    create.add_argument("--password-from-stdin", action="store_true", help="从标准输入读密码（一行），给脚本用")
    return parser


if __name__ == "__main__":
    sys.exit(main())
