"""Calibration: what an event log tells about the behaviour model; `calibrate` is the way in, a new estimate has a module of its own."""
