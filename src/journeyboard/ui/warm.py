"""Warming up: slow imports and the first compilation happen once, in the background, at start."""

from __future__ import annotations

import atexit
import gc
import importlib
import threading

import streamlit as st

HEAVY = (
    "pandas",
    "duckdb",
    "plotly.graph_objects",
    "networkx",
    "liquid",
    "sqlmodel",
    "scipy.stats",
)


@st.cache_resource(show_spinner=False)
def warm() -> threading.Thread:
    """Start warming up, once a process; the thread may be waited for."""
    thread = threading.Thread(target=_warm, name="journeyboard-warm-up", daemon=True)
    thread.start()
    return thread


def _warm() -> None:
    for name in HEAVY:
        importlib.import_module(name)
    # Streamlit collects garbage after every run; what the imports brought never becomes garbage,
    # and looking through it costs every click of every user a fifth of a second.
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # or libraries complain at exit of what they could not free
