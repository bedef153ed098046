"""The shelf of stored journeys, from the first start on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journeyboard.errors import BadInput, JourneyError, StaleRevision
from journeyboard.journey.brand import Brand
from journeyboard.journey.file import load
from journeyboard.journey.graph import Journey
from journeyboard.journey.samples import sample_journeys
from journeyboard.storage.drafts import find_draft, save_draft
from journeyboard.storage.journeys import delete_journey, list_journeys
from journeyboard.storage.store import Store
from journeyboard.workflows.library import (
    add_journey,
    add_samples,
    brand_of,
    export_file,
    finish_first_run,
    import_file,
    import_journey,
    is_first_run,
    keep_own_brand,
    open_library,
    open_stored,
    own_brand,
    recent_journeys,
    save_edited,
    save_text,
)

TEXT = """# our welcome
schema_version: 1
id: welcome
name: Welcome  # for now
entry: {kind: event, event: checkout.started}
nodes: {}
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A library on its first start."""
    opened = open_library(tmp_path / "home")
    yield opened
    opened.close()


def test_a_fresh_library_holds_every_sample_as_it_is_written(store: Store) -> None:
    for path in sample_journeys().values():
        opened = open_stored(store, load(path).id)
        assert opened.revision.text == path.read_text(encoding="utf-8")
        assert opened.journey == load(path)
    assert len(recent_journeys(store, limit=2)) == 2


def test_a_deleted_sample_does_not_come_back_on_the_next_start(store: Store) -> None:
    delete_journey(store, "checkout_rescue")
    assert add_samples(store) == []
    again = open_library(store.home)
    assert "checkout_rescue" not in {journey.id for journey in list_journeys(again)}
    again.close()


def test_a_text_is_saved_with_its_comments_and_opens_again(store: Store) -> None:
    opened = import_journey(store, TEXT.encode(), "welcome.journey.yaml")
    text = opened.revision.text.replace("name: Welcome", "name: Hello")
    saved = save_text(store, "welcome", text, based_on=1, message="friendlier")
    assert open_stored(store, "welcome").journey.name == "Hello"
    assert saved.revision.number == 2
    assert saved.revision.text.startswith("# our welcome")


def test_an_edited_journey_keeps_the_comments_of_its_text(store: Store) -> None:
    opened = import_journey(store, TEXT.encode(), "welcome.journey.yaml")
    saved = save_edited(store, opened, opened.journey.model_copy(update={"name": "Goodbye"}))
    assert saved.revision.text == TEXT.replace("name: Welcome", "name: Goodbye")
    with pytest.raises(StaleRevision):
        save_edited(store, opened, opened.journey.model_copy(update={"name": "Late"}))


def test_a_text_that_cannot_be_drawn_is_refused_and_kept_as_a_draft(store: Store) -> None:
    import_journey(store, TEXT.encode(), "welcome.journey.yaml")
    broken = TEXT + "notes: [\n"
    with pytest.raises(JourneyError, match="welcome, line"):
        save_text(store, "welcome", broken, based_on=1)
    save_draft(store, "welcome", broken, based_on=1)
    assert open_stored(store, "welcome").revision.number == 1
    draft = find_draft(store, "welcome")
    assert draft
    assert draft.text == broken


def test_a_file_of_a_taken_id_stands_beside_it_and_a_known_one_is_not_kept_twice(
    store: Store,
) -> None:
    first = import_journey(store, TEXT.encode(), "welcome.journey.yaml")
    assert import_journey(store, TEXT.encode(), "copy.yaml") == first
    other = import_journey(store, TEXT.replace("Welcome", "Other").encode(), "other.yaml")
    assert other.journey.id == other.revision.journey_id == "welcome-2"
    assert other.revision.text.startswith("# our welcome\nschema_version: 1\nid: welcome-2\n")


def test_a_journey_goes_through_a_file_unchanged(store: Store, tmp_path: Path) -> None:
    for name in ("out.journey.yaml", "out.journey.json"):
        written = export_file(store, "checkout_rescue", tmp_path / name)
        assert load(written) == open_stored(store, "checkout_rescue").journey
    folder = export_file(store, "win_back", tmp_path)
    assert folder == tmp_path / "win_back.journey.yaml"
    assert import_file(store, folder).revision.journey_id == "win_back"


def test_a_json_file_is_kept_as_readable_yaml(store: Store) -> None:
    opened = import_journey(store, b'{"id": "j", "name": "J"}', "j.journey.json")
    assert opened.revision.text.startswith("schema_version: 1\nid: j\n")


def test_a_missing_file_gets_one_sentence(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nothing\.yaml: the file cannot be read"):
        import_file(store, tmp_path / "nothing.yaml")
    with pytest.raises(BadInput, match="cannot be written"):
        export_file(store, "win_back", tmp_path / "no folder" / "x.journey.yaml")


def test_the_welcome_is_shown_until_it_is_done(store: Store) -> None:
    assert is_first_run(store)
    finish_first_run(store)
    assert not is_first_run(store)


def test_the_own_brand_is_kept_and_found_by_its_journeys(store: Store) -> None:
    assert own_brand(store) is None
    brand = Brand(id="ours", name="Ours é")
    keep_own_brand(store, brand)
    assert own_brand(store) == brand
    ours = add_journey(store, Journey(id="j", name="J", brand="ours")).journey
    assert brand_of(store, ours) == brand
    assert brand_of(store, Journey(id="k", name="K", brand="nobodys")).name == "Nobodys"
