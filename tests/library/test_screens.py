"""The drawn phone: what each screen lets one tap, the ring, the watermark, and that it asks for nothing real."""

import re

import pytest
from bs4 import BeautifulSoup

from college.library.screens import Screens, UnknownScreen
from tests.support.sources import ROOT

SCREENS = Screens(ROOT / "templates")
#: The largest drawing that a step page carries, in bytes: a first view has 60 kB in all (AF-83).
LARGEST = 8_000

#: screen → what can be tapped on it with no values given.
TARGETS = {
    "home": "search scan messages cart my-taobao camera voice categories livestream coins coupons",
    "phone-desktop": "album camera phone-back phone-home phone-open settings sms store taobao telephone wechat",
    "phone-settings": "apps back display network phone-back phone-home phone-open sound",
    "font-size": "back larger phone-back phone-home phone-open smaller",
    "app-store": "back news opera phone-back phone-home phone-open search",
    "opening-ad": "advert skip",
    "pop-up": "close take",
    "ad-page": "back grab more",
    "categories": "back clothes daily food shoes",
    "settings": "account address back family mode notices payment privacy sign-out",
    "mode-switch": "back elder normal switch",
    "elder-home": "cart my-taobao offers orders parcels scarf search service tea voice",
    "login": "agree back by-password get-code phone rules",
    "login-code": "again back code sign-in",
    "set-password": "back save show type type-again",
    "password-ideas": "birthday own-sentence phone-number same-digits",
    "notebook": "as-photo at-home on-the-phone to-a-friend",
    "account-security": "back change-phone close-account devices password safety",
    "safety-centre": "back change-password lock service stolen",
    "devices": "back old-phone tablet this-phone",
    "device-remove": "back keep remove",
    "change-phone": "back can-receive cannot-receive",
    "login-alert": "back me not-me",
    "permission": "allow once refuse",
    "search": "back camera clear-history go history-cup history-slippers type voice",
    "writing": "delete go handwriting pinyin type",
    "voice": "back keyboard speak",
    "camera": "album back light shoot",
    "photo-album": "back photo-cup photo-family photo-slippers",
    "results": "all back by-price by-sales filter item-1 item-2 item-3 search",
    "results-filter": "back done free-delivery high low reset returns",
    "my-taobao": "settings all-orders to-pay to-ship to-receive to-review after-sales",
    "orders": "search-orders order-cup order-slippers track-slippers review-cup",
    "order-detail": "apply-after-sales contact-seller track confirm-receipt insurance",
    "insurance": "know back",
    "refund-type": "return-refund refund-only exchange back",
    "refund-reason": "reason-no-reason reason-size reason-quality reason-wrong reason-missing",
    "refund-form": "reason note photos submit",
    "refund-progress": "edit withdraw contact-service",
    "return-way": "pickup station self-send address",
    "pickup-time": "slot-today slot-morning slot-afternoon book address",
    "tracking-number": "scan company number submit",
    "refund-money": "bill contact-service back",
    "chat": "type send photo platform-service back",
    "platform-help": "evidence submit talk-again",
    "fake-message": "link delete call-back leave",
    "fake-service": "share-screen send-code leave report",
    "to-receive": "back code-slippers confirm-cup confirm-slippers order-cup order-slippers track-cup",
    "logistics": "back contact-seller",
    "pickup-code": "back barcode call-station family way",
    "station": "ask exit shelf-2 shelf-6 shelf-8",
    "station-exit": "ask scan walk-off",
    "film-parcel": "close photo record",
    "receipt-confirm": "back confirm later problem",
    "review-write": "anonymous back photo publish star-1 star-2 star-3 star-4 star-5 words",
    "my-reviews": "add-cup add-scarf back delete-cup delete-scarf order-cup order-scarf",
    "praise-card": "add-friend five-stars scan throw",
    "refund-only": "amount not-received photos reason received submit",
    "exchange": "address reason size-38 size-39 size-40 submit",
    "refund-offer": "accept contact-service edit",
    "insurance-paid": "ask back where",
    "platform-progress": "add-evidence contact-service withdraw",
    "service-bot": "back human send topic-address topic-parcel topic-refund type",
    "pick-photo": "back photo-bank-card photo-fault photo-id-card photo-scarf",
    "messages": "offers parcels shop stranger",
    "warranty-card": "bought not-covered period phone photo throw",
    "invoice": "back company name person submit",
    "complaint-papers": "order photos seller talk wish",
    "complaint": "complain progress report",
    "sms": "back block delete reply",
    "livestream": "close comment follow goods share sound",
    "live-list": "back live-pills live-scarf live-tea search",
    "live-goods": "close cup scarf tea",
    "live-product": "back buy details favourite returns shop",
    "scam-call": "answer hang-up",
    "scam-chat": "back delete reply report",
    "screen-share-request": "allow refuse",
    "false-link": "address back card close password submit",
    "group-chat": "back group-settings task type",
    "group-settings": "back leave quiet report",
    "invest-app": "close invest service withdraw",
    "health-ad": "buy call claim close expert label",
    "package-label": "back know mark number sentence",
    "parcel-card": "call scan scratch throw",
    "call-log": "daughter hospital stranger",
    "block-number": "back block call-back mark save",
    "dial": "back call erase",
    "emergency-numbers": "anti-fraud bank daughter police stranger",
    "police-app": "call-warning case report risk",
    "evidence": "back clear keep pay",
    "open-shop": "back fees needs rules start",
    "shop-fees": "back deposit know postage service-fee stock",
    "shop-name": "agreement back identity kind later name open",
    "put-up-goods": "back draft photo postage price publish stock title",
    "shop-orders": "back contact details note ship take-down",
    "guide-apply": "apply back back-later commission quit rules tax",
    "guide-share": "back group leave one-friend say-so",
    "guide-money": "back cup rules scarf",
    "live-start": "close flip goods start title",
    "live-on": "answer end flip goods mute",
    "live-end": "end go-on",
    "page-words": "back know",
    "product": "add-to-cart ask-everyone buy-now choose-size contact-seller coupons favourite reviews share shop",
    "product-photos": "back before next",
    "product-reviews": "back bad high-foot later photos",
    "price-detail": "back coupon know",
    "delivery-info": "know place postage time",
    "guarantee-info": "in-time insurance know seven-days",
    "ask-everyone": "ask back question-instep question-slip question-wash",
    "ask-answers": "back buyer seller",
    "ask-question": "back hide-name publish type",
    "shop": "about all-goods back contact-seller follow scores",
    "shop-about": "know licence opened place",
    "two-shops": "new-shop old-shop",
    "choose-size": "add-to-cart black buy-now grey less more red size-38 size-39 size-40 size-41 size-table",
    "size-table": "back size-38 size-39 size-40 size-41",
    "cart": "less manage more settle tea tick-tea tick-walkers walkers",
    "confirm-order": "address back count spec submit total",
    "address-list": "add back",
    "address-edit": "back default door name phone place save",
    "district": "back beijing jiangsu zhejiang",
    "order-placed": "cancel pay",
    "to-pay": "back cancel order pay",
    "coupons": "back get-10 get-30 get-tea",
    "coupon-list": "back coupon-10 coupon-30 coupon-tea",
    "coupon-pick": "back pick-10 pick-30 pick-none pick-tea",
    "add-on": "back no-add oil rice tissue",
    "deal-sum": "add only",
    "red-packets": "back coupon-list packet-later packet-old packet-today",
    "coins": "back draw invite rules sign-in watch",
    "presale": "back deposit pay-deposit rule sending tail",
    "presale-rule": "know late no-return seller-late",
    "two-prices": "first second",
    "refund-share": "back listed refund share",
    # Paying safely, and family
    "alipay-mine": "settings bills balance cards huabei service",
    "alipay-settings": "back account payment messages elder-mode help",
    "bill-detail": "back see-order doubt",
    "bills": "back search bill-slippers bill-refund bill-phone bill-shows",
    "contacts": "back daughter bank alipay fraud-line stranger new",
    "family": "back add about",
    "family-accept": "back refuse accept call",
    "family-gift": "back refuse accept call",
    "family-invite": "back daughter son partner number send",
    "family-limit": "back records tell stop",
    "family-member": "back sees pay-for-me rename unlink",
    "find-password": "back face card service",
    "found-hotlines": "leave hotline-refund hotline-friend hotline-code leave-search",
    "free-payment": "back open-shopping open-shows open-bike",
    "free-payment-off": "back pay-order close-service",
    "order-paid": "back refund contact-seller address hurry",
    "pay": "leave way-balance way-card way-huabei pay-for-me pay",
    "pay-done": "see-order finish",
    "pay-for-me": "back daughter wechat copy-link pay-myself",
    "pay-for-me-state": "back remind pay-myself cancel",
    "pay-for-relative": "back call pay leave",
    "pay-help": "back forgot wrong-payment lost-phone fraud ask call",
    "pay-later": "leave later now rules submit",
    "pay-later-off": "back pay-order rules close-service",
    "pay-later-owed": "back see-order pay-now records manage",
    "pay-password": "leave dots forgot give-up",
    "pay-settings": "back change-password free-payment pay-later family-pay pay-order",
    "shared-found": "look close",
    "wechat-chat": "back type video-call send",
    "wechat-pick": "back daughter family-group school-group friend",
    "wechat-share": "to-family to-wechat copy-link save-picture cancel",
}
#: What a refund shows at each of its stages.
STATES = {
    "waiting": "edit withdraw contact-service",
    "agreed": "fill-return contact-service withdraw",
    "returning": "contact-service track-return",
    "refunded": "money-where contact-service",
    "refused": "apply-platform edit contact-service",
}
#: What a drawing shows beside its own when a lesson gives it a value.
ADDED = {
    ("logistics", "state", "station"): "pickup-code",
    ("logistics", "state", "signed"): "call-courier",
    ("film-parcel", "at", "filming"): "stop",
    ("order-detail", "more", "1"): "invoice warranty",
    ("my-taobao", "help", "1"): "service",
    ("service-bot", "human", "1"): "photo",
    ("complaint", "state", "form"): "seller what wish photos submit",
    ("complaint", "state", "sent"): "progress withdraw",
}
EVERY_DRAWING = [(name, mode, lang) for name in sorted(TARGETS) for mode in ("picture", "practise") for lang in ("zh", "en")]


