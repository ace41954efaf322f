"""What a lecturer may change on a drawn screen, in words: the name of each value and of each choice; held by a test."""

from __future__ import annotations

from collections.abc import Mapping

Words = tuple[str, str]

#: The pictures of goods that a screen may show, where its template takes any of them.
PICTURES: dict[str, Words] = {
    "slippers": ("棉拖鞋", "Slippers"), "cup": ("保温杯", "Vacuum cup"), "tea": ("茶叶", "Tea"), "scarf": ("围巾", "Scarf"),
    "oil": ("菜籽油", "Oil"), "eggs": ("鸡蛋", "Eggs"), "walkers": ("健步鞋", "Walking shoes"), "quilt": ("被子", "Quilt"),
    "rice": ("大米", "Rice"), "tissue": ("抽纸", "Tissues"), "cooker": ("电饭锅", "Rice cooker"), "handset": ("手机", "Mobile phone"),
    "pills": ("药瓶", "Pills"), "broken": ("摔坏的杯子", "Broken cup"),
}  # fmt: skip

#: Key of `with`, or "screen.key" where it means something else there → what the field is called.
_FIELDS: dict[str, Words] = {
    "agreed": ("同意协议那一行", "The line of the agreement"), "anonymous": ("匿名评价", "Without a name"),
    "answer": ("对方的回答", "The answer"), "ask": ("对方要您做什么", "What you are asked to do"),
    "choose-size.ask": ("让人选什么", "What is to be chosen"), "group-chat.ask": ("任务的名字", "Name of the task"),
    "false-link.ask": ("网页要您填什么", "What the page asks for"),
    "asked": ("问的话", "The question"), "ask-everyone.asked": ("自己问的问题", "A question of one's own"),
    "at": ("现在到哪一步", "How far it is"), "product-photos.at": ("第几张图片", "Which photo"),
    "card": ("发的商品名字", "Name of the goods that were sent"), "case": ("凑单买什么", "What fills up the order"),
    "chosen": ("已经选中的一项", "What is chosen already"), "closed": ("已经关掉的", "What is closed already"),
    "code": ("验证码", "Code"), "coins": ("淘金币那一行", "The line of coins"), "colour": ("选好的颜色", "Chosen colour"),
    "count": ("几件", "How many"), "coupon": ("优惠券那一行", "The line of the coupon"), "cup": ("保温杯的快件", "The cup's parcel"),
    "cut": ("优惠的话", "Words of the discount"), "dark": ("光线", "Light"), "deal": ("凑单的话", "Words of the deal"),
    "default": ("设为默认地址", "Usual address"), "door": ("街道和门牌号", "Street and house"), "drawn": ("手写的笔画", "What is drawn by hand"),
    "end": ("短信最后一句", "Last sentence of the message"), "family": ("亲密付那一行", "The line of family pay"),
    "filled": ("填好了没有", "Filled in or not"), "first": ("第一条搜索历史", "First past search"),
    "two-prices.first": ("第一张图的日期", "Day of the first picture"), "two-prices.first_note": ("第一张图下面的话", "Words below the first picture"),
    "two-prices.first_price": ("第一个价钱", "First price"), "two-prices.second": ("第二张图的日期", "Day of the second picture"),
    "two-prices.second_note": ("第二张图下面的话", "Words below the second picture"), "two-prices.second_price": ("第二个价钱", "Second price"),
    "two-prices.title": ("页面的标题", "Title of the page"), "followed": ("关注了没有", "Followed or not"),
    "free": ("免密支付的提醒", "Notice of payment without password"), "results-filter.free": ("包邮那一行", "The line of free postage"),
    "from": ("谁发来的（号码或名字）", "Who sent it (number or name)"), "scam-call.from": ("来电的号码", "Number of the caller"),
    "block-number.from": ("要拉黑的号码", "Number to block"), "wechat-chat.from": ("商品是谁发的", "Who sent the goods"),
    "goods": ("商品的图片", "Picture of the goods"), "got": ("领好的券", "Coupons one has"), "refund-only.got": ("收到货没有", "Arrived or not"),
    "have": ("有几个地址", "How many addresses"), "heard": ("听到的话", "What was heard"), "hello": ("客服的第一句话", "The shop's first words"),
    "help": ("官方客服那一行", "The line of official service"), "high": ("最高价", "Highest price"), "low": ("最低价", "Lowest price"),
    "history": ("搜索历史", "Past searches"), "host": ("主播说的话", "What the host says"), "human": ("转到人工了没有", "A person answers"),
    "hurry": ("催人买的话", "Words that hurry"), "kind": ("哪一种", "Which kind"), "label": ("价钱前面的话", "Words before the price"),
    "later": ("先用后付", "Pay later"), "review-write.later": ("追加评价", "Adding to a review"), "level": ("选到哪一级", "How far it is chosen"),
    "limit": ("每月最多多少", "Limit of a month"), "lines": ("写出哪几行", "Which lines"), "link": ("短信里的网址", "Address in the message"),
    "listening": ("正在听", "Listening"), "me": ("自己说的话", "What one says oneself"), "mode": ("购物车在做什么", "What the cart does"),
    "more": ("开票和保修两行", "Lines of invoice and warranty"), "name": ("名字", "Name"), "chat.name": ("商品名字", "Name of the goods"),
    "order-detail.name": ("商品名字", "Name of the goods"), "refund-only.name": ("商品名字", "Name of the goods"),
    "refund-type.name": ("商品名字", "Name of the goods"), "two-prices.name": ("商品名字", "Name of the goods"),
    "shop.name": ("店名", "Name of the shop"), "shop-name.name": ("店名", "Name of the shop"), "address-edit.name": ("收货人", "Who receives it"),
    "group-chat.name": ("群名", "Name of the group"), "group-settings.name": ("群名", "Name of the group"), "device-remove.name": ("手机的名字", "Name of the phone"),
    "note": ("下面的小字", "Words below"), "now": ("现在用的模式", "Mode in use"), "number": ("号码", "Number"), "old": ("旧手机", "The old phone"),
    "one": ("第一句话", "First sentence"), "two": ("第二句话", "Second sentence"), "three": ("第三句话", "Third sentence"),
    "writing.one": ("第一个候选字", "First word to choose"), "writing.two": ("第二个候选字", "Second word to choose"), "writing.three": ("第三个候选字", "Third word to choose"),
    "packet": ("红包那一行", "The line of the red packet"), "packets": ("红包卡券那一行", "The line of red packets"), "part": ("显示哪一部分", "Which part is shown"),
    "password": ("登录密码那一行", "The line of the password"), "phone": ("手机号", "Telephone number"), "photo": ("照片", "Photo"),
    "picture": ("商品的图片", "Picture of the goods"), "place": ("所在地区", "District"), "postage": ("运费", "Postage"), "price": ("价钱", "Price"),
    "question": ("哪一个问题", "Which question"), "ready": ("准备好了没有", "Ready or not"), "wechat-chat.ready": ("输入框里的话", "Words in the field"),
    "reason": ("退款原因", "Reason for the refund"), "relation": ("选好的家人", "Chosen relative"), "said": ("说的话", "What is said"),
    "chat.said": ("输入框里的话", "Words in the field"), "review-write.said": ("评价的话", "Words of the review"), "ask-question.said": ("写好的问题", "The question as written"),
    "score": ("店铺评分", "Score of the shop"), "second": ("第二条搜索历史", "Second past search"), "sent": ("发过照片没有", "Photo sent or not"),
    "service": ("退换服务那一行", "The line of the exchange service"), "shop": ("店名", "Name of the shop"), "show": ("显示哪些", "What is shown"),
    "side": ("谁的手机", "Whose phone"), "sign": ("图标", "Sign"), "signed": ("签到了没有", "Signed in today or not"), "size": ("选好的尺码", "Chosen size"),
    "font-size.size": ("选好的字体", "Chosen size of letters"), "sound": ("声音", "Sound"), "stars": ("几颗星", "How many stars"), "state": ("现在的情况", "How it stands"),
    "step": ("现在到哪一步", "How far it is"), "stock": ("库存", "In stock"), "stranger": ("陌生的手机", "A strange phone"), "sum": ("多少钱", "How much"),
    "tab": ("选中的一栏", "Chosen tab"), "taobao": ("淘宝图标", "The icon of Taobao"), "tea": ("茶叶那一件", "The tea"), "text": ("正文", "Text"),
    "them": ("对方第一句话", "First words of the other"), "them2": ("对方第二句话", "Second words of the other"), "then": ("对方接着说的话", "What the other says next"),
    "thing": ("商品名字", "Name of the goods"), "title": ("标题", "Title"), "product.title": ("商品名字", "Name of the goods"), "to": ("送到哪里", "Where it goes"),
    "exchange.to": ("换成哪一种", "Exchanged for"), "total": ("合计", "Total"), "twice": ("第二遍填好了没有", "Written a second time or not"),
    "typed": ("打好的字", "Words typed"), "url": ("网址", "Address"), "waiting": ("退款/售后上的数字", "Number on refunds"), "walkers": ("健步鞋那一件", "The shoes"),
    "way": ("付款方式", "Way of paying"), "writing.way": ("用什么写", "Way of writing"), "what": ("哪一项", "Which one"), "permission.what": ("想用什么", "What it wants to use"),
    "when": ("时间", "When"), "who": ("谁", "Who"), "wide": ("标题写“领券中心”", "Headed 领券中心"), "word": ("搜的词", "Words searched for"),
    "words": ("屏幕中间的话", "Words in the middle"), "years": ("开店多久", "How long the shop is open"),
}  # fmt: skip

