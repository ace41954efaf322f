"""Words and rows of keys of which nobody's password may consist, written down by hand: what is tried first everywhere."""

from __future__ import annotations

import string

#: Letters alone: digits and marks around and between them do not make a word less known.
WELL_KNOWN = frozenset(
    """
    password passwort passwd pass passcode passphrase secret geheim mima kouling miyao yaoshi
    admin administrator root user guest test testing tester demo sample example default changeme change letmein
    login logon welcome hello access enter open opensesame temp temporary new newpassword mypassword yourpassword
    nopassword blank empty none null undefined system server service master super superuser supervisor manager
    office company work computer desktop laptop internet network website email mail account security private public
    college university school class classroom student teacher lecturer helper coordinator operator staff lesson course
    learn learning senior seniors elderly grandma grandpa grandmother grandfather mother father mama baba nainai yeye
    waipo waigong laonian laoren laoshi xuesheng xuexiao xuexi daxue banji kecheng jiaoshi zhujiao jiangshi
    taobao taobaocollege taobaocollegeforseniors collegeforseniors forseniors alibaba alipay zhifubao tmall tianmao
    cainiao xianyu dingtalk dingding wechat weixin weibo baidu tencent huawei xiaomi iphone android apple google
    woaini woaiwo woaiwojia woaizhongguo wojia wodemima mimashi shiwode nihao nihaoma zaijian xiexie duibuqi qinaide
    baobei baobao laopo laogong jiayou facai gongxifacai xinnian kuaile shengri shengrikuaile pingan jiankang xingfu
    zhongguo zhonghua beijing shanghai hangzhou zhejiang xihu guangzhou shenzhen nanjing suzhou ningbo wenzhou chengdu
    wuhan chongqing tianjin xian xizang china chinese
    wangwei liwei zhangwei liuwei chenwei wangfang lina liuyang xiaoming xiaohong xiaoli xiaofang guihua guilan xiulan
    iloveyou iloveu ilovechina loveyou lovely love lover loveme forever always happy happiness lucky sunshine sunny
    princess prince queen king angel babygirl baby sweet sweetheart honey darling beautiful flower rose lily orchid
    dragon tiger monkey rabbit panda horse phoenix eagle shadow ninja samurai warrior hunter ranger killer batman
    superman spiderman pokemon starwars matrix trustno trustme whatever fuckyou football baseball basketball soccer
    hockey tennis golf swimming summer winter spring autumn monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december birthday holiday christmas
    michael jennifer jessica daniel thomas robert jordan charlie andrew joshua matthew ashley nicole michelle maggie
    buster ginger pepper cookie cheese chocolate orange banana freedom liberty money rich million dollar mercedes
    ferrari porsche corvette mustang harley yamaha samsung nokia windows microsoft linux oracle cisco qwerty qwertz
    azerty abc abcd abcde abcdef abcdefg qwe qwer qwert asd asdf asdfg asdfgh asdfghjkl zxc zxcv zxcvb zxcvbn zxcvbnm
    qaz wsx edc qazwsx qazwsxedc aaa aaaa bbb xxx xxxx zzz aa bb cc dd aabb aabbcc
    """.split()
)

#: Rows as fingers find them; each is looked at from both ends.
_ROWS = (
    string.ascii_lowercase * 2,
    "01234567890123456789",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "a1b2c3d4e5f6g7h8i9",
    "1a2b3c4d5e6f7g8h9i",
    "112233445566778899001122",
    "147258369147258369",
    "741852963741852963",
    "159357159357",
    "520131452013145201314",
    "!@#$%^&*()",
)
_RUNS = tuple(row for each in _ROWS for row in (each, each[::-1]))
#: A piece of a row counts from so many keys on.
SHORTEST_PIECE = 3
_WRITTEN_FOR = str.maketrans("@04$5137!", "aoasseiti")


def is_keyboard_run(password: str) -> bool:
    """Say whether a password is nothing but pieces of rows of keys: 1qaz2wsx3edc, 123456qwerty, 5201314520."""
    rest = password.lower()
    while rest:
        size = max((size for size in range(1, len(rest) + 1) if _is_piece(rest[:size])), default=0)
        if size == 0:
            return False
        rest = rest[size:]
    return bool(password)


def plain_letters(password: str) -> str:
    """Give a password with the letters for which digits and marks were written: P@ssw0rd-2026 becomes password."""
    return password.lower().strip(string.digits + string.punctuation + " ").translate(_WRITTEN_FOR)


def _is_piece(text: str) -> bool:
    if len(text) >= SHORTEST_PIECE and len(set(text)) == 1:
        return True
    return len(text) >= SHORTEST_PIECE and any(text in run for run in _RUNS)
