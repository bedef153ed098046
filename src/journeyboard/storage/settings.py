"""Settings: named values that outlive the session, such as the user's own brand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from journeyboard.storage.plain import plain
from journeyboard.storage.store import Store, now
from journeyboard.storage.tables import SettingRow


@dataclass(frozen=True)
class Setting:
    """A named value fit for JSON, and when it was set (aware UTC)."""

    key: str
    value: Any
    changed_at: datetime


def get_setting(store: Store, key: str, default: Any = None) -> Any:
    """A setting's value, or the default when it was never set."""
    with store.reading() as session:
        row = session.get(SettingRow, key)
        return row.value if row else default


def set_setting(store: Store, key: str, value: Any) -> Setting:
    """Keep a value under a name."""
    setting = Setting(key, plain(value), now())
    with store.writing() as session:
        session.merge(SettingRow(key=key, value=setting.value, changed_at=setting.changed_at))
    return setting
