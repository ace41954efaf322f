from tests.support import axe
def test_shot(desk, phone, people, live_college, refunds):
    who = people.lecturer(people.cohort())
    from college.library import service
    with live_college.app.app_context():
        heads = [h.id for h in service.course("refunds").lessons]
    for lang in ("zh", "en"):
        for kind, page in (("desk", desk(person=who, lang=lang)), ("phone", phone(320, person=who, lang=lang, size="huge"))):
            for name, url in (("index", "/courses"), ("course", "/courses/refunds"), ("lesson", f"/courses/refunds/{heads[1]}")):
                page.goto(url)
                page.screenshot(path=f"/tmp/shot-lib-{kind}-{lang}-{name}.png", full_page=True)
                print(kind, lang, name, page.evaluate("[document.documentElement.scrollWidth, innerWidth]"), [f for f in dir(axe) if "axe" in f])
                try:
                    print("\n".join(axe.axe_faults(page)))
                    from tests.support.probes import assert_fit_for_desk
                    try: assert_fit_for_desk(page)
                    except AssertionError as e: print(str(e)[:1500])
                except AttributeError as e: print(e)
