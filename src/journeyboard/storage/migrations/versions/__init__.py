"""One file a step; the newest one's number stands as `NEWEST` in `storage/database.py`."""