def page(html) -> BeautifulSoup:
    return BeautifulSoup(f"<body>{html}</body>", "html.parser")


def test_these_screens_are_drawn():
    assert set(SCREENS.names()) == set(TARGETS)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_what_can_be_tapped(name):
    assert SCREENS.targets(name) == set(TARGETS[name].split())


@pytest.mark.parametrize("state", sorted(STATES))
def test_what_can_be_tapped_at_each_stage_of_a_refund(state):
    assert SCREENS.targets("refund-progress", {"state": state}) == set(STATES[state].split())


@pytest.mark.parametrize(("name", "key", "value"), sorted(ADDED))
def test_what_a_value_adds_to_a_drawing(name, key, value):
    assert set(ADDED[name, key, value].split()) <= SCREENS.targets(name, {key: value})


@pytest.mark.parametrize(("name", "mode", "lang"), EVERY_DRAWING)
def test_a_drawing_is_marked_as_practice_and_asks_for_nothing_real(name, mode, lang):
    html = SCREENS.draw(name, mode=mode, lang=lang)
    drawn = page(html)
    assert "练习" in re.sub(r"\s", "", drawn.get_text())
    assert drawn.find(attrs={"lang": "zh-CN"}) is not None
    assert not drawn.find(["input", "script", "style", "a", "img", "h1", "h2", "h3", "iframe"])
    assert not drawn.find(attrs={"style": True})
    assert len(html.encode()) <= LARGEST
    assert not re.search(r"1[3-9]\d{9}", html)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_targets_are_buttons_in_practice_and_nothing_to_press_in_a_picture(name):
    practised, pictured = page(SCREENS.draw(name, mode="practise")), page(SCREENS.draw(name, mode="picture"))
    buttons = practised.find_all("button")
    assert {button["value"] for button in buttons} == set(TARGETS[name].split())
    assert all(button["name"] == "tap" and button["type"] == "submit" for button in buttons)
    assert all(button.get_text(strip=True) for button in buttons)
    assert not any(button.find("button") for button in buttons)
    assert not pictured.find("button")


@pytest.mark.parametrize("mode", ["picture", "practise"])
@pytest.mark.parametrize("name", sorted(TARGETS))
def test_the_ring_says_in_words_where_to_tap(name, mode):
    for target in TARGETS[name].split():
        for lang, words in (("zh", "点这里"), ("en", "Tap here")):
            assert page(SCREENS.draw(name, mode=mode, ring=target, lang=lang)).get_text().count(words) == 1
    plain = page(SCREENS.draw(name, mode=mode)).get_text()
    assert "点这里" not in plain and "Tap here" not in plain


def test_values_of_a_lesson_show_and_foreign_ones_do_no_harm():
    assert "尺寸" in SCREENS.draw("refund-form", {"reason": "尺寸不合适"})
    hostile = SCREENS.draw("refund-form", {"reason": "<script>alert(1)</script>", "nobody": "x"})
    assert "<script" not in hostile and "&lt;script" in hostile


def test_a_screen_that_nobody_drew_is_refused():
    with pytest.raises(UnknownScreen, match="no practice screen"):
        SCREENS.draw("moon")
    with pytest.raises(ValueError):
        SCREENS.draw("home", mode="film")
