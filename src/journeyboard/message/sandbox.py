"""Liquid with the doors closed: which tags exist, how much a text may do, what a gap becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, Final

from liquid import BoundTemplate, Environment, RenderContext
from liquid.ast import Node
from liquid.builtin import content, illegal, output
from liquid.builtin.expressions import FilteredExpression, Path
from liquid.builtin.tags import (
    assign_tag,
    capture_tag,
    case_tag,
    comment_tag,
    for_tag,
    if_tag,
    unless_tag,
)
from liquid.exceptions import LiquidError
from liquid.output import LimitedStringIO
from liquid.stringify import to_liquid_string
from liquid.token import Token

from journeyboard.message.filters import FILTERS, is_missing

TAGS: Final = (
    if_tag.IfTag,
    unless_tag.UnlessTag,
    case_tag.CaseTag,
    for_tag.ForTag,
    for_tag.BreakTag,
    for_tag.ContinueTag,
    assign_tag.AssignTag,
    capture_tag.CaptureTag,
    comment_tag.CommentTag,
)
OUTPUT_LIMIT: Final = 200_000  # bytes
_GAPS: Final = "journeyboard.gaps"


class NoValue(LiquidError):
    """A value to be inserted is missing, and the policy is to stop there."""


@dataclass
class Gaps:
    """What to insert where a value is missing (None stops), and the names that were."""

    instead: str | None
    names: dict[str, None] = field(default_factory=dict)


class _Insertion(output.OutputNode):
    """`{{ ... }}`, which knows when it has nothing to insert."""

    def render_to_output(self, context: RenderContext, buffer: Any) -> int:
        name = _missing_name(_filtered(self), context)
        if name is None:
            written: int = super().render_to_output(context, buffer)
            return written
        gaps: Gaps = context.tag_namespace[_GAPS]
        gaps.names[name] = None
        if gaps.instead is None:
            raise NoValue(f"“{name}” has no value", token=self.expression.token)
        text: str = to_liquid_string(gaps.instead, context.autoescape)
        return int(buffer.write(text))


class _Output(output.Output):
    node_class = _Insertion


class _Context(RenderContext):
    """Rendering that keeps line ends as they are: Liquid's own buffers turn CR LF into LF."""

    def get_buffer(self, buf: Any = None) -> LimitedStringIO:
        carry = buf.size if isinstance(buf, LimitedStringIO) else 0
        return LimitedStringIO(limit=OUTPUT_LIMIT - carry, newline="")


class Sandbox(Environment):
    """No files, no clock, no recursion: only `TAGS`, `FILTERS` and small numbers of steps."""

    block_nesting_limit: ClassVar[int] = 20
    context_depth_limit: ClassVar[int] = 20
    loop_iteration_limit: ClassVar[int | None] = 500
    local_namespace_limit: ClassVar[int | None] = 100_000
    output_stream_limit: ClassVar[int | None] = OUTPUT_LIMIT

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:  # noqa: ARG002
        """Register what is allowed, instead of everything there is."""
        for tag in (content.Literal, _Output, illegal.Illegal, *TAGS):
            self.add_tag(tag)
        for name, answer in FILTERS.items():
            self.add_filter(name, answer)

    def error(self, exc: Any, msg: str | None = None, token: Token | None = None) -> None:
        """Raise, at the nearest known place: Liquid has none for what ends too early."""
        if isinstance(exc, LiquidError) and (exc.token is None or exc.token.start_index < 0):
            exc.token = token or exc.token
        super().error(exc, msg, token)


@lru_cache(maxsize=2)
def sandbox(html: bool) -> Sandbox:
    """The environment for plain text, or the one that escapes values for HTML."""
    return Sandbox(autoescape=html)


def fill(template: BoundTemplate, values: dict[str, object], gaps: Gaps) -> str:
    """The text with the values in their places; `gaps` collects the names of missing ones."""
    context = _Context(template, globals=template.make_globals(values))
    context.tag_namespace[_GAPS] = gaps
    buffer = context.get_buffer()
    template.render_with_context(context, buffer)
    return buffer.getvalue()


def insertions(template: BoundTemplate) -> Iterator[tuple[Path, bool]]:
    """Every path that is inserted, and whether a `default` or a condition around it guards it."""
    context = RenderContext(template)
    for node in template.nodes:
        yield from _insertions(node, context, frozenset())


def _insertions(
    node: Node, context: RenderContext, tested: frozenset[str]
) -> Iterator[tuple[Path, bool]]:
    if isinstance(node, _Insertion):
        expression = _filtered(node)
        if isinstance(expression.left, Path):
            yield expression.left, _has_default(expression) or str(expression.left) in tested
        return
    tested = tested.union(*(_paths(expression) for expression in node.expressions()))
    for child in node.children(context, include_partials=False):
        yield from _insertions(child, context, tested)


def _filtered(node: output.OutputNode) -> FilteredExpression:
    assert isinstance(node.expression, FilteredExpression)  # ternaries are switched off
    return node.expression


def _paths(expression: Any) -> set[str]:
    own = {str(expression)} if isinstance(expression, Path) else set()
    return own.union(*(_paths(child) for child in expression.children()))


def _missing_name(expression: FilteredExpression, context: RenderContext) -> str | None:
    """The first path of an insertion that has no value and no fallback."""
    gap = _gap(expression.left, context)
    for filter_ in expression.filters or ():
        if filter_.name == "default" and gap is None:
            continue
        if filter_.name == "default":
            gap = None
        found = (_gap(argument, context) for argument in filter_.children())
        gap = gap or next((name for name in found if name), None)
    return gap


def _gap(expression: Any, context: RenderContext) -> str | None:
    if isinstance(expression, Path) and is_missing(expression.evaluate(context)):
        return str(expression)
    return None


def _has_default(expression: FilteredExpression) -> bool:
    return any(filter_.name == "default" for filter_ in expression.filters or ())