#: Word of a choice, or "key=word", or "screen.key=word" where it means something else there → what it is called.
_CHOICES: dict[str, Words] = {
    **PICTURES, "1": ("有", "Yes"), "yes": ("有", "Yes"), "on": ("打开", "On"), "off": ("关着", "Off"), "none": ("没有", "None"), "used": ("已经用上", "Used"),
    "count=1": ("1件", "1"), "count=2": ("2件", "2"), "at=1": ("第1张", "First"), "at=2": ("第2张", "Second"), "at=3": ("第3张", "Third"),
    "38": ("38码", "38"), "39": ("39码", "39"), "40": ("40码", "40"), "41": ("41码", "41"),
    "300": ("300元", "300 yuan"), "500": ("500元", "500 yuan"), "1000": ("1000元", "1000 yuan"), "标准": ("标准", "Standard"), "大": ("大", "Large"), "特大": ("特大", "Very large"),
    "麦克风": ("麦克风", "Microphone"), "相机": ("相机", "Camera"), "相册": ("相册", "Photo album"), "位置": ("位置", "Place"),
    "size": ("颜色和尺码", "Colour and size"), "kind": ("款式", "Kind"), "torn": ("盒子破了一角", "The box is torn"), "closed": ("关着的盒子", "The closed box"),
    "filming": ("正在录", "Filming"), "order-placed.at=closed": ("订单已经关闭", "The order is closed"), "why": ("问为什么取消", "Asked why it is cancelled"),
    "tissue": ("抽纸", "Tissues"), "normal": ("标准模式", "Standard mode"), "elder": ("长辈模式", "Mode for elders"), "later": ("先用后付", "Pay later"), "now": ("现在付款", "Pay now"),
    "slot-today": ("今天下午", "This afternoon"), "slot-morning": ("明天上午", "Tomorrow morning"), "slot-afternoon": ("明天下午", "Tomorrow afternoon"),
    "daughter": ("女儿", "Daughter"), "son": ("儿子", "Son"), "partner": ("老伴", "Partner"), "stranger": ("陌生人", "A stranger"),
    "shopping": ("网上购物", "Shopping"), "shows": ("看剧会员", "Films"), "all": ("全部", "All"), "lines=all": ("全部写出来", "All of them"),
    "grey": ("灰色", "Grey"), "black": ("黑色", "Black"), "ready": ("可以用", "Can be used"), "here": ("到了", "Arrived"), "me": ("自己", "Oneself"), "them": ("对方", "The other"),
    "side=me": ("自己的手机", "One's own phone"), "child": ("孩子家", "The child's home"), "side=child": ("孩子的手机", "The child's phone"), "home": ("自己家", "One's own home"),
    "10": ("减10元的一张", "The one of 10 yuan"), "no": ("没收到货", "Not arrived"), "got=yes": ("收到货了", "Arrived"), "one": ("一个", "One"), "two": ("两个", "Two"),
    "insole": ("鞋垫", "Insoles"), "shoes": ("健步鞋", "Walking shoes"), "warm": ("加绒健步鞋", "Warm walking shoes"), "card": ("急用电话卡", "Card of numbers"), "way=card": ("银行卡", "Bank card"),
    "medicine": ("药品", "Medicine"), "food": ("保健食品", "Health food"), "cheap": ("便宜的拖鞋", "Cheap slippers"), "province": ("省", "Province"), "city": ("市", "City"), "district": ("区", "District"),
    "coupon": ("优惠券", "Coupon"), "full": ("满减", "Money off a sum"), "packet": ("红包", "Red packet"), "coins": ("淘金币", "Coins"),
    "edit": ("管理", "Being tidied"), "sure": ("问要不要删", "Asked whether to delete"), "found": ("找到了淘宝", "Taobao is found"), "installed": ("装好了淘宝", "Taobao is installed"),
    "display": ("显示和亮度", "Display"), "top": ("上面：图片和价钱", "Top: photo and price"), "talk": ("中间：评价和问大家", "Middle: reviews"), "shop": ("下面：店铺", "Below: the shop"),
    "instep": ("脚背高能穿吗", "Will it fit a high instep"), "mine": ("自己问的", "One's own"), "photos": ("有图", "With photos"), "bad": ("差评", "Bad ones"), "show=later": ("追评", "Added later"),
    "three": ("三条都有", "All three"), "scores": ("评分", "Scores"), "list": ("单子", "List"), "money": ("钱", "Money"), "shield": ("盾牌", "Shield"), "box": ("盒子", "Box"),
    "station": ("店铺", "Shop"), "state=station": ("到了驿站", "At the station"), "refund": ("退款", "Refund"), "person": ("人", "Person"), "who=person": ("个人", "A person"), "scales": ("天平", "Scales"),
    "lock": ("锁", "Lock"), "share": ("分享", "Share"), "people": ("几个人", "People"), "scan": ("扫码", "Scanning"), "phone": ("电话", "Telephone"),
    "choose": ("选投诉还是举报", "Choosing"), "form": ("填表", "Filling in the form"), "sent": ("已经发货", "Sent"), "complaint.state=sent": ("交上去了", "Handed in"),
    "asked": ("已经邀请", "Invited"), "linked": ("已经连上", "Linked"), "waiting": ("等商家", "Waiting for the shop"), "paid": ("已经付了", "Paid"), "insurance-paid.state=paid": ("已经赔了", "Paid out"),
    "stuck": ("提现失败", "Money cannot be taken out"), "moving": ("运输中", "On its way"), "still": ("几天不动", "Not moving"), "arriving": ("正在派送", "Being delivered"), "signed": ("已签收", "Arrived"),
    "agreed": ("商家同意", "The shop agrees"), "returning": ("正在寄回", "Being sent back"), "refunded": ("退款成功", "Refunded"), "refused": ("商家拒绝", "The shop refuses"), "talking": ("正在通话", "Talking"),
    "new": ("填新号码", "Writing the new number"), "ask": ("再问一次：确认吗", "Asked whether one is sure"), "stopped": ("已经停用", "Stopped"), "reason": ("问原因", "Asked for the reason"), "done": ("交上去了", "Handed in"),
    "step=list": ("订单列表", "List of orders"), "step=off": ("已经关闭", "Closed"), "review": ("待评价", "To be reviewed"), "gone": ("没有了", "Gone"), "balance": ("账户余额", "Balance"), "huabei": ("花呗", "Huabei"),
    "family": ("亲密付", "Family pay"), "write": ("手写", "By hand"), "pinyin": ("拼音", "Pinyin"), "company": ("单位", "A company"),
    "tea=off": ("没有打勾", "Not ticked"), "walkers=off": ("没有打勾", "Not ticked"), "dark=1": ("光线暗", "Dark"), "ready=yes": ("准备好了", "Ready"), "filled=1": ("填好了", "Filled in"),
    "human=1": ("人工客服在答", "A person answers"), "sent=1": ("发过了", "Sent"), "signed=1": ("签过了", "Signed in"), "twice=1": ("填好了", "Written"), "agreed=1": ("打了勾", "Ticked"),
    "followed=yes": ("关注了", "Followed"), "at=broken": ("杯盖裂了", "The cup is broken"), "listening=1": ("正在听", "Listening"), "stars=2": ("2颗星", "2 stars"), "stars=4": ("4颗星", "4 stars"), "stars=5": ("5颗星", "5 stars"),
}  # fmt: skip
_PICTURE_KEYS = frozenset({"goods", "picture"})


