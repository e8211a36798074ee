"""What Piccolo needs to know of this package: its tables and where their migrations lie."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="register",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=table_finder(
        modules=["register.tables", "register.jobs.tables", "register.outbox.tables", "register.storage.tables"]
    ),
    migration_dependencies=["assessments.piccolo_app", "algorithms.piccolo_app"],
)
