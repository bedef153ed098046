"""Long work is given up when nobody waits for it any more, and not before."""

from __future__ import annotations

from journeyboard.ui.presence import PATIENCE, Watch, watched


class Browser:
    """A session that is here or not, at a time the test says."""

    def __init__(self) -> None:
        self.here = True
        self.now = 0.0
        self.watch = Watch(lambda: self.here, lambda: self.now)

    def after(self, seconds: float) -> bool:
        """Whether it has ended so much later."""
        self.now += seconds
        return self.watch.ended()


def test_a_session_that_is_here_never_ends() -> None:
    browser = Browser()
    assert not any(browser.after(PATIENCE * 10) for _ in range(3))


def test_a_lost_browser_may_come_back_in_time() -> None:
    browser = Browser()
    browser.here = False
    assert not browser.after(PATIENCE - 1)
    browser.here = True
    assert not browser.after(0.5)
    browser.here = False
    assert not browser.after(PATIENCE - 1)
    assert browser.after(2)


def test_work_is_cancelled_by_hand_or_by_the_end_of_its_session() -> None:
    browser = Browser()
    seen: list[bool] = []
    work = watched(lambda _progress, cancel: seen.append(cancel()), browser.watch)
    for by_hand in (True, False):
        work(lambda _done, _total: None, lambda by_hand=by_hand: by_hand)  # type: ignore[misc]
    browser.here = False
    browser.now += PATIENCE + 1
    work(lambda _done, _total: None, lambda: False)
    assert seen == [True, False, True]
