"""The journeys, templates and brands that come with the program, and the brand a journey belongs to."""

from __future__ import annotations

from pathlib import Path

from journeyboard.journey.brand import Brand
from journeyboard.journey.file import load_brand
from journeyboard.journey.graph import Journey

JOURNEY_SUFFIX = ".journey.yaml"
BRAND_SUFFIX = ".brand.yaml"
TEMPLATES = (
    "welcome_double_opt_in", "browse_abandonment", "cart_abandonment", "checkout_abandonment",
    "post_purchase_care", "replenishment", "vip", "referral", "birthday", "win_back_offer", "sunset",
)  # fmt: skip
"""In the order a customer meets them; a new template goes here, under a name no sample has."""


def sample_folder() -> Path:
    """`sample_data` of the checkout, or the copy inside an installed package."""
    package = Path(__file__).resolve().parents[1]
    checkout = package.parents[1] / "sample_data"
    return checkout if checkout.is_dir() else package / "_app" / "sample_data"


def sample_journeys() -> dict[str, Path]:
    """The sample journeys' files by name, in alphabetical order."""
    return _files(sample_folder() / "journeys", JOURNEY_SUFFIX)


def template_journeys() -> dict[str, Path]:
    """The templates' files by name, from the first hello to the goodbye."""
    files = _files(sample_folder() / "templates", JOURNEY_SUFFIX)
    return {name: files[name] for name in TEMPLATES}


def case_journeys() -> dict[str, Path]:
    """The sample journeys that belong to a practice case, by the case's name, in alphabetical order."""
    cases = sample_folder() / "cases"
    return {name: file for name, file in sample_journeys().items() if (cases / name).is_dir()}


def sample_brands() -> dict[str, Path]:
    """The sample brands' files by id, in alphabetical order."""
    return _files(sample_folder() / "brands", BRAND_SUFFIX)


def find_brand(journey: Journey, near: Path | None = None) -> Brand:
    """The brand of a journey whose file is `near`: beside it, in ../brands, else a sample.

    Without any file it is a plain brand of the same id. Raises JourneyError for an unfit file.
    """
    if journey.brand is None:
        return Brand(id="brand", name="Your brand")
    name = journey.brand + BRAND_SUFFIX
    folders = [sample_folder() / "brands"]
    if near is not None:
        home = near if near.is_dir() else near.parent
        folders = [home, home.parent / "brands", *folders]
    files = (folder / name for folder in folders)
    file = next((file for file in files if file.is_file()), None)
    return load_brand(file) if file else Brand(id=journey.brand, name=journey.brand.title())


def _files(folder: Path, suffix: str) -> dict[str, Path]:
    files = sorted(folder.glob(f"*{suffix}"))
    return {file.name.removesuffix(suffix): file for file in files}
