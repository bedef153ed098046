"""Setting a finding aside: the reason, for this step or the whole rule, and the list of what is set aside."""

from __future__ import annotations

import streamlit as st

from journeyboard.lint.rule import Finding
from journeyboard.ui.checks.looked import Looked
from journeyboard.ui.checks.mending import count_again, set_aside
from journeyboard.ui.parts import card
from journeyboard.ui.plain import plain
from journeyboard.ui.wording import many

REASON, SCOPE = "aside-reason", "aside-scope"
HERE, EVERYWHERE = "Only at this step", "The rule in this journey"


@st.dialog("Set aside", icon=":material/visibility_off:")
def ask_why(journey_id: str, finding: Finding, title: str) -> None:
    """Who decided and why; without a reason nothing is set aside."""
    st.markdown(
        f"**{finding.code}** {plain(f'{title}:')} {plain(finding.message)}"
        if title
        else f"**{finding.code}** {plain(finding.message)}"
    )
    if finding.node_id:
        st.radio("For", [HERE, EVERYWHERE], key=SCOPE, horizontal=True)
    st.caption("It stays in the journey's file with your reason, and in exports.")
    with st.form("aside", border=False):
        st.text_input("Who decided, and why", key=REASON, placeholder="Legal approved, March 2026")
        args = (journey_id, finding)
        sent = st.form_submit_button("Set aside", type="primary", width="stretch", on_click=_decide, args=args)  # fmt: skip
    if sent and _reason():
        st.rerun()
    if sent:
        st.error(
            "Write the reason; whoever reads the file later will ask.", icon=":material/error:"
        )


def _decide(journey_id: str, finding: Finding) -> None:
    if not _reason():
        return
    everywhere = finding.node_id is None or st.session_state.get(SCOPE) == EVERYWHERE
    key = finding.code if everywhere else f"{finding.code}/{finding.node_id}"
    set_aside(journey_id, key, _reason())


def _reason() -> str:
    return str(st.session_state.get(REASON) or "").strip()


def draw_aside(now: Looked) -> None:
    """What the journey sets aside, each with its reason, and the way back."""
    if not now.journey.ignore:
        return
    count = len(now.journey.ignore)
    with card(f"{many(count, 'decision')} to set aside", "These do not count; the file keeps the reason.", key="aside-list"):  # fmt: skip
        for key, reason in now.journey.ignore.items():
            with st.container(
                horizontal=True, vertical_alignment="center", key=f"found-aside-{key}"
            ):
                st.markdown(f"**{plain(_what(now, key))}** {plain(reason) or 'no reason given'}", width="stretch")  # fmt: skip
                st.caption(_hits(now, key), width="content")
                st.button("Count again", icon=":material/visibility:", key=f"again:{key}", type="tertiary", on_click=count_again, args=(now.journey_id, key))  # fmt: skip


def _what(now: Looked, key: str) -> str:
    code, _, node = key.partition("/")
    return f"{code} at {now.titles.get(node, node)}:" if node else f"{code}:"


def _hits(now: Looked, key: str) -> str:
    """How many findings the decision hides."""
    code, _, node = key.partition("/")
    hidden = [f for f in now.aside if f.code == code and node in ("", f.node_id)]
    return many(len(hidden), "finding") if hidden else "nothing at present"
