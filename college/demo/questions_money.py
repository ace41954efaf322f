"""Invented questions at the fourth lesson, money-back: where the money is, who helps, who only pretends to."""

from __future__ import annotations

from college.demo.asked import SHANGCHENG, XIHU, Asked, Said, answered

MONEY = (
    Asked(
        "money-card", SHANGCHENG, "see-refunded", "6d 15:20",
        "写着退款成功，我卡里没有，是不是被人拿走了",
        answered("2h", "没有人拿走。“成功”是商家退了，银行还要走几天。点“钱款去向”，写着退到哪里、大概哪天到。", "see-refunded"),
        theme="money",
    ),
    Asked("silent-fresh", SHANGCHENG, "see-refunded", "3h", ""),
    Asked(
        "money-nowhere", SHANGCHENG, "where-money-went", "5d 16:00",
        "钱到底退到哪里去了呀，银行卡没有，微信也没有，急死了",
        answered("1h", "别急。当时用什么付的，钱就回到哪里，不会到微信去。点“钱款去向”看一看。", "where-money-went"),
        theme="money",
    ),
    Asked(
        "money-daughter", XIHU, "where-money-went", "5d 10:30",
        "当时是女儿付的 钱退给谁",
        answered("5h", "女儿付的，一般退给女儿。请她看看自己的账单。"),
        theme="money",
    ),
    Asked(
        "money-finger", SHANGCHENG, "where-money-went", "4d 20:10",
        "我不记得怎么付的了，是扫脸还是按手指头的",
        answered("12h", "扫脸、按手指只是开门的钥匙。打开那一单，找“付款方式”，写着用哪里的钱付的，退款就回到哪里。", "where-money-went", "money-balance"),
        theme="money",
    ),
    Asked("money-balance", SHANGCHENG, "where-money-went", "4d 20:35", "退到余额，余额是个啥，去哪里拿", theme="money", raised="3d 11:00"),
    Asked(
        "money-bank", XIHU, "where-money-went", "4d 09:00",
        "去银行问，银行小姑娘说没有这笔钱",
        answered("3h", "也许不是退到这张卡。先点“钱款去向”，看清楚写的是哪家银行、还是余额，再去问。", "where-money-went"),
        theme="money",
    ),
    Asked(
        "money-channel", XIHU, "wait-or-ask", "3d 17:30",
        "写退到原支付渠道，原支付渠道是什么地方",
        answered("14h", "“原支付渠道”就是当时付钱的地方：用银行卡付的，就是那张卡。"),
        theme="money",
    ),
    Asked("money-stuck", SHANGCHENG, "where-money-went", "25m", "老师，退款成功四个字我看到了，点钱款去向点不动"),
    Asked(
        "sunday", SHANGCHENG, "wait-or-ask", "4d 19:00",
        "写着1到3个工作日，礼拜天算不算",
        answered("13h", "礼拜六、礼拜天一般不算。从礼拜一数起，数到页面上写的天数。"),
    ),
    Asked(
        "not-there", SHANGCHENG, "wait-or-ask", "2d 10:00",
        "钱没到",
        (Said("ask_back", "5h", "请点“钱款去向”看一看：上面写着退到哪里？写着哪一天到？"),),
    ),
    Asked(
        "worn", SHANGCHENG, "talk-to-seller", "5d 10:15",
        "商家拒绝了，说我穿过了，我没穿过，就在家里试了一下，我要不要跟他吵",
        answered("3h", "不用吵。把鞋底的照片拍清楚，写一句“没穿过，请看照片”，点“发送”。他还不肯，再请平台来评理。", "call-the-platform"),
    ),
    Asked("cannot-type", XIHU, "talk-to-seller", "50m", "怎么打字跟卖家说，我只会用笔写字"),
    Asked(
        "court", SHANGCHENG, "call-the-platform", "4d 11:00",
        "平台介入是不是打官司，要不要请律师",
        answered("4h", "不是打官司，不用律师，也不用钱。好比请管市场的人来评评理。", "call-the-platform"),
        theme="platform",
    ),
    Asked(
        "at-my-door", XIHU, "call-the-platform", "4d 15:30",
        "点了申请平台介入，卖家会不会上门来找我",
        answered("3h", "不会的。有淘宝的工作人员在中间，话都在手机里说。真有人上门，不开门，打110。"),
        theme="platform",
    ),
    Asked(
        "never-mind", SHANGCHENG, "call-the-platform", "2d 13:20",
        "算了算了，三十几块钱，不好意思麻烦人家平台",
        theme="platform", raised="1d 10:00",
    ),
    Asked("evidence", SHANGCHENG, "give-evidence", "3d 15:50", "聊天记录怎么变成照片放上去", claimed="20h"),
    Asked(
        "pressed-link", SHANGCHENG, "fake-message", "4d 08:30",
        "短信说我包裹坏了赔三倍，我已经点进去了，还填了名字和银行卡，怎么办怎么办",
        answered("20m", "马上打银行卡背面的电话，说“我可能被骗了，请停掉卡”。再打110。再告诉家人。不丢人，骗子骗过很多人。", "fake-message"),
    ),
    Asked(
        "fake-knows", SHANGCHENG, "fake-service", "4d 09:30",
        "客服打电话来，知道我买了拖鞋，一开口就叫{name}，怎么会是假的呢",
        answered("2h", "名字和买的东西，都可能漏出去，知道这些不等于是真的。挂掉，自己打开淘宝看。", "check-it-yourself"),
        theme="fake",
        excerpt="客服打电话来，知道我买了拖鞋，一开口就叫得出我的名字，怎么会是假的呢",
    ),
    Asked(
        "fake-screen", XIHU, "fake-service", "4d 18:00",
        "他叫我开共享屏幕教我退款，我开了，后来儿子叫我关掉的。会不会有事",
        answered("30m", "儿子做得对。请改一改支付密码，看看账单有没有不认得的。有，就打110和银行的电话。", "fake-service"),
        theme="fake",
    ),
    Asked(
        "fake-call", SHANGCHENG, "fake-service", "3d 10:00",
        "真的客服到底会不会打电话来",
        answered("4h", "不管真假，都先挂掉，自己到淘宝里问。真有事，淘宝里都写着。", "check-it-yourself"),
        theme="fake",
    ),
    Asked(
        "fake-polite", XIHU, "fake-service", "2d 19:40",
        "假客服的声音很客气的呀 跟你们讲课一样客气",
        answered("13h", "骗子最会客气。听他要什么：要验证码、要共享屏幕、要先付钱，就是假的。", "fake-service"),
        theme="fake",
    ),
    Asked(
        "fake-codes", SHANGCHENG, "check-it-yourself", "2d 20:30",
        "验证码、寄件码、取件码，三个码我搞不清哪个能说",
        answered("12h", "寄件码给门口的快递员，取件码给驿站，短信里的验证码谁都不给。写在纸上，贴在电话旁边。"),
        theme="fake",
    ),
    Asked("silent-fake", XIHU, "fake-service", "2d 11:00", ""),
    Asked(
        "hung-up", SHANGCHENG, "check-it-yourself", "1d 19:30",
        "刚才又有人打电话来说退款，报得出我是李阿姨，还说回拨14000008803，我挂掉了，对不对",
    ),
)  # fmt: skip
