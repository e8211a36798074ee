"""For servers other than ``insyn serve``: ``granian --interface asgi --factory register.asgi:application``."""

import os

from litestar import Litestar

from register.app import create_app
from register.settings import Settings


def application() -> Litestar:
    """The application, with settings from the environment."""
    return create_app(Settings.from_environment(os.environ))
