"""The commands of `python -m policies_kb`. Each returns its exit code: 0, or 1 when it found something wrong.

What a command needs is imported inside it: `check` has to work while another part of the package does not.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from policies_kb.compile import load_sources
from policies_kb.errors import KnowledgeBaseError, SourceError
from policies_kb.settings import read_settings
from policies_kb.source import DOCUMENTS, read_vocabulary


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options, add_help=False)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def format_usage(self) -> str:
        """See parent class."""
        return super().format_usage().replace("usage: ", "写法：", 1)

    def format_help(self) -> str:
        """See parent class."""
        return super().format_help().replace("usage: ", "写法：", 1)

    def error(self, message: str) -> NoReturn:
        """See parent class."""
        print(f"{self.format_usage()}命令写得不对：{in_chinese(message)}。加 --help 看说明。", file=sys.stderr)
        sys.exit(2)


def in_chinese(message: str) -> str:
    """Return argparse's complaint in Chinese; our own complaints come behind the name of the argument."""
    rest = message.split(": ", 1)[-1]
    if message.startswith("the following arguments are required"):
        return f"缺少 {rest}"
    if message.startswith("unrecognized arguments"):
        return f"不认识 {rest}"
    if "invalid choice" in message:
        return "没有" + rest.removeprefix("invalid choice: ").split(" (")[0] + "这个命令"
    return rest.replace("expected one argument", "后面要写一个值")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = make_parser().parse_args(arguments)
    try:
        return options.run(options)
    except KnowledgeBaseError as error:
        print(error, file=sys.stderr)
        return 1


def make_parser() -> Parser:
    """Return the parser of all commands."""
    parser = Parser(prog="python -m policies_kb", description="政策知识库：检查、生成、核对、查找、回答")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=Parser)
    commands.add_parser("build", help="检查源文件并生成知识库").set_defaults(run=run_build)
    command = commands.add_parser("check", help="检查源文件，逐条说哪一行要怎样改")
    command.add_argument("files", nargs="*", metavar="文件", help="只看这些文件的问题，例如 jingmen.yml；不写就全看")
    command.set_defaults(run=run_check)
    command = commands.add_parser("coverage", help="每份文件收录了多少条款、措施、数字和叫法")
    command.add_argument("--benefit", metavar="待遇", help="只看哪些地方有这种待遇，例如 育儿补贴")
    command.set_defaults(run=run_coverage)
    command = commands.add_parser("audit", help="和原文核对：每个数字都在所引的条款里，原文的数都有着落")
    command.add_argument(
        "--originals", metavar="目录", type=_folder, required=True, help="放原文的目录，每份文件一个 <文件编号>.txt"
    )
    command.set_defaults(run=run_audit)
    _add_originals(commands)
    _add_asking(commands)
    command = commands.add_parser("export-nlu", help="写出给 Rasa 的词表（data/nlu/generated_lookup.yml）和 jieba 词典")
    command.add_argument("--check", action="store_true", help="不写，只看词表是不是最新的")
    command.set_defaults(run=run_export_nlu)
    command = commands.add_parser("overdue", help="列出过了复核日期的文件")
    _add_day(command)
    command.set_defaults(run=run_overdue)
    return parser


def _add_originals(commands: Any) -> None:
    command = commands.add_parser("originals", help="存放文件的原文，给坐席台对照着看（在 POLICY_VAR 里，不进项目）")
    actions = command.add_subparsers(title="命令", metavar="命令", required=True, parser_class=Parser)
    add = actions.add_parser("add", help="存放一份文件的原文，说找到了几条")
    add.add_argument("document", metavar="文件编号", help="例如 jingmen，见 coverage")
    add.add_argument("file", metavar="文本", type=Path, help="原文，.txt，UTF-8 或 GB 编码")
    add.set_defaults(run=run_originals_add)
    actions.add_parser("list", help="列出存放了哪些原文").set_defaults(run=run_originals_list)


def _add_asking(commands: Any) -> None:
    command = commands.add_parser("find", help="看一个问题会找到哪些措施，分数从哪里来")
    command.add_argument("question", metavar="问题")
    command.add_argument("--region", metavar="地区", help="地区的六位代码或名称")
    command.set_defaults(run=run_find)
    command = commands.add_parser("answer", help="回答一个问题，走和聊天一样的路")
    command.add_argument("question", metavar="问题")
    command.add_argument("--region", metavar="地区", help="地区的六位代码或名称，当作对话里已经说过")
    _add_day(command)
    command.add_argument("--intent", metavar="意图", default="ask_policy", help="Rasa 给的意图，默认 ask_policy")
    command.add_argument("--json", action="store_true", help="打印整个 Answer 对象")
    command.set_defaults(run=run_answer)


def _add_day(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--as-of", metavar="日期", type=_day, help="按哪一天算（YYYY-MM-DD），默认 POLICY_TODAY 或今天"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期“{text}”要写成 2026-11-22 这样") from None


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"没有目录 {text}")
    return Path(text)


def _documents() -> list[dict]:
    """Return the data of all documents; SourceError when any source is wrong."""
    sources, problems = load_sources()
    if problems:
        raise SourceError(problems)
    return [source.data for source in sources.documents]


