"""The palette: one petrol accent on warm paper, light and dark; the app's theme file states the same values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mode = Literal["light", "dark"]

FONT = "Inter, system-ui, sans-serif"


@dataclass(frozen=True)
class Palette:
    """The colours of one mode, as `#RRGGBB`, named as in Streamlit's theme file.

    `categorical` holds ten hues that stay apart in normal vision and under protanopia, deuteranopia and
    tritanopia (a test measures it); the first six are the furthest apart. `sequential` goes
    from nearly background to strongest, `diverging` from bad through neutral to good.
    """

    mode: Mode
    primary: str
    background: str
    secondary: str
    text: str
    muted: str
    border: str
    link: str
    good: str
    bad: str
    warning: str
    categorical: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]


LIGHT = Palette(
    mode="light",
    primary="#0B6375",
    background="#FFFFFF",
    secondary="#F6F5F2",
    text="#1C1B22",
    muted="#66646E",
    border="#E4E2DC",
    link="#0B6375",
    good="#2F7D4F",
    bad="#B3361B",
    warning="#945700",
    categorical=(
        "#0B6375",  # petrol
        "#D98A22",  # marigold
        "#A8431C",  # paprika
        "#56AEF2",  # sky
        "#9A57BD",  # iris
        "#A3CC4E",  # lime
        "#E3ACBF",  # rose
        "#2F2A94",  # ink
        "#573A1C",  # bark
        "#5F9986",  # sage
    ),
    sequential=(
        "#EEF5F6",
        "#D9E9EC",
        "#C0DBE0",
        "#A2CAD2",
        "#80B6C1",
        "#5C9FAD",
        "#398797",
        "#1C7284",
        "#0B6375",
        "#084957",
    ),
    diverging=(
        "#8F2F12",
        "#B3502F",
        "#CF7B5D",
        "#E3AB94",
        "#F1DACE",
        "#D6E6E8",
        "#A2CAD2",
        "#6AA8B5",
        "#2F8092",
        "#0B5565",
    ),
)
DARK = Palette(
    mode="dark",
    primary="#4FB6C6",
    background="#131217",
    secondary="#1D1B24",
    text="#EFEDF5",
    muted="#A5A1B2",
    border="#33303C",
    link="#7CC9D6",
    good="#6CC58F",
    bad="#F0795C",
    warning="#EFC02B",
    categorical=(
        "#4FB6C6",
        "#EFC02B",
        "#DB4531",
        "#B5CCF8",
        "#B057BA",
        "#B4F29F",
        "#EF8392",
        "#6C84FA",
        "#B78C40",
        "#458364",
    ),
    sequential=(
        "#17262B",
        "#183239",
        "#1A414A",
        "#1D535F",
        "#236876",
        "#2C7E8E",
        "#3A98A8",
        "#4FB6C6",
        "#83CFDA",
        "#BCE7ED",
    ),
    diverging=(
        "#F0795C",
        "#CB6650",
        "#A35342",
        "#774137",
        "#4A312F",
        "#2A3A40",
        "#265560",
        "#2C7E8E",
        "#3FA2B2",
        "#6CCBDA",
    ),
)


def palette(dark: bool = False) -> Palette:
    """The colours of one mode."""
    return DARK if dark else LIGHT
