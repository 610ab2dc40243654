"""The operator's command for the records: python -m web.records --help"""

import argparse
import sys
from pathlib import Path

from policies_kb.errors import SettingError
from policies_kb.settings import Settings, read_settings
from web.journal import Journal
from web.rasa_client import RasaUnavailable
from web.services import rasa_client
from web.storage import Records, RecordsError, open_records
from web.storage.copies import back_up, count_rows, restore
from web.storage.engine import records_url
from web.storage.migrating import version
from web.takeover.line import Line
from web.upkeep import Upkeep


def options(arguments: list[str] | None) -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m web.records", description="善育通的记录：提问统计、没答上来的问题、反馈、坐席的记录。"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    commands.add_parser("status", help="记录在哪里、第几版、各有多少条")
    commands.add_parser("migrate", help="把表升级到这个程序的版本（启动时也会自动做）")
    backup = commands.add_parser("backup", help="备份成一个 SQLite 文件（运行中也可以；PostgreSQL 也备份成这样的文件）")
    backup.add_argument("file", type=Path, help="备份文件，不能已经存在")
    back = commands.add_parser("restore", help="从备份恢复：全部恢复，或者一点也不动")
    back.add_argument("file", type=Path, help="备份文件")
    back.add_argument("--replace", action="store_true", help="已有记录时，用备份换掉它们")
    commands.add_parser("purge", help="现在就删去过期的对话、问题和反馈（运行中每天自动做一次）；助手要在运行")
    return parser.parse_args(arguments)


def run(wanted: argparse.Namespace, settings: Settings, records: Records) -> str:
    """Do what was asked for and return what to print; RecordsError when it cannot be done."""
    if wanted.command == "backup":
        return f"备份了 {back_up(records, wanted.file)} 条记录到 {wanted.file}"
    if wanted.command == "restore":
        return f"从 {wanted.file} 恢复了 {restore(records, wanted.file, wanted.replace)} 条记录"
    if wanted.command == "purge":
        return f"删去了过期的记录，以及对话里过期的 {_upkeep(settings, records).run()} 个事件"
    with records.reading() as connection:
        place = records_url(settings).render_as_string(hide_password=True)
        lines = [f"{place}，第 {version(connection)} 版"]
        return "\n".join([*lines, *(f"  {name:20}{rows:>10} 条" for name, rows in count_rows(connection).items())])


def _upkeep(settings: Settings, records: Records) -> Upkeep:
    return Upkeep.of(settings, rasa_client(settings), Journal(records), Line(records))


def main(arguments: list[str] | None = None) -> int:
    """Return the exit status: 0 when done, 1 when not; the sentence on stderr says why."""
    wanted = options(arguments)
    try:
        settings = read_settings()
        records = open_records(settings)
        try:
            print(run(wanted, settings, records))
        finally:
            records.close()
    except (SettingError, RecordsError) as error:
        print(error, file=sys.stderr)
        return 1
    except RasaUnavailable:
        print("过期的记录删去了，过期的对话还没有：助手没有在运行，启动后再做一次", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
