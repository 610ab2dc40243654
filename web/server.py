"""The web server process: python -m web.server. Waitress, with errors of its own in our shape, and the daily upkeep."""

import json
import logging
import sys
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask

from policies_kb.errors import SettingError
from policies_kb.settings import read_settings
from web import create_app
from web.errors import HTTP_ERRORS, OTHER_ERROR
from web.services import NAME
from web.storage import RecordsError

THREADS = 16
LARGEST_BODY = 8 * 1024 * 1024  # of what is larger the rest is not read; the application itself takes far less
LARGEST_HEADER = 32 * 1024


class ShapedErrorTask(ErrorTask):
    """Answers what is no request for the application: too large, or no HTTP at all."""

    def execute(self) -> None:
        """See parent class."""
        error = self.request.error
        code, message = HTTP_ERRORS.get(error.code, OTHER_ERROR)
        body = json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "application/json"))
        self.response_headers.append(("X-Content-Type-Options", "nosniff"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


def serve(app: Any, host: str, port: int) -> None:
    """Serve an application until the process is ended."""
    HTTPChannel.error_task_class = ShapedErrorTask  # there is no argument for it
    create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_body_size=LARGEST_BODY,
        max_request_header_size=LARGEST_HEADER,
        clear_untrusted_proxy_headers=False,  # web/proxies.py decides whom to believe
    ).run()


def main() -> int:
    """Make the application, begin its upkeep, serve it; return 1 when a setting or the records cannot be used."""
    logging.basicConfig(level=logging.WARNING)
    settings = read_settings()
    try:
        app = create_app()
    except (SettingError, RecordsError) as error:
        print(error, file=sys.stderr)
        return 1
    app.extensions[NAME].upkeep.start()
    serve(app, settings.text("POLICY_HOST"), settings.port("POLICY_PORT"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
