"""Where journeys, brands, runs and settings are kept: open a `store`, then ask `journeys`, `brands`, `runs` or `settings`."""
