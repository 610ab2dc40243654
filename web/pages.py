"""The page that people chat on."""

from flask import Blueprint, render_template

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def chat_page() -> str:
    """Return the chat page; what it shows comes from the chat API."""
    return render_template("chat.html")
