"""Rules about one offer: what it gives, what it costs, and what its text says of it; JB406 to JB413."""

from __future__ import annotations

import re
from collections.abc import Iterator

from journeyboard.journey.brand import Brand, Product
from journeyboard.journey.content import Offer
from journeyboard.journey.edits import SetField
from journeyboard.journey.nodes import MessageBase
from journeyboard.lint.earlier import kind_of
from journeyboard.lint.offers_given import (
    Given,
    given,
    offering,
    percents,
    promised,
    worth,
)
from journeyboard.lint.rule import Fault
from journeyboard.lint.subject import Subject
from journeyboard.lint.wordings import Wording

_TERMS = re.compile(r"\bterms\b|\bconditions\b|\bt&cs?\b|\bagb\b|\bcgv\b|https?://", re.IGNORECASE)
_CODE = re.compile(r"\{\{-?\s*code\b")
_DEFAULT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def no_terms(subject: Subject) -> Iterator[Fault]:
    """A discount without a way to its terms.

    Minimum order, excluded goods, one use: what the text leaves out must stand somewhere, or the
    dispute is with the shop. Add a link to the page that has them. (CNT-08)
    """
    for message in subject.once(offering):
        written = subject.texts.get(message.id, ())
        linked = message.link is not None or any(_TERMS.search(one.text) for one in written)
        if written and not linked:
            yield Fault("The offer has no link to its terms; add one.", message.id)


def no_code(subject: Subject) -> Iterator[Fault]:
    """An offer without a code.

    Nobody can redeem what they cannot name at the checkout, and nobody can count what was redeemed.
    Add a code, best one for each customer. (section 6.2)
    """
    for message in subject.once(offering):
        for one in given(message):
            if not one.offer.code:
                yield Fault("The offer has no code to redeem it with; add one.", message.id)
                break


def shared_code(subject: Subject) -> Iterator[Fault]:
    """A text that names one code for all instead of each customer's own.

    It stands on coupon pages within days, and people who never got the text pay less. Write
    `{{ code }}`, for which the shop fills in a code that works once. (section 6.2)
    """
    for message in subject.once(offering):
        if kind_of(message) != "sms":
            continue
        for wording in subject.texts.get(message.id, ()):
            codes = [one.offer.code for one in given(message) if one.offer.code]
            bare = _DEFAULT.sub("", wording.text)
            code = next((code for code in codes if _names(code, bare)), None)
            if code and wording.path == "body":
                own = f"{{{{ code | default: '{code}' }}}}"
                text = re.sub(rf"(?<![\w']){re.escape(code)}(?![\w'])", own, wording.text)
                fix = SetField(node=message.id, path="body", value=text)
                told = f"“{code}” is the same for everybody; write {{{{ code }}}}."
                yield Fault(told, message.id, fix, field=wording.path)
                break


def over_margin(subject: Subject) -> Iterator[Fault]:
    """An offer that costs more than the product earns.

    Each such order loses money, and the more the offer works the more is lost. Offer less, leave the
    product out, or set a minimum order. Counts the share of the discount that the brand bears; the
    costs of the message come on top. (section 6.3, W8)
    """
    brand = subject.brand
    if brand is None:
        return
    for message in subject.once(offering):
        losses = [(_loss(brand, g.offer, p), p, g) for g in given(message) for p in brand.products]
        loss, product, worst = max(losses, key=lambda found: found[0], default=(0.0, None, None))
        if product and worst and loss > 0:
            yield Fault(
                f"With {worth(worst.offer, brand.currency)} off, an order of “{product.name}” loses "
                f"{brand.currency} {loss:,.2f}; offer less, or leave it out.",
                message.id,
            )


def empty_offer(subject: Subject) -> Iterator[Fault]:
    """An offer that gives nothing, or more than there is.

    A discount of nothing, one above 100 %, or free shipping where everything ships free already:
    customers find out at the checkout. Correct the value, or take the offer out.
    """
    for message in subject.once(offering):
        for one in given(message):
            if words := _emptiness(subject.brand, one.offer):
                yield Fault(f"{words}; correct the offer or take it out.", message.id)


