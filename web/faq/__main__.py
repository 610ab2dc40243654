"""python -m web.faq: the FAQ pages as a static site, ready for any web server."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from policies_kb.build import is_current
from policies_kb.commands import Parser
from policies_kb.compile import load_sources
from policies_kb.errors import KnowledgeBaseError, SourceError, StoreError
from policies_kb.settings import Settings, read_settings
from web.faq.build import Order, Report, build_site
from web.faq.leaflets import USUAL


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the site; return 0, or 1 with a sentence that says what is wrong."""
    options = make_parser().parse_args(arguments)
    started = time.monotonic()
    try:
        settings = read_settings()
        require_current(settings)
        ordered = None if options.leaflets is None else tuple(options.leaflets) or (USUAL,)
        target = options.out.resolve() if options.out else settings.path("POLICY_FAQ")
        report = build_site(Order(settings, target, options.workers, ordered or (), options.check_sources))
    except KnowledgeBaseError as error:
        print(error, file=sys.stderr)
        print("问答网页没有重新生成，已发布的保持原样。", file=sys.stderr)
        return 1
    for line in told(report, target, time.monotonic() - started):
        print(line)
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = Parser(prog="python -m web.faq", description="由知识库生成问答网页：静态网页，哪个网页服务器都能放。")
    parser.add_argument("--out", metavar="目录", type=Path, help="写到哪里；不写就是设置 POLICY_FAQ")
    parser.add_argument(
        "--leaflets",
        metavar="名字",
        nargs="*",
        help="另做 A4 宣传单（PDF）：不写名字就做收录的几个地方和几类人的；也可以写地区代码或 for-parents 这样的对象",
    )
    parser.add_argument("--workers", metavar="个数", type=int, default=os.cpu_count() or 1, help="几个进程一起做")
    parser.add_argument("--check-sources", action="store_true", help="逐个打开页面里指向别的网站的地址，看还在不在")
    return parser


def require_current(settings: Settings) -> None:
    """Raise SourceError with file and line when a source is wrong, StoreError when the knowledge base is older."""
    path = settings.path("POLICY_KB")
    if is_current(path):
        return
    _, problems = load_sources()
    if problems:
        raise SourceError(problems)
    raise StoreError(f"{path} 不是由现在的 policies_kb/documents 生成的：先运行 make build")


def told(report: Report, target: Path, seconds: float) -> list[str]:
    """Return what a build came to, in words."""
    counts = report.counts
    lines = [
        f"问答网页：{counts.written + counts.taken_over} 页（新写 {counts.written}，没变的 {counts.taken_over}），"
        f"变化 {report.changes} 处，宣传单 {report.leaflets} 份，能搜到 {report.searchable} 条，用了 {seconds:.1f} 秒",
        f"在 {target}，从 index.html 看起",
    ]
    if report.dropped:
        lines.append(f"这些宣传单写的已经变了，撤下了：{'、'.join(report.dropped)}（要重做就加 --leaflets）")
    failed = {address: one["status"] for address, one in report.sources.items() if one["status"] != "200"}
    lines += [f"打不开：{address}（{status}）" for address, status in failed.items()]
    return lines


if __name__ == "__main__":
    sys.exit(main())
