"""What Piccolo needs to know of this package: its tables and where their migrations lie."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

APP_CONFIG = AppConfig(
    app_name="algorithms",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=table_finder(
        modules=[
            "algorithms.tables",
            "algorithms.city_tables",
            "algorithms.importing.tables",
            "algorithms.log.tables",
            "algorithms.neighbours.tables",
            "algorithms.search.index.tables",
            "algorithms.questions.tables",
            "algorithms.sealing.tables",
        ],
        exclude_imported=True,
    ),
    migration_dependencies=["assessments.piccolo_app"],
)
