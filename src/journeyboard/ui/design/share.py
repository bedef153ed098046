"""Links to look at a journey without editing it."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from journeyboard.errors import JourneyboardError
from journeyboard.storage.shares import Share, list_shares, revoke_share, share_journey
from journeyboard.ui import state
from journeyboard.ui.design.desk import Desk
from journeyboard.ui.design.saving import draw_name, take_name
from journeyboard.ui.person import me
from journeyboard.ui.plain import plain
from journeyboard.ui.wording import ago

SHARING = "sharing"


def draw_share(now: Desk) -> None:
    """A box that makes links, shows those that are alive, and takes them back."""
    box = st.popover("Share", icon=":material/share:", key=SHARING, on_change="rerun")
    if box.open:
        with box:
            _draw_box(now)


def _draw_box(now: Desk) -> None:
    journey_id, number = now.revision.journey_id, now.revision.number
    st.caption("Whoever has the link can look, not edit. It shows what is saved, never a draft.")
    draw_name()
    with st.container(horizontal=True):
        newest, this = "Link to the newest revision", f"Link to revision {number}"
        st.button(newest, key="share-newest", on_click=_share, args=(journey_id, None))
        st.button(this, key="share-this", on_click=_share, args=(journey_id, number))
    for share in list_shares(state.store(), journey_id):
        _draw_link(share)


def _draw_link(share: Share) -> None:
    what = f"Revision {share.revision}" if share.revision else "The newest revision"
    by = f", by {share.created_by}" if share.created_by else ""
    with st.container(border=True, gap="xsmall"):
        st.caption(plain(f"{what}{by}, {ago(share.created_at)}"))
        st.code(address_of(share.token), language=None, wrap_lines=True)
        st.button(
            "Take this link back",
            key=f"revoke-{share.token}",
            icon=":material/link_off:",
            type="tertiary",
            on_click=_revoke,
            args=(share.token,),
        )


def address_of(token: str) -> str:
    """The whole address of a link, as far as the browser has told where the app is."""
    return shared_address(st.context.url or "", token)


def shared_address(here: str, token: str) -> str:
    """The address of the shared page beside the page `here`.

    >>> shared_address("http://localhost:8501/app/design", "t0")
    'http://localhost:8501/app/shared?key=t0'
    """
    parts = urlsplit(here)
    folder = parts.path.rpartition("/")[0]
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return f"{origin}{folder}/shared?key={token}"


def _share(journey_id: str, number: int | None) -> None:
    take_name()
    try:
        share_journey(state.store(), journey_id, revision=number, author=me().name)
    except JourneyboardError as error:
        state.say(str(error), state.ERROR)


def _revoke(token: str) -> None:
    revoke_share(state.store(), token)
    state.say("The link shows nothing any more.", ":material/link_off:")
