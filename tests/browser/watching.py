"""Watching a page: what the board shows frame by frame, and what the browser sends to Streamlit."""

from __future__ import annotations

from typing import Any, NamedTuple

from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg

WATCH = """() => {
  const seen = {};
  const note = (name, value) => {
    const values = (seen[name] ??= []);
    if (values.at(-1) !== value) values.push(value);
  };
  let root = null;
  const look = () => {
    if (!root?.host.isConnected) {
      const host = [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')].find((one) => one.shadowRoot?.querySelector('.board'));
      root = host?.shadowRoot ?? null;
    }
    const cards = [...(root?.querySelectorAll('.react-flow__node') ?? [])];
    if (cards.length) note('cards', cards.map((card) => card.dataset.id).sort().join(' '));
    for (const card of cards) {
      const text = (part) => card.querySelector(part)?.textContent ?? '';
      note(`title ${card.dataset.id}`, text('.title'));
      note(`text ${card.dataset.id}`, text('.excerpt'));
      note(`place ${card.dataset.id}`, card.style.transform);
    }
    const view = root?.querySelector('.react-flow__viewport')?.style.transform;
    if (view) note('view', view);
    requestAnimationFrame(look);
  };
  window.seen = seen;
  look();
}"""


class Watch:
    """Every value that the cards and the view have shown, frame by frame, also across reloads."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(f"({WATCH})()")
        page.evaluate(WATCH)

    def since(self) -> dict[str, list[str]]:
        """What was seen since the page was loaded, or since this was asked last."""
        seen: dict[str, list[str]] = self.page.evaluate(
            "() => { const taken = { ...seen };"
            " for (const [name, values] of Object.entries(seen)) seen[name] = values.slice(-1);"
            " return taken }"
        )
        return seen


def came_back(seen: dict[str, list[str]]) -> dict[str, list[str]]:
    """What was shown, then something else, and then again."""
    return {name: values for name, values in seen.items() if len(values) != len(set(values))}


class Rerun(NamedTuple):
    """A run that the browser asks for; without a fragment it is one of the whole page."""

    fragment: str


def reruns(page: Page) -> list[Rerun]:
    """What the page will have sent to ask for a run, filled as it goes; ask before the page is opened."""
    asked: list[Rerun] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda payload: asked.extend(_reruns_in(payload)))

    page.on("websocket", listen)
    return asked


def _reruns_in(payload: Any) -> list[Rerun]:
    message = BackMsg.FromString(payload if isinstance(payload, bytes) else payload.encode())
    asks = message.WhichOneof("type") == "rerun_script"
    return [Rerun(message.rerun_script.fragment_id)] if asks else []
