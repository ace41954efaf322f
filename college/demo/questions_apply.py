"""Invented questions at the second lesson, ask-refund: which kind, which reason, a word, a photo, waiting."""

from __future__ import annotations

from college.demo.asked import SHANGCHENG, XIHU, Asked, Said, answered

APPLY = (
    Asked(
        "too-late", SHANGCHENG, "start-asking", "20d 16:20",
        "点进去说超过时间不能申请，明明才三天",
        (
            Said("ask_back", "2h", "您看到的那一单，是几号收到的？页面上写的是哪几个字？"),
            Said("reply", "3h", "十号收到的，写着售后已关闭。原来我点的是去年那一双，不是这一双。"),
            Said("answer", "14h", "找到原因就好。请回到“我的订单”，看图片和日子，点这一次买的那一双。", "start-asking"),
        ),
    ),
    Asked(
        "kind-refund", SHANGCHENG, "choose-type", "20d 10:40",
        "退货退款和退款有啥两样？我就想把钱要回来，选了退款，卖家不肯。",
        answered("4h", "鞋子在您手里，要寄回去，就选“我要退货退款”。“我要退款”是还没收到东西时用的。撤回来重选就行。", "choose-type"),
        theme="kinds",
        is_shown=True,
    ),
    Asked(
        "kind-muddle", XIHU, "choose-type", "20d 14:50",
        "选哪个？鞋子我不要了，钱要还我，三个都有个退字换字，看糊涂了",
        answered("5h", "鞋子不要、钱要还，就是“我要退货退款”，字最多的那一个。"),
        theme="kinds",
    ),
    Asked(
        "kind-bigger", SHANGCHENG, "choose-type", "18d 19:00",
        "我选错了 选成换货 又寄来一双更大的",
        answered("14h", "记一句话：“换货”换来一双鞋，“退款”只退钱，“退货退款”鞋去钱来。再申请一次，选“我要退货退款”。", None, "kind-sound"),
        theme="kinds",
    ),
    Asked(
        "kind-sound", SHANGCHENG, "choose-type", "18d 19:25",
        "换或和退或分不清，能不能教我们一句话记一记",
        theme="kinds", raised="17d 11:00",
    ),
    Asked(
        "kind-nothing", XIHU, "choose-type", "16d 20:30",
        "没收到东西也要选退货吗，退什么货呢，货都没来",
        answered("13h", "您说得对，货没来就没有东西好退。选“我要退款”，只退钱。"),
        theme="kinds",
    ),
    Asked(
        "kind-old", SHANGCHENG, "choose-type", "12d 18:10",
        "只有我要退款，没有退货退款那一条，是不是我手机太旧",
        answered("15h", "手机不旧。还没发货的单子，只有“我要退款”一条，点它就行。"),
        theme="kinds",
    ),
    Asked(
        "reason-kind", SHANGCHENG, "choose-reason", "20d 11:10",
        "原因选尺寸不合适还是不想要了，选哪个卖家不骂我",
        answered("3h", "照实选，谁也不会骂您。鞋小了，就选“大小/尺寸不合适”。", "choose-reason"),
    ),
    Asked(
        "silent-reason", XIHU, "choose-reason", "18d 09:15", "",
        answered("2h", "看到您在这一步点了“我不会”。先点“退款原因”那一行，再点“大小/尺寸不合适”。不急，慢慢来。", "choose-reason"),
    ),
    Asked(
        "less", SHANGCHENG, "check-amount", "19d 13:30",
        "我付了三十九，它写退三十六块五，少了两块五是手续费吗",
        answered("4h", "退货没有手续费。当时用了红包或者优惠券，那一部分不退钱。打开订单，付款那里看得到。"),
    ),
    Asked(
        "microphone", SHANGCHENG, "write-a-note", "18d 08:40",
        "不会打字，话筒按了说了半天，出来的字不对，小了一号变成小乐医号",
        answered("3h", "离手机近一点，一个字一个字慢慢说。不对也不要紧，商家看得懂。不写也能交。", "write-a-note"),
    ),
    Asked(
        "no-photos", XIHU, "add-photos", "17d 10:05",
        "它问我允许访问照片，点了不允许，现在再点照片就没反应了",
        answered("6h", "在手机自己的“设置”里，找到淘宝，把“照片”打开。不好找，下次上课我帮您看。"),
    ),
    Asked(
        "alone", SHANGCHENG, "add-photos", "17d 19:45",
        "照片里有我家门口，会不会被人看见，我一个人住的",
        answered("13h", "照片只有商家和淘宝看得到。您的心很细，再拍一张，只拍鞋子，放在桌上拍就好。", "add-photos"),
    ),
    Asked(
        "deposit", SHANGCHENG, "send-request", "17d 10:30",
        "提交申请要不要先付钱？有个人打电话来说先交20块押金才退",
        answered("40m", "不要付！那是骗子。交申请一分钱也不用付。已经付了，马上打110，再告诉家人。", "check-it-yourself"),
    ),
    Asked(
        "two-days", XIHU, "look-back", "15d 09:15",
        "等商家处理等了两天了，是不是不理我了，要不要再申请一次",
        answered("5h", "不用再申请。商家有几天时间，最晚哪天，页面上写着。过了那天他不回，淘宝会自己往下办。", "look-back"),
    ),
    Asked(
        "red-one", SHANGCHENG, "look-back", "14d 20:00",
        "退款售后上面那个小红点1是什么意思，是欠他们钱吗",
        answered("13h", "不欠钱。“1”是说您有一件退货正在办。办好了，它自己就没了。"),
    ),
    Asked("took-back", SHANGCHENG, "withdraw-request", "16d 12:00", "怎么撒销", withdrawn="1h"),
    Asked(
        "granddaughter", SHANGCHENG, "withdraw-request", "13d 17:20",
        "想想还是留下给外孙女穿，撤销了会不会罚钱",
        answered("16h", "不会罚钱。点“撤销申请”，这次就不退了。外孙女有福气。", "withdraw-request"),
    ),
)  # fmt: skip
