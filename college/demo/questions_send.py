"""Invented questions at the third lesson, send-back: packing, the courier, the long number."""

from __future__ import annotations

from college.demo.asked import SHANGCHENG, XIHU, Asked, Said, answered

SEND = (
    Asked(
        "agreed-money", SHANGCHENG, "seller-agreed", "13d 10:10",
        "商家同意了，钱怎么还没来？",
        answered("4h", "同意以后，还要把鞋寄回去。他收到了，钱才回来。现在点“寄回商品”。", "seller-agreed"),
    ),
    Asked(
        "no-box", XIHU, "pack-it-well", "12d 14:20",
        "鞋盒子被老头子当废纸卖掉了，用别的盒子行不行",
        answered("5h", "先问一问商家，点“联系卖家”。多半可以，用差不多大的盒子包结实就好。", "ask-the-seller"),
    ),
    Asked(
        "socks", SHANGCHENG, "pack-it-well", "4d 13:00",
        "买鞋送的袜子我已经穿了，要不要一起寄回去，洗过的",
    ),
    Asked(
        "own-address", SHANGCHENG, "check-address", "12d 16:40",
        "快递叫我写寄件地址，我写的是梧桐新村3幢2单元401，电话14000008802，写得对不对",
        answered("16h", "寄件的地方写自己家就对了。收件的地方，照页面上的“退货地址”抄。家里的地址和电话，不用发给我。", "check-address"),
    ),
    Asked(
        "moved", XIHU, "check-address", "11d 09:50",
        "有个短信叫我寄到另外一个地方，说仓库搬家了，信哪个",
        answered("2h", "信淘宝页面上写的。短信不要信，也不要点里面的字。", "check-address"),
    ),
    Asked(
        "tea", SHANGCHENG, "choose-pickup", "11d 15:10",
        "上门取件，来的人要不要给他倒茶，要不要给小费",
        answered("4h", "不用给钱，也不用倒茶。东西当面交给他，看他贴好单子就行。"),
    ),
    Asked(
        "other-day", SHANGCHENG, "book-a-time", "10d 19:30",
        "约了明天上午，我明天上午要去医院配药，改得了吗",
        answered("40m", "改得了。回到“寄回商品”那一页，找“修改时间”，换成下午。看病要紧。", "book-a-time"),
    ),
    Asked(
        "which-code", XIHU, "book-a-time", "9d 11:00",
        "快递员问我要寄件码，跟验证码是一个东西吗，你们说验证码谁都不给的，我就没给，他走了",
        answered("3h", "您很小心，这是好事。寄件码写在寄件的页面上，可以给站在门口的快递员。短信里的验证码，谁都不给。再约一次就好。", "book-a-time"),
    ),
    Asked(
        "station-phone", SHANGCHENG, "use-station", "9d 16:00",
        "驿站的人说扫码寄件，他拿我手机自己点，行不行",
        answered("17h", "手机拿在自己手里。请他用嘴说，您自己点。", "use-station"),
    ),
    Asked(
        "number-long", SHANGCHENG, "fill-number", "12d 10:50",
        "单号太长了，抄到后面忘了前面，抄了三遍都说不对",
        answered("4h", "不用抄。点“扫一扫快递单”，对准黑条条，手机替您抄。", "fill-number"),
        theme="number",
    ),
    Asked(
        "number-phone", XIHU, "fill-number", "11d 16:30",
        "填了手机号码14000008804进去，它说单号有误，我的手机号码没有错啊",
        answered("17h", "手机号码是您的，单号是包裹的。单号在快递单的黑条条下面，比手机号码长。", "fill-number"),
        theme="number",
        excerpt="填了手机号码进去，它说单号有误，我的手机号码没有错啊",
    ),
    Asked(
        "number-shake", SHANGCHENG, "fill-number", "10d 08:30",
        "扫一扫对不准，手抖，黑条条在那里晃来晃去",
        answered("2h", "把单子平放在桌上，两个手肘撑住桌子，手机离远一点。还是不行，请驿站的人帮着扫。"),
        theme="number",
    ),
    Asked(
        "number-sound", XIHU, "fill-number", "8d 20:20",
        "丹号填错一个字，还能改吗，东西会不会寄丢",
        answered("14h", "东西不会丢，它跟着单子走。回到“退款/售后”，点进去，有“修改”就能改。"),
        theme="number",
    ),
    Asked(
        "number-lost", SHANGCHENG, "fill-number", "5d 14:40",
        "我老伴寄的，单子他扔了，没有单号怎么填",
        answered("4h", "问问寄的那家驿站或者快递，报寄件的手机号，他们查得到。以后单子留到钱回来。", "keep-the-receipt"),
        theme="number",
    ),
    Asked("number-letters", SHANGCHENG, "fill-number", "2d 09:00", "单号前面有两个字母，要不要一起填进去"),
    Asked("number-fresh", XIHU, "fill-number", "1d 09:10", "扫出来的号跟单子上的不一样 差了最后几个"),
    Asked(
        "no-receipt", SHANGCHENG, "keep-the-receipt", "8d 09:40",
        "上门的没有给我单子，是不是没寄出去呀，我心里慌",
        answered("2h", "不慌。上门取件常常没有纸单子，单号在手机的页面上，点“查看退货物流”就看得到。", "follow-the-parcel"),
    ),
    Asked(
        "not-right", XIHU, "follow-the-parcel", "3d 17:00",
        "包裹不对",
        (Said("ask_back", "3h", "您是说包裹停着不动，还是送到了别的地方？请把页面上那一行字念给手机听，发给我。"),),
    ),
)  # fmt: skip
