"""What people see: the chat API and the pages. Rasa is reached over HTTP only, in rasa_client."""

from collections.abc import Mapping

from flask import Flask

from policies_kb.settings import read_settings
from web import chat, errors, notices, openapi, pages, places, security, services, wechat, widget
from web.faq import serving
from web.staff import console

LARGEST_REQUEST = 16 * 1024


def create_app(config: Mapping[str, str] | None = None) -> Flask:
    """Return the web application. config holds settings by their names; the environment's are taken when None."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.json.ensure_ascii = False
    app.json.sort_keys = False
    settings = read_settings(config)
    services.init_app(app, settings)
    security.init_app(app, settings)
    errors.init_app(app)
    app.register_blueprint(chat.blueprint)
    app.register_blueprint(openapi.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(notices.blueprint)
    app.register_blueprint(places.blueprint)
    serving.init_app(app, settings)
    wechat.init_app(app, settings)
    widget.init_app(app)
    console.init_app(app, settings)
    return app
