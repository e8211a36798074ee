"""What both databases, drivers and disks raise when they cannot be used just now: away, locked, full or overrun."""

import sqlite3

import asyncpg

UNAVAILABLE: tuple[type[BaseException], ...] = (
    OSError,
    MemoryError,
    sqlite3.OperationalError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresSystemError,
    asyncpg.ObjectNotInPrerequisiteStateError,
    asyncpg.TransactionRollbackError,
    asyncpg.ReadOnlySQLTransactionError,
)
