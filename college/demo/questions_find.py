"""Invented questions at the first lesson, find-order: the order, its buttons, the insurance."""

from __future__ import annotations

from college.demo.asked import SHANGCHENG, XIHU, Asked, answered

FIND = (
    Asked(
        "ads-shop", SHANGCHENG, "open-my-taobao", "27d 10:12",
        "一打开就是广告，那个跳过小得看不见，点了三次都跑到别人店里去了，后来我都不敢点了。",
        answered(
            "3h",
            "您没有点错，广告是自己跳出来的。不用点它，等几秒它自己会走。走了以后，看屏幕右下角，“我的淘宝”就在那里。",
            "open-my-taobao",
        ),
        theme="ads",
    ),
    Asked(
        "ads-packet", XIHU, "open-my-taobao", "27d 14:30",
        "打开淘宝先跳出一个红包让我抢 我不要红包 我要退鞋子 怎么关",
        answered("5h", "红包不抢没关系，钱不会少。点手机的返回键，或者等几秒，它就没了。然后点右下角的“我的淘宝”。"),
        theme="ads",
    ),
    Asked(
        "ads-figure", SHANGCHENG, "open-my-taobao", "26d 19:05",
        "周老师您好，打扰您了。我打开以后屏幕上花花绿绿的，您讲的我的淘宝在右下角，我这里右下角是一个小人的头，"
        "不知道是不是，不敢点，怕点坏了，要赔的吧？",
        answered("14h", "一点也不打扰。那个小人的头就是“我的淘宝”，放心点。手机点不坏的，点错了，按返回就回来了。"),
        theme="ads",
        excerpt="打开以后屏幕上花花绿绿的，讲课说“我的淘宝”在右下角，我这里右下角是一个小人的头，不知道是不是，不敢点，怕点坏了。",
    ),
    Asked(
        "ads-cross", SHANGCHENG, "open-my-taobao", "24d 20:40",
        "广告跳出来关不掉，叉叉太小，我手指头粗",
        answered("13h", "不用去点那个叉。放下手机数到五，广告自己会走。要是还在，按一下返回键。", None, "ads-too"),
        theme="ads",
    ),
    Asked("ads-too", SHANGCHENG, "open-my-taobao", "24d 20:55", "我也是广告。点跳过跳不过去。", theme="ads", raised="23d 11:00"),
    Asked(
        "ads-all", XIHU, "open-my-taobao", "20d 09:20",
        "是不是要先把广告看完才让进去？昨天看了半天，越看越多。",
        answered("6h", "不用看完。那一页一直往下都有，看不完的。请点屏幕最下面右边的“我的淘宝”。"),
        theme="ads",
    ),
    Asked(
        "daughters-order", XIHU, "open-orders", "26d 16:10",
        "我的订单里怎么是空的？东西是女儿帮我买的，寄到我家里来的。",
        answered("18h", "女儿用她的手机买的，这一单就在她的手机里。要退，请她在她的手机上点，您在旁边看着学。"),
    ),
    Asked(
        "wrong-word", SHANGCHENG, "open-orders", "26d 08:50",
        "我的定单在哪里，找不道，只有代付款代发货",
        answered("2h", "就在“待付款、待发货”那几个字的上面一行，写着“我的订单”。点“我的订单”四个字就进去了。", "open-orders"),
    ),
    Asked(
        "confirm-night", SHANGCHENG, "find-apply", "26d 07:10",
        "确认收货我已经点过了！！怎么办，钱是不是就没有了，鞋子还能退吗，我一晚上没睡好",
        answered(
            "1h",
            "别急，点过确认收货，一般在一段时间里还能申请。请打开那一单，看看还有没有“申请售后”。有，就照样点它。今晚睡个好觉。",
            "find-apply",
        ),
        theme="confirm",
        is_shown=True,
    ),
    Asked(
        "confirm-eyes", XIHU, "find-apply", "25d 15:40",
        "申请售后旁边就是确认收货，字一样大，我眼睛花，点错了。",
        answered("4h", "点错不怪您，两个是挨得近。下次点之前，把手机拿远一点，先念出来再点。点过了的，多半还能申请。"),
        theme="confirm",
    ),
    Asked(
        "other-words", SHANGCHENG, "find-apply", "25d 18:30",
        "没有申请售后这几个字，我的是退换两个字，一样吗",
        answered("15h", "一样的。不同的手机写法不同，“退换”“退款”“申请售后”都是它。"),
    ),
    Asked(
        "confirm-password", SHANGCHENG, "find-apply", "23d 09:10",
        "我想点申请受后，点到确认收货去了，它就跳出来叫我输密码，吓得我把手机关了",
        answered("2h", "您关得对，没有输密码，就没有收货。再打开，慢慢找“申请售后”，它不会问您要密码。", "find-apply"),
        theme="confirm",
    ),
    Asked(
        "confirm-spoken", XIHU, "find-apply", "21d 20:00",
        "喂老师啊，我讲给你听哦，我本来是要退的呀，手一抖嘛，点到那个收货了，它也不问我一声的，现在怎么弄法？",
        answered("12h", "听明白了。先打开那一单看看，还有“申请售后”就点它。没有了，就点“联系卖家”，说一声点错了。"),
        theme="confirm",
        excerpt="我本来是要退的呀，手一抖嘛，点到那个收货了，它也不问我一声的，现在怎么弄法？",
    ),
    Asked(
        "confirm-back", SHANGCHENG, "find-apply", "16d 07:55",
        "点错确认收货了能不能反回",
        answered("3h", "“确认收货”点了不能返回，不过一般还能申请售后。请到那一单里看看。"),
        theme="confirm",
    ),
    Asked(
        "confirm-small", SHANGCHENG, "find-apply", "9d 21:10",
        "字太小看不清哪个是售后哪个是收货",
        answered("11h", "手机的字可以放大：在“我的淘宝”的“设置”里，找“长辈模式”。字大了，两个就分得清了。"),
        theme="confirm",
    ),
    Asked(
        "confirm-again", XIHU, "find-apply", "3d 10:30",
        "昨天在家里自己弄，又点成确认收货了。",
        answered("7h", "没关系，这样的人不止您一个。打开那一单，找“申请售后”，多半还在。", "find-apply"),
        theme="confirm",
        raised="2d 09:30",
    ),
    Asked(
        "seven-from", SHANGCHENG, "seven-days", "25d 11:00",
        "7天是从付钱那天算，还是从拿到那天算？",
        answered("4h", "从收到东西算。最晚哪一天，订单的页面上会写，以页面写的为准。"),
    ),
    Asked(
        "tag-cut", XIHU, "seven-days", "24d 16:45",
        "吊牌剪掉了，就剪了一个，还算不算完好",
        answered("20h", "剪了吊牌，商家可能不同意。先别灰心，点“联系卖家”，照实说一句，问问他。", "ask-the-seller"),
    ),
    Asked(
        "apples", SHANGCHENG, "not-everything", "24d 12:20",
        "买的苹果烂了三个，水果不是不能退吗，那就只好自己吃亏？",
        answered("5h", "不用吃亏。烂了是东西不好，照样可以申请。把烂的三个拍清楚，当天就去申请。", "add-photos"),
    ),
    Asked(
        "insurance-free", SHANGCHENG, "see-insurance", "26d 14:00",
        "运费险是不是退货不要钱？为什么还扣了我几块",
        answered("4h", "运费险只补一部分路费，不是全部。补多少，点开“运费险”那一行就看得到。", "see-insurance"),
        theme="insurance",
    ),
    Asked(
        "insurance-courier", XIHU, "see-insurance", "25d 09:30",
        "有运费险 快递小哥还是问我收了十二块 是不是骗人的",
        answered("8h", "不是骗人。有的要您先付给快递，保险过后再补到您的账上。补多少，看“运费险”那一行。"),
        theme="insurance",
    ),
    Asked(
        "insurance-line", SHANGCHENG, "see-insurance", "24d 10:10",
        "运费线在哪里买，要不要身份证",
        answered("3h", "“运费险”不用您去买，有的话已经在订单里了。也不要身份证。"),
        theme="insurance",
    ),
    Asked(
        "insurance-rest", SHANGCHENG, "see-insurance", "20d 19:20",
        "运费险说补八块，我寄出去付了十三块，差的五块谁给",
        answered("14h", "一般差的要自己出。东西有毛病的，可以点“联系卖家”，请他出。以页面写的为准。", "ask-the-seller"),
        theme="insurance",
    ),
    Asked(
        "insurance-none", XIHU, "see-insurance", "18d 15:15",
        "我这一单没有运费险三个字，是不是就不能退了",
        answered("6h", "能退的。没有运费险，只是路费没有人补，退货照样可以申请。"),
        theme="insurance",
    ),
    Asked(
        "robot", SHANGCHENG, "ask-the-seller", "23d 15:30",
        "联系卖家点进去是个机器人，问什么都回一样的话，跟人说话怎么说",
        answered("5h", "写“人工”两个字，点“发送”，多半就换成人了。晚上人少，白天问快一些。"),
    ),
    Asked(
        "left-number", SHANGCHENG, "ask-the-seller", "22d 20:15",
        "老师我是{name}，卖家叫我留电话，我留了14000008801，他到现在没打来，你们有没有他的号码",
        answered("13h", "电话不用留给卖家。话都在淘宝里说，打开“联系卖家”就看得到他回了没有。以后谁要电话，先问问家人。"),
    ),
    Asked(
        "forgot", XIHU, "walk-it-again", "23d 08:20",
        "课上都会，回家就忘了，第一步点哪里来着",
        answered("2h", "忘了很平常。第一步点屏幕右下角的“我的淘宝”。点下面的大按钮，可以再看一遍。", "open-my-taobao"),
    ),
    Asked(
        "silent-walk", SHANGCHENG, "walk-it-again", "22d 10:40", "",
        answered("1h", "看到您点了“我不会”。卡在哪一步都没关系，从头慢慢再走一遍，点错了也不要紧。", "open-my-taobao"),
    ),
)  # fmt: skip
