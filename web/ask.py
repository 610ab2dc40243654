"""One question in the terminal, with the trace of its answer: python -m web.ask "荆门三孩每月多少"

Asks the running assistant; starts one for this question alone when none is running.
"""

import argparse
import json
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from policies_kb.errors import SettingError
from policies_kb.settings import Settings, read_settings
from web.errors import ApiError
from web.health import Health
from web.messages import read_message
from web.preflight import LOCAL, listening, problems
from web.processes import Processes, child_environment, read_commands
from web.rasa_client import RasaClient, RasaUnavailable
from web.serve import Failure, Progress, Stop, Wish, wait_for
from web.services import rasa_client
from web.trace import answer_lines

NEEDED = {"actions": "ACTION_PORT", "rasa": "RASA_PORT"}


@contextmanager
def assistant(settings: Settings, wish: Wish) -> Iterator[RasaClient]:
    """Give the client of a Rasa that answers: of the running one, or of one that lives as long as the context."""
    client = rasa_client(settings)
    if listening(LOCAL, settings.port("RASA_PORT")):
        yield client
        return
    wrong = problems(settings, os.environ, ports=NEEDED.values())
    if wrong:
        raise Failure("\n".join(wrong))
    Progress().say("没有在运行的助手，先临时启动一个（约 20 秒）")
    logs = settings.path("POLICY_VAR") / "log"
    with Processes(read_commands(NEEDED), child_environment(settings, os.environ), logs) as processes:
        wait_for(lambda: _answers(client), processes, settings, wish, NEEDED.values())
        yield client


def _answers(client: RasaClient) -> bool:
    try:
        return bool(Health(client).check())
    except RasaUnavailable:
        return False


def ask(question: str, settings: Settings, wish: Wish) -> list[dict[str, Any]]:
    """Return Rasa's messages for a question asked in a conversation of its own."""
    message = read_message({"message": question})
    with assistant(settings, wish) as client:
        return client.send(f"ask-{secrets.token_urlsafe(12)}", message)


def shown(messages: list[dict[str, Any]]) -> str:
    """Return messages as people read them in a terminal."""
    answers = [message["custom"] for message in messages if isinstance(message.get("custom"), dict)]
    lines = [line for answer in answers for line in answer_lines(answer)]
    return "\n".join(lines or [str(message.get("text", "")) for message in messages])


def main(arguments: list[str] | None = None) -> int:
    """Print the answer to the question of the command line; return 0, or 1 when there is none."""
    parser = argparse.ArgumentParser(prog="python -m web.ask", description="在终端里问一句，并看答案是怎么得出来的。")
    parser.add_argument("question", help="要问的话")
    parser.add_argument("--json", action="store_true", help="原样打印 Rasa 的回答（JSON）")
    options = parser.parse_args(arguments)
    try:
        messages = ask(options.question, read_settings(), Wish())
    except Stop:
        return 130
    except (Failure, SettingError) as error:
        print(error, file=sys.stderr)
        return 1
    except ApiError as error:
        print(f'{error.message}用法：make ask Q="荆门三孩每月多少"', file=sys.stderr)
        return 1
    except RasaUnavailable as error:
        print(f"助手没有回答（{error}）。日志在 {read_settings().path('POLICY_VAR') / 'log'}", file=sys.stderr)
        return 1
    print(json.dumps(messages, ensure_ascii=False, indent=2) if options.json else shown(messages))
    return 0


if __name__ == "__main__":
    sys.exit(main())
