"""The page that people chat on."""

from flask import Blueprint, render_template

from web.widget import assets

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def chat_page() -> str:
    """Return the chat page; ?region=420800&q=… opens it with a place and a question, which its script reads."""
    return render_template("chat.html", version=assets().version, modules=assets().modules())