def run_build(_options: argparse.Namespace) -> int:
    """Build the knowledge base where the settings say."""
    from policies_kb.build import build, is_current
    from policies_kb.encoder import open_encoder

    target = read_settings().path("POLICY_KB")
    if is_current(target):
        print(f"{target} 没有变化，不用重做")
        return 0
    usual = read_settings({}).path("POLICY_KB")  # another target takes its vectors over
    before = target if target.is_file() else usual
    counts = build(target, encoder=open_encoder(os.cpu_count() or 1), progress=_tell_encoded, before=before)
    words = {
        "documents": "文件",
        "clauses": "条款",
        "measures": "措施",
        "figures": "数字",
        "aliases": "叫法",
        "benefits": "待遇",
        "regions": "地区",
    }
    print(f"生成了 {target}：" + "，".join(f"{words[name]} {count}" for name, count in counts.items()))
    return 0


def _tell_encoded(done: int, of: int) -> None:
    """Print how far the encoding of sentences is: a line that rewrites itself on a terminal, the last one elsewhere."""
    last = done == of
    if last or sys.stdout.isatty():
        print(f"\r问法换成向量：{done}/{of} 句", end="\n" if last else "", flush=True)


def run_check(options: argparse.Namespace) -> int:
    """Print every problem of the sources, or of the files that were named."""
    names = [Path(name).name for name in options.files]
    strangers = [name for name in names if not (DOCUMENTS / name).is_file()]
    if strangers:
        raise KnowledgeBaseError(f"{DOCUMENTS} 里没有 {'、'.join(strangers)}")
    _, problems = load_sources()
    shown = [problem for problem in problems if not names or problem.file in names]
    print("\n".join(map(str, shown)) + f"\n共 {len(shown)} 个问题" if shown else "没有问题")
    return 1 if shown else 0


def run_coverage(options: argparse.Namespace) -> int:
    """Print what the knowledge base holds, or the places that have one benefit."""
    from policies_kb.coverage import benefit_report, report

    documents = _documents()
    lines = (
        benefit_report(documents, read_vocabulary("benefits")["benefits"], options.benefit)
        if options.benefit
        else report(documents)
    )
    print("\n".join(lines))
    return 0


def run_audit(options: argparse.Namespace) -> int:
    """Compare the sources with the original texts."""
    from policies_kb.audit import audit, report

    audits = audit(_documents(), options.originals)
    print("\n".join(report(audits)))
    return 1 if any(item.problems or item.gaps for item in audits) else 0


def run_originals_add(options: argparse.Namespace) -> int:
    """Keep the original of a document and say what of it was found."""
    from policies_kb.original_files import add_original, folder_of

    added = add_original(options.document, options.file, _documents(), folder_of(read_settings()))
    print(f"存放好了 {added.path}：找到 {added.clauses} 条，{added.figures - len(added.not_found)} 处数字")
    for name, lines in (
        ("没找到的条", ["、".join(added.missing)] if added.missing else []),
        ("对不上", added.not_found),
    ):
        print("".join(f"  {name}　{line}\n" for line in lines), end="")
    return 0


def run_originals_list(_options: argparse.Namespace) -> int:
    """List the originals that are kept."""
    from policies_kb.original_files import folder_of, held_originals

    folder = folder_of(read_settings())
    rows = held_originals(_documents(), folder)
    print("\n".join(f"{name}　{title}　{found}/{of} 条" for name, title, found, of in rows) or f"{folder} 里还没有原文")
    return 0


def run_find(options: argparse.Namespace) -> int:
    """Print the measures that a question finds, best first, with their signals."""
    from policies_kb.asking import find_lines, open_assistant

    print("\n".join(find_lines(open_assistant(), options.question, options.region)))
    return 0


def run_answer(options: argparse.Namespace) -> int:
    """Answer a question as the chat does."""
    from policies_kb.asking import answer, open_assistant

    result = answer(open_assistant(options.as_of), options.question, options.region, options.intent)
    print(json.dumps(result, ensure_ascii=False, indent=2) if options.json else result["text"])
    return 0


def run_export_nlu(options: argparse.Namespace) -> int:
    """Write the generated words, or see whether they are up to date."""
    from policies_kb.export_nlu import LOOKUP, export, is_current

    documents, benefits = _documents(), read_vocabulary("benefits")["benefits"]
    if options.check:
        if not is_current(documents, benefits):
            raise KnowledgeBaseError(f"{LOOKUP} 不是最新的：运行 python -m policies_kb export-nlu")
        print("词表是最新的")
        return 0
    for path in export(documents, benefits):
        print(f"写好了 {path}")
    return 0


def run_overdue(options: argparse.Namespace) -> int:
    """List the documents whose review is overdue; that is work to do, not an error."""
    day = (options.as_of or read_settings().today()).isoformat()
    late = sorted(
        (document["review_by"], document["id"], document["title"])
        for document in _documents()
        if document["review_by"] < day
    )
    print("\n".join(f"{review_by}　{name}　{title}" for review_by, name, title in late) or f"到 {day} 没有该复核的文件")
    return 0