def field_name(screen: str, key: str, lang: str) -> str:
    """Give what a value of a screen is called in a language ("zh" or "en"); one nobody named is called by its key."""
    words = _FIELDS.get(f"{screen}.{key}") or _FIELDS.get(key)
    return words[lang == "en"] if words else key


def choice_name(screen: str, key: str, word: str, lang: str) -> str:
    """Give what a choice is called; one nobody named is called by its own word."""
    words = _CHOICES.get(f"{screen}.{key}={word}") or _CHOICES.get(f"{key}={word}") or _CHOICES.get(word)
    return words[lang == "en"] if words else word


def choices_of(known: Mapping[str, tuple[str, ...]], key: str) -> tuple[str, ...]:
    """Give the words that a value may hold, each once; () when it takes any words. known: `Screens.value_choices`."""
    words = tuple(dict.fromkeys(known[key]))
    return words or (tuple(PICTURES) if key in _PICTURE_KEYS else ())


def has_words(screen: str, key: str, word: str = "") -> bool:
    """Say whether a value, or one of its choices, is called something in both languages."""
    if not word:
        return bool(_FIELDS.get(f"{screen}.{key}") or _FIELDS.get(key))
    return any(name in _CHOICES for name in (f"{screen}.{key}={word}", f"{key}={word}", word))
