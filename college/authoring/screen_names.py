"""The drawn screens as a lecturer looks for them: in groups, each with a title; a test holds that none is missing."""

from __future__ import annotations

#: Key of a group → its name in Chinese and English, and its screens: name → titles in Chinese and English.
GROUPS: dict[str, tuple[tuple[str, str], dict[str, tuple[str, str]]]] = {
    "phone": (("手机本身", "The phone itself"), {
        "phone-desktop": ("手机主屏幕", "First screen of the phone"),
        "phone-settings": ("手机设置", "Settings of the phone"),
        "font-size": ("字体大小", "Size of letters"),
        "permission": ("手机问：允许吗", "The phone asks: allow?"),
        "app-store": ("应用市场", "App market"),
        "contacts": ("通讯录", "Contacts"),
        "call-log": ("最近通话", "Recent calls"),
        "dial": ("拨号", "Dialling"),
        "sms": ("一条短信", "A text message"),
        "photo-album": ("相册", "Photo album"),
        "opening-ad": ("打开时的广告", "Advertisement on opening"),
        "pop-up": ("弹出来的广告", "Advertisement that pops up"),
        "ad-page": ("广告页面：限时特卖", "Advertisement page: sale"),
    }),
    "search": (("首页和搜索", "Home page and search"), {
        "home": ("淘宝首页", "Home page of Taobao"),
        "elder-home": ("长辈模式首页", "Home page for elders"),
        "mode-switch": ("模式切换", "Switching the mode"),
        "search": ("搜索页", "Search page"),
        "voice": ("说话找", "Search by speaking"),
        "writing": ("用手写字找", "Search by writing"),
        "camera": ("拍照找同款", "Search by photo"),
        "results": ("搜索结果", "Search results"),
        "results-filter": ("筛选结果", "Filtering results"),
        "categories": ("分类", "Categories"),
    }),
    "goods": (("商品和店铺", "Goods and shops"), {
        "product": ("商品页", "Page of a product"),
        "product-photos": ("商品图片", "Photos of a product"),
        "product-reviews": ("商品评价", "Reviews of a product"),
        "ask-everyone": ("问大家", "Asking buyers"),
        "ask-answers": ("买过的人怎么答", "What buyers answer"),
        "ask-question": ("我来问一问", "Asking a question"),
        "choose-size": ("选颜色和尺码", "Choosing colour and size"),
        "size-table": ("尺码表", "Table of sizes"),
        "delivery-info": ("发货和运费", "Delivery and postage"),
        "guarantee-info": ("保障说明", "Guarantees"),
        "shop": ("店铺首页", "Page of a shop"),
        "shop-about": ("店铺信息", "About a shop"),
        "two-shops": ("两家店比一比", "Two shops compared"),
        "package-label": ("包装说明", "Label of a package"),
        "page-words": ("一页文字说明", "A page of words"),
    }),
    "order": (("购物车和下单", "Cart and ordering"), {
        "cart": ("购物车", "Cart"),
        "confirm-order": ("确认订单", "Confirming an order"),
        "address-list": ("收货地址", "Addresses"),
        "address-edit": ("编辑地址", "Editing an address"),
        "district": ("选省、市、区", "Choosing the district"),
        "order-placed": ("订单：等您付款", "Order waiting for payment"),
        "to-pay": ("待付款", "To be paid"),
    }),
    "pay": (("付款和账单", "Paying and bills"), {
        "pay": ("确认付款", "Confirming a payment"),
        "pay-password": ("输入支付密码", "Payment password"),
        "pay-done": ("付款成功", "Payment done"),
        "pay-settings": ("支付设置", "Payment settings"),
        "free-payment": ("免密支付列表", "Payments without password"),
        "free-payment-off": ("关闭免密支付", "Ending payment without password"),
        "pay-later": ("先用后付", "Pay later"),
        "pay-later-owed": ("先用后付：还要付", "Pay later: what is owed"),
        "pay-later-off": ("关闭先用后付", "Ending pay later"),
        "find-password": ("找回支付密码", "Payment password forgotten"),
        "pay-help": ("支付宝客服", "Help of Alipay"),
        "alipay-mine": ("支付宝：我的", "Alipay: mine"),
        "alipay-settings": ("支付宝：设置", "Alipay: settings"),
        "bills": ("账单", "Bills"),
        "bill-detail": ("账单详情", "One bill"),
    }),
    "discount": (("优惠和算账", "Discounts and sums"), {
        "coupons": ("领优惠券", "Getting coupons"),
        "coupon-list": ("我的优惠券", "My coupons"),
        "coupon-pick": ("选优惠券", "Choosing a coupon"),
        "red-packets": ("我的红包", "My red packets"),
        "coins": ("淘金币", "Coins"),
        "add-on": ("凑单", "Filling up an order"),
        "deal-sum": ("凑单算一算", "Is filling up worth it"),
        "price-detail": ("价格明细", "How the price is made"),
        "presale": ("预售商品", "Presale"),
        "presale-rule": ("预售规则", "Rules of presale"),
        "two-prices": ("两个价钱比一比", "Two prices compared"),
    }),
    "parcel": (("订单和物流", "Orders and parcels"), {
        "my-taobao": ("我的淘宝", "My Taobao"),
        "orders": ("我的订单", "My orders"),
        "order-detail": ("订单详情：已签收", "Order that has arrived"),
        "order-paid": ("订单详情：等发货", "Order that is paid"),
        "to-receive": ("待收货", "To be received"),
        "logistics": ("查看物流", "Where the parcel is"),
        "pickup-code": ("取件码", "Pickup code"),
        "station": ("驿站货架", "Shelves of the station"),
        "station-exit": ("驿站出库机", "Exit of the station"),
        "receipt-confirm": ("确认收货", "Confirming receipt"),
        "film-parcel": ("开箱录像", "Filming a parcel"),
        "review-write": ("写评价", "Writing a review"),
        "my-reviews": ("我的评价", "My reviews"),
    }),
    "refund": (("退款和售后", "Refunds and after-sales"), {
        "refund-type": ("选择退款还是换货", "Refund or exchange"),
        "refund-reason": ("退款原因", "Reason for a refund"),
        "refund-form": ("申请退货退款", "Asking for a refund"),
        "refund-only": ("申请退款，不退货", "Refund without return"),
        "refund-progress": ("退款办到哪一步", "How far a refund is"),
        "refund-offer": ("商家想商量", "The shop offers less"),
        "refund-money": ("钱退到哪里", "Where the money goes"),
        "refund-share": ("退款怎么算", "How a refund is counted"),
        "return-way": ("怎么寄回去", "How to send it back"),
        "pickup-time": ("预约上门取件", "Time of collection"),
        "tracking-number": ("填退货单号", "Number of the returned parcel"),
        "exchange": ("申请换货", "Asking for an exchange"),
        "insurance": ("运费险说明", "Return insurance"),
        "insurance-paid": ("运费险赔钱", "Return insurance pays"),
        "platform-help": ("请平台来评理", "Asking the platform"),
        "platform-progress": ("平台介入进度", "How far the platform is"),
        "complaint": ("12315投诉", "Complaint to 12315"),
        "complaint-papers": ("投诉要备好什么", "What a complaint needs"),
        "pick-photo": ("选一张照片", "Choosing a photo"),
        "invoice": ("申请开票", "Asking for an invoice"),
        "warranty-card": ("保修卡", "Warranty card"),
    }),
    "family": (("家人和分享", "Family and sharing"), {
        "family": ("亲情账号", "Family account"),
        "family-invite": ("添加家人", "Adding a relative"),
        "family-accept": ("家人的邀请", "Invitation of a relative"),
        "family-member": ("家人：女儿", "A relative: daughter"),
        "family-gift": ("家人送的亲密付", "Family pay as a gift"),
        "family-limit": ("亲密付的额度", "Limit of family pay"),
        "pay-for-me": ("找人帮我付", "Asking somebody to pay"),
        "pay-for-me-state": ("等家人付款", "Waiting for a relative to pay"),
        "pay-for-relative": ("帮家人付款", "Paying for a relative"),
        "shared-found": ("发现复制的商品", "Goods that were shared"),
        "wechat-share": ("分享给谁", "Share with whom"),
        "wechat-pick": ("微信：发送给谁", "WeChat: send to whom"),
        "wechat-chat": ("微信聊天", "WeChat chat"),
    }),
    "account": (("账号和密码", "Account and passwords"), {
        "settings": ("淘宝设置", "Settings of Taobao"),
        "login": ("登录", "Signing in"),
        "login-code": ("输入验证码", "Code by message"),
        "set-password": ("设置登录密码", "Setting a password"),
        "password-ideas": ("想一个密码", "Thinking of a password"),
        "notebook": ("密码记在哪里", "Where to note a password"),
        "account-security": ("账号与安全", "Account and safety"),
        "change-phone": ("更换手机号", "Changing the number"),
        "devices": ("登录过的手机", "Phones that signed in"),
        "device-remove": ("退出旧手机", "Signing out an old phone"),
        "login-alert": ("登录提醒", "Notice of signing in"),
        "safety-centre": ("安全中心", "Safety centre"),
    }),
    "chat": (("聊天和直播", "Chats and livestreams"), {
        "messages": ("消息", "Messages"),
        "chat": ("和店里客服聊天", "Chat with a shop"),
        "service-bot": ("官方客服", "Official service"),
        "live-list": ("淘宝直播列表", "List of livestreams"),
        "livestream": ("直播间", "Livestream"),
        "live-goods": ("直播间的商品袋", "Goods of a livestream"),
        "live-product": ("直播间正在讲的商品", "Goods being shown live"),
    }),
    "safe": (("防骗", "Against fraud"), {
        "scam-call": ("陌生来电", "Call of a stranger"),
        "scam-chat": ("陌生人聊天", "Chat with a stranger"),
        "fake-message": ("骗人的短信", "Message of a swindler"),
        "fake-service": ("假客服", "False service"),
        "false-link": ("假网页", "False web page"),
        "screen-share-request": ("要您共享屏幕", "Asked to share the screen"),
        "found-hotlines": ("搜到的假客服电话", "False hotlines"),
        "parcel-card": ("没买过的包裹", "A parcel nobody ordered"),
        "praise-card": ("好评返现卡", "Card that pays for praise"),
        "health-ad": ("保健品广告", "Health advertisement"),
        "invest-app": ("假理财", "False investment"),
        "group-chat": ("返利群", "Group that promises money"),
        "group-settings": ("群设置：退出、投诉", "Leaving a group"),
        "block-number": ("拉黑号码", "Blocking a number"),
        "evidence": ("留下证据", "Keeping evidence"),
        "emergency-numbers": ("该打哪个电话", "Which number to call"),
        "police-app": ("国家反诈中心", "Police app"),
    }),
    "earn": (("开店和挣钱", "Selling and earning"), {
        "open-shop": ("淘宝开店", "Opening a shop"),
        "shop-fees": ("开店有哪些费用", "What a shop costs"),
        "shop-name": ("填写店铺信息", "Naming a shop"),
        "put-up-goods": ("发布商品", "Putting up goods"),
        "shop-orders": ("我的小店：订单", "Orders of my shop"),
        "live-start": ("准备开播", "Before a livestream"),
        "live-on": ("正在直播", "Livestreaming"),
        "live-end": ("结束直播", "Ending a livestream"),
        "guide-apply": ("导购报名", "Becoming a guide"),
        "guide-share": ("分享挣佣金", "Sharing for commission"),
        "guide-money": ("我的佣金", "My commission"),
    }),
}  # fmt: skip

_TITLES = {name: titles for _group, screens in GROUPS.values() for name, titles in screens.items()}


def group_names(lang: str) -> dict[str, str]:
    """Give the names of the groups by their key, in order; lang: "zh" or "en"."""
    return {key: names[lang == "en"] for key, (names, _screens) in GROUPS.items()}


def title_of(screen: str, lang: str) -> str:
    """Give a screen's title in a language ("zh" or "en"); an unknown screen is called by its name."""
    return _TITLES[screen][lang == "en"] if screen in _TITLES else screen


def find(words: str, group: str = "") -> list[str]:
    """Give the names of screens whose titles or group hold all of these words, in order; "" and "" give all."""
    wanted = words.casefold().split()
    return [
        name
        for key, (names, screens) in GROUPS.items()
        if not group or key == group
        for name, titles in screens.items()
        if all(word in " ".join((*names, *titles, name)).casefold() for word in wanted)
    ]
