"""Four weeks of invented questions in the words of older shoppers, and the themes that came of them."""

from __future__ import annotations

from college.demo.asked import Collected, Decided
from college.demo.questions_apply import APPLY
from college.demo.questions_find import FIND
from college.demo.questions_money import MONEY
from college.demo.questions_send import SEND

QUESTIONS = (*FIND, *APPLY, *SEND, *MONEY)

#: Where people tap instead, by step: what they ask about is what they tap wrong.
TEMPTING = {
    "open-my-taobao": "search",
    "find-apply": "confirm-receipt",
    "choose-type": "refund-only",
    "fill-number": "number",
    "fake-service": "share-screen",
    "where-money-went": "back",
}

THEMES = (
    Collected(
        "confirm", "refund", "“确认收货”和“申请售后”挨得太近，点错了也不问一声",
        (
            Decided("looking", "22d 15:00", "我们在看这一页，把两个按钮怎么放想清楚。"),
            Decided("planned", "18d 11:00", "我们打算把“确认收货”挪开，点它之前先问您一句。"),
            Decided("changed", "4d 10:00", "“确认收货”挪到页面最下面了。点它的时候，会先问您：东西收好了吗？"),
        ),
    ),
    Collected(
        "insurance", "shipping-insurance", "以为有运费险，寄回去就一分钱不用出",
        (
            Decided("looking", "19d 09:30", "我们在看“运费险”那一行的说法。"),
            Decided("explained", "11d 16:00", "运费险补一部分路费。补多少，点开订单里“运费险”那一行，第一句就写着。"),
        ),
    ),
    Collected(
        "kinds", "refund", "退货退款、退款、换货三样分不清",
        (
            Decided("looking", "15d 10:00", "我们在看这三个名字怎么写更明白。"),
            Decided("planned", "10d 14:00", "我们打算在每个名字下面配一张小图：鞋去哪里，钱去哪里。"),
        ),
    ),
    Collected(
        "ads", "my-orders", "一打开先跳出广告，“跳过”太小，走不到“我的淘宝”",
        (Decided("looking", "13d 10:00", "我们在看长辈模式里能不能少放、能不能放大“跳过”。"),),
    ),
    Collected("number", "return-shipping", "退货单号太长，抄错、填成手机号码"),
    Collected(
        "money", "refund-money", "写着“退款成功”，却不知道钱退到了哪里",
        (Decided("looking", "2d 15:00", "我们在看“钱款去向”这一页，把“原支付渠道”说成大家听得懂的话。"),),
    ),
    Collected("platform", "platform-help", "“平台介入”听起来像打官司，不敢点"),
    Collected(
        "fake", "fraud-fake-service", "分不清真客服和假客服",
        (
            Decided("looking", "2d 16:00", "我们在看退款的页面上怎么把话说清楚。"),
            Decided("planned", "1d 11:00", "我们打算在退款页面上写明：客服不会向您要验证码，也不会叫您共享屏幕。"),
        ),
    ),
)  # fmt: skip