def code_not_named(subject: Subject) -> Iterator[Fault]:
    """A text that does not name its offer's code.

    The customer is told of a discount and given nothing to type. Put `{{ code }}` into the text.
    (section 6.2)
    """
    for message in subject.once(offering):
        bodies = [w for w in subject.texts.get(message.id, ()) if w.field != "preheader"]
        for one in given(message):
            shown = [w for w in bodies if _belongs(w, one, message)]
            code = one.offer.code
            if (
                code
                and shown
                and not any(_CODE.search(w.text) or _names(code, w.text) for w in shown)
            ):
                if kind_of(message) == "ads":  # an advertisement leads to the page that has it
                    continue
                yield Fault(
                    f"The text does not name the code “{code}”; add {{{{ code }}}}.", message.id
                )
                break


def text_differs(subject: Subject) -> Iterator[Fault]:
    """A text that promises another discount than its offer gives, or one that no offer gives.

    What is written is what was promised, and the till will say otherwise. Make the two the same.
    (section 6.2; CNT-08)
    """
    for node_id, wordings in subject.texts.items():
        offers = [one.offer for one in given(wordings[0].node)]
        elsewhere = subject.once(_all_offers)
        for wording in wordings:
            wrong = _differing(wording.text, offers)
            # A text without an offer may speak of one that comes earlier or later.
            if wrong and (offers or _differing(wording.text, elsewhere)):
                words, span = wrong
                what = " or ".join(worth(offer) for offer in offers)
                told = f"the offer gives {what}" if what else "no offer here gives it"
                yield Fault(
                    f"The text says “{words}”, but {told}; make them the same.",
                    node_id,
                    field=wording.path,
                    span=span,
                )
                break


def offer_in_service(subject: Subject) -> Iterator[Fault]:
    """An offer in a message that counts as service.

    Whatever its trigger, a message that sells is marketing: it needs consent to marketing, the hours
    and the opt-out. Set its purpose to marketing, or take the offer out. (CNT-06, section 2.5)
    """
    for message in subject.once(offering):
        if message.purpose == "transactional":
            yield Fault(
                "It makes an offer, so it is marketing; set its purpose, or take the offer out.",
                message.id,
                SetField(node=message.id, path="purpose", value="marketing"),
            )


def _all_offers(subject: Subject) -> list[Offer]:
    return [one.offer for message in subject.once(offering) for one in given(message)]


def _names(code: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(code)}(?!\w)", text, re.IGNORECASE) is not None


def _loss(brand: Brand, offer: Offer, product: Product) -> float:
    """What one order of one piece loses, in the brand's currency; negative where it still earns."""
    match offer.kind:
        case "percent":
            cost = product.price * offer.value / 100
        case "amount":
            cost = min(offer.value, product.price)
        case _:
            cost = brand.shipping_cost if product.price < brand.free_shipping_from else 0.0
    return cost * offer.margin_cost - product.price * product.margin


def _emptiness(brand: Brand | None, offer: Offer) -> str:
    if offer.kind == "percent" and offer.value > 100:
        return f"It takes {offer.value:g} % off, more than the whole price"
    if offer.kind in ("percent", "amount"):
        return "" if offer.value else "It takes nothing off"
    return "Everything ships free already" if brand and _ships_free(brand) else ""


def _ships_free(brand: Brand) -> bool:
    """Whether no order of any product pays for shipping."""
    cheapest = min((product.price for product in brand.products), default=0.0)
    return not brand.shipping_cost or cheapest >= brand.free_shipping_from


def _belongs(wording: Wording, one: Given, message: MessageBase) -> bool:
    """Whether a text is read by those who get this offer: a variant's own, else the message's."""
    if one.variant:
        own = any(v.name == one.variant and v.body for v in message.variants)
        return wording.path.startswith(f"variants.{one.variant}." if own else "body")
    return not wording.path.startswith(("variants.", "by.", "fallback."))


def _differing(text: str, offers: list[Offer]) -> tuple[str, tuple[int, int]] | None:
    """The discount of a text that none of the offers gives."""
    of_percent = {offer.value for offer in offers if offer.kind == "percent"}
    named = percents(text)
    if of_percent and named:
        if of_percent & {value for value, _ in named}:
            return None
        span = named[0][1]
        return text[span[0] : span[1]], span
    off = promised(text)
    amounts = {f"{offer.value:g}" for offer in offers if offer.kind == "amount"}
    same = off and any(amount in re.findall(r"\d+", off[0]) for amount in amounts)
    return None if same else off
