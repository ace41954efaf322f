"""Invented names and numbers: the same each time, belonging to nobody."""

from __future__ import annotations

from random import Random

#: Numbers beginning 140-0000 are given to no one.
PHONE_HEAD = "1400000"

SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
GIVEN = (
    "桂芳 秀珍 玉兰 素琴 月英 淑华 美珍 凤英 惠芬 爱珍 水娟 阿花 金娣 彩仙 雅琴 文娟 巧云 兰香 玲珍 慧敏 "
    "建国 志明 国强 德生 永福 荣根 金土 阿毛 伯明 忠良 世昌 大年 守义 宝林 炳炎 林根 寿山 贤良 正华 学文 "
    "静 芬 萍 珍 云 芳 平 明 勇 军"
).split()
AGE_BANDS = ("50-54", "55-59", "60-64", "60-64", "65-69", "65-69", "65-69", "70-74", "70-74", "75-79", "80-84")


def invent_students(count: int, *, dice: Random, first_number: int) -> list[dict[str, str | None]]:
    """Give ``count`` people with different names: ``name``, ``phone`` (None for one in five) and ``age_band``.

    Every twentieth shares the number of the one before, as couples do. ``first_number`` is 0 to 9999.
    """
    names = sorted({surname + given for surname in SURNAMES for given in GIVEN})
    dice.shuffle(names)
    people: list[dict[str, str | None]] = []
    for index, name in enumerate(names[:count]):
        phone = f"{PHONE_HEAD}{first_number + index:04d}" if dice.random() > 0.2 else None
        if index % 20 == 19:
            phone = people[-1]["phone"]
        people.append({"name": name, "phone": phone, "age_band": dice.choice(AGE_BANDS)})
    return people
