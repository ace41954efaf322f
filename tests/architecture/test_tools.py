"""The tools themselves: each check must find the fault it is there for, or its silence proves nothing."""

import pytest

from tests.support.axe import axe_faults
from tests.support.pages import page_faults
from tests.support.probes import DESK, LEARNER, probe_faults

GOOD = """<!doctype html><html lang="zh-CN"><head><title>第1步 - 退货退款</title><meta name="viewport" content="width=device-width">
</head><body><main><h1>第1步</h1><form method="post" action="/save"><input type="hidden" name="csrf_token" value="t">
<p><label for="name">姓名</label></p><input id="name" name="name" autocomplete="name"><button>保存姓名</button></form></main></body></html>"""
BROKEN = {
    "two headings": ("<h1>第1步</h1>", "<h1>第1步</h1><h1>又一个</h1>", "2 h1"),
    "no title": ("<title>第1步 - 退货退款</title>", "<title></title>", "no title"),
    "no language": (' lang="zh-CN"', "", "without lang"),
    "an id twice": ("<main>", "<main id='name'>", "2 times"),
    "a field without label": ('for="name"', 'for="other"', "has no label"),
    "a form without token": ('name="csrf_token"', 'name="token"', "no CSRF token"),
    "a form without action": (' action="/save"', "", "without an action"),
    "a style": ("<main>", '<main style="color:red">', "style attribute"),
    "a script in the page": ("</main>", "<script>1</script></main>", "inline script"),
    "a handler in the page": ("<main>", '<main onclick="go()">', "onclick on main"),
    "a picture without words": ("</main>", '<img src="/x.png"></main>', "without alt"),
}
SMALL_PAGE = """<!doctype html><html lang="zh-CN"><head><title>x</title><meta name="viewport" content="width=device-width">
<style>body { margin: 0; font-size: 20px } a { display: inline-block } .tiny { font-size: 12px } .wide { width: 900px }
.grey { color: #6b6b6b }</style></head><body><main><h1>页</h1>
<p class="tiny grey">看不清的小字</p><a href="#a">一</a><a href="#b">二</a><button aria-label="x"></button>
<p class="wide">很宽</p></main></body></html>"""


def test_a_good_page_passes():
    assert page_faults(GOOD) == []


@pytest.mark.parametrize("what", BROKEN)
def test_a_fault_of_a_page_is_found(what):
    old, new, sentence = BROKEN[what]
    assert old in GOOD
    faults = page_faults(GOOD.replace(old, new))
    assert any(sentence in fault for fault in faults), faults


@pytest.fixture
def bare_phone(browser):
    """Open a page that no college serves."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def test_the_probes_find_their_faults(bare_phone):
    bare_phone.set_content(SMALL_PAGE)
    found = {fault.split(":")[0] for fault in probe_faults(bare_phone, LEARNER)}
    assert {"smallWords", "smallTargets", "narrowGaps", "nearEdge", "overflow", "tightLines"} <= found
    assert "smallTargets" in {fault.split(":")[0] for fault in probe_faults(bare_phone, DESK)}


def test_axe_finds_its_faults_and_passes_a_good_page(bare_phone):
    bare_phone.set_content(SMALL_PAGE)
    assert any(fault.startswith("color-contrast-enhanced") for fault in axe_faults(bare_phone))
    bare_phone.set_content(GOOD)
    assert axe_faults(bare_phone) == []


def test_axe_refuses_to_wait_for_ever_where_scripts_are_off(browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(GOOD)
    with pytest.raises(ValueError, match="js=True"):
        axe_faults(page)
    context.close()
