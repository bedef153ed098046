"""Findings about journeys: coded, explained, and where possible repaired with one click."""
