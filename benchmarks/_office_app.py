"""The application, and beside it a folder of static pages that come from the same processes."""

import os

from flask import Blueprint

from app import create_app

app = create_app()
app.register_blueprint(
    Blueprint("peer", __name__, static_folder=os.environ["PEER_PAGES"], static_url_path="/peer", url_prefix="/")
)
