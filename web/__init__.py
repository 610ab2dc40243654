"""What people see: the chat API and the pages. Rasa is reached over HTTP only, in rasa_client."""

from collections.abc import Mapping

from flask import Flask

from policies_kb.settings import read_settings
from web import chat, errors, pages, security, services
from web.faq import serving

LARGEST_REQUEST = 16 * 1024


def create_app(config: Mapping[str, str] | None = None) -> Flask:
    """Return the web application. config holds settings by their names; the environment's are taken when None."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.json.ensure_ascii = False
    app.json.sort_keys = False
    services.init_app(app, read_settings(config))
    security.init_app(app)
    errors.init_app(app)
    app.register_blueprint(chat.blueprint)
    app.register_blueprint(pages.blueprint)
    serving.init_app(app, read_settings(config))
    return app
