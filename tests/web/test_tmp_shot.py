
from dataclasses import replace
import os
import pytest
from playwright.sync_api import sync_playwright
from django.conf import settings as dj
from congvu.retrieval import rankers
from congvu.retrieval.gate import GateRow, Verdict
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="1"
@pytest.mark.django_db(transaction=True)
def test_shot(live_server, people, sign_in):
    rows=(GateRow("hiệu chỉnh đã duyệt","as_written",.70,.75),GateRow("hiệu chỉnh đã duyệt","no_diacritics",.69,.73),GateRow("lĩnh vực đất đai","as_written",.61,.66),GateRow("lĩnh vực cán bộ, công chức","as_written",.8,.798))
    rankers.store(replace(rankers.default_ranker(),version="duyet-thang-10"),Verdict(rows,passed=True,reason="tốt hơn ở hiệu chỉnh đã duyệt, as_written: +0.0500"),None)
    rankers.promote("duyet-thang-10",None)
    rankers.store(replace(rankers.default_ranker(),version="duyet-thang-11"),Verdict(rows,passed=True,reason="tốt hơn ở hiệu chỉnh đã duyệt, as_written: +0.0500"),None)
    rankers.store(replace(rankers.default_ranker(),version="duyet-thu"),Verdict(rows[:1],passed=False,reason="kém hơn ở lĩnh vực đất đai"),None)
    c=sign_in(people.eve)
    with sync_playwright() as p:
        b=p.chromium.launch(executable_path="/usr/bin/chromium",args=["--no-sandbox"])
        for w in (1280,390):
            ctx=b.new_context(viewport={"width":w,"height":900})
            ctx.add_cookies([{"name":k,"value":m.value,"url":live_server.url} for k,m in c.cookies.items()])
            page=ctx.new_page(); page.goto(live_server.url+"/quan-tri/xep-hang/")
            page.screenshot(path=f"/tmp/hl/shot{w}.png",full_page=True)
            from axe_playwright_python.sync_playwright import Axe
            print([ (v["id"],[n["target"] for n in v["nodes"]]) for v in Axe().run(page,options={"resultTypes":["violations"]}).response["violations"]])
            print(page.evaluate("document.documentElement.scrollWidth"))
