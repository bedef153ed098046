"""`journeyboard sms`: what a text costs to send, and what makes it dear."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from journeyboard.cli.show import AsJson, emit, say
from journeyboard.errors import BadInput, Place

if TYPE_CHECKING:
    from journeyboard.message.sms import SmsCount

MAX_INPUT = 4_000_000


def sms(
    text: Annotated[str, typer.Argument(help="The text, or - for standard input.")] = "-",
    smart: Annotated[
        bool, typer.Option("--smart", help="Count after smart encoding (look-alikes replaced).")
    ] = False,
    country: Annotated[str, typer.Option(help="Whose price per part to use.")] = "US",
    brand: Annotated[Path | None, typer.Option(help="Brand file with your prices.")] = None,
    as_json: AsJson = False,
) -> int:
    """Count a text's encoding, units, parts and cost, and say what forces Unicode."""
    from journeyboard.message.sms import sms as count

    text = _standard_input() if text == "-" else text
    answer = _costed(text, smart, country, brand)
    if as_json:
        emit(answer)
    else:
        _tell(answer, count(text, smart))
    return 0


def _costed(text: str, smart: bool, country: str, brand: Path | None) -> dict[str, Any]:
    from journeyboard.message.sms import sms as count

    price, currency = _price(country.upper(), brand)
    counted, smarter = count(text, smart), count(text, smart_encoding=True)
    return {
        **counted.to_dict(),
        "cost": round(price * counted.parts, 6),
        "currency": currency,
        "smart_encoding": {
            "text": smarter.text,
            "encoding": smarter.encoding,
            "units": smarter.units,
            "parts": smarter.parts,
            "parts_saved": counted.parts - smarter.parts,
        },
    }


def _price(country: str, path: Path | None) -> tuple[float, str]:
    if path is None:
        from journeyboard.journey.brand import Prices

        prices, currency = Prices().sms_part, "USD"
    else:
        from journeyboard.journey.file import load_brand

        brand = load_brand(path)
        prices, currency = brand.prices.sms_part, brand.currency
    return prices.get(country, prices.get("default", 0.0)), currency


def _standard_input() -> str:
    raw = sys.stdin.buffer.read(MAX_INPUT)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInput(
            "the text is not UTF-8.",
            place=Place(file="standard input", line=line),
            advice="Convert it to UTF-8 and send it again.",
        ) from None
    # The line break that `echo` and editors add at the end is no part of the message.
    return text.removesuffix("\n").removesuffix("\r")


def _tell(answer: dict[str, Any], counted: SmsCount) -> None:
    left = f", {counted.units_left} left in the last part" if counted.parts else ""
    say(f"Encoding  {counted.encoding}")
    say(f"Units     {counted.units:,} (a part holds {counted.limit}){left}")
    say(f"Parts     {counted.parts:,}")
    say(f"Cost      {answer['cost']:.4f} {answer['currency']} per recipient")
    _tell_parts(counted)
    _tell_unicode(counted)
    _tell_saving(answer["smart_encoding"])


def _tell_parts(counted: SmsCount) -> None:
    if counted.parts > 1:
        for number, (text, units) in enumerate(
            zip(counted.texts, counted.part_units, strict=True), 1
        ):
            say(f"  {number}  {units:>3}  {text!r}")


def _tell_unicode(counted: SmsCount) -> None:
    found = counted.unicode_characters
    if found:
        say(f"{len(found):,} of its characters are outside GSM-7 and force UCS-2:")
    for one in found[:10]:
        say(f"  {one.character}  {one.name.lower()}, at {one.offset:,}")
    if len(found) > 10:
        say(f"  … and {len(found) - 10:,} more")


def _tell_saving(smarter: dict[str, Any]) -> None:
    if smarter["parts_saved"] > 0:
        parts = "1 part" if smarter["parts"] == 1 else f"{smarter['parts']:,} parts"
        say(f"Smart encoding makes it {smarter['encoding']} in {parts}: {smarter['text']!r}")
