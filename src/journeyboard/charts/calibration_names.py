"""Short names of the behaviour model's numbers, that fit above a row on a phone."""

from __future__ import annotations

NAMES = {
    "checkout.per_order": "Checkouts for each order",
    "checkout.cart_to_start": "Carts that start a checkout",
    "checkout.contact": "Past the contact page",
    "checkout.shipping": "Past the shipping page",
    "checkout.payment": "Past the payment page",
    "checkout.step_median": "Time on a page, median",
    "checkout.step_sigma": "Time on a page, spread",
    "return.abandoned": "Come back unaided",
    "return.first_hours": "… of them within 6 hours",
    "return.two_days": "… of them 6 to 48 hours on",
    "baseline.rate": "Orders unaided, on own rate",
    "baseline.after_order": "Wish to order just after one",
    "baseline.satisfied_days": "Days a need is met",
    "baseline.lapsed": "Orders of those who left",
    "baseline.first_order": "First orders of prospects",
    "response.lapsed": "Effect on those who left",
    "visits.rate": "Visits, on own rate",
    "basket.two": "Orders of two pieces",
    "basket.three": "Orders of three pieces",
    "basket.favourite": "Orders of the favourite",
    "parcel.fulfil_median": "Order to carrier, median",
    "parcel.fulfil_sigma": "Order to carrier, spread",
    "parcel.transit_median": "Carrier to door, median",
    "parcel.transit_sigma": "Carrier to door, spread",
    "parcel.late": "Parcels twice as slow",
    "parcel.no_scan": "Deliveries not reported",
    "parcel.refund": "Orders sent back",
    "parcel.support": "Orders with a question",
    "parcel.support_late": "Late orders with a question",
    "parcel.referral": "Orders with a referral",
    "review.alone": "Reviews nobody asked for",
    "review.asked": "Reviews asked for in time",
    "review.asked_early": "Reviews asked for otherwise",
    "tip.refund_factor": "Refunds after a usage tip",
    "status.support_factor": "Questions after a status",
    "delivery.sms": "Texts delivered",
    "delivery.email": "E-mails delivered",
    "delivery.push": "Pushes delivered",
    "delivery.seconds_median": "Time to delivery, median",
    "delivery.seconds_sigma": "Time to delivery, spread",
    "notice.sms": "Texts looked at",
    "notice.email": "E-mails opened by people",
    "notice.push": "Pushes looked at",
    "open.privacy_proxy": "E-mails opened by machines",
    "latency.sms_median": "Time to a look, texts",
    "latency.sms_sigma": "… its spread, texts",
    "latency.email_median": "Time to a look, e-mails",
    "latency.email_sigma": "… its spread, e-mails",
    "latency.push_median": "Time to a look, pushes",
    "latency.push_sigma": "… its spread, pushes",
    "click.sms": "Clicks on texts looked at",
    "click.email": "Clicks on e-mails opened",
    "click.push": "Clicks on pushes looked at",
    "click.open_cart": "Clicks with a cart open",
    "click.stage_distance": "Clicks a stage away",
    "click.hour_distance": "Clicks an hour off the best",
    "click.fatigue": "Clicks lost each message",
    "order.after_click": "Order hazard after a click",
    "order.after_look": "Order hazard after a look",
    "order.open_cart": "Effect with a cart open",
    "order.hours": "Hours an effect lasts",
    "offer.pull": "Pull of 10 % off",
    "offer.redeem": "Codes redeemed",
    "opt_out.sms": "Opt-outs from texts",
    "opt_out.email": "Opt-outs from e-mails",
    "opt_out.push": "Opt-outs from pushes",
    "opt_out.transactional": "Opt-outs, transactional",
    "opt_out.pressure": "Opt-outs up each message",
    "opt_out.first": "Opt-outs at first contact",
    "opt_out.distance": "Opt-outs a stage away",
    "reply.sms": "Replies to a text",
    "reply.tip": "Replies to a usage tip",
    "complaint.email": "Spam reports of e-mails",
    "ads.serve": "Ad slots served",
    "ads.click": "Clicks on ads",
    "ads.order": "Order hazard after an ad",
    "stage.cart_days": "Days in purchase",
    "stage.lapse_days": "Days in loyalty",
}


def name_of(key: str) -> str:
    """What to call a number of the model in a chart or a list.

    >>> name_of("click.sms"), name_of("click.role_tip")
    ('Clicks on texts looked at', 'Clicks, role tip')
    """
    if key in NAMES:
        return NAMES[key]
    part, _, rest = key.partition(".")
    words = {"click": "Clicks, ", "order": "Effect, "}.get(part, f"{part}: ")
    return words + rest.replace("_", " ")
