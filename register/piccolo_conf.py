"""Where Piccolo finds the database and the packages with tables; register.storage.database chooses the engine."""

from piccolo.conf.apps import AppRegistry

from register.storage.database import current_engine

DB = current_engine()

APP_REGISTRY = AppRegistry(
    apps=["assessments.piccolo_app", "algorithms.piccolo_app", "register.piccolo_app"],
)
