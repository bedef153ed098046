"""Measurement: from an event log to metrics, funnels, stage flows and lift; it groups by columns and knows no audience."""
