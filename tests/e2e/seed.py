"""Fills the data folder of the browser tests: the demo, with one code instead of six, because loading takes time.

Run as a program (``python -m tests.e2e.seed``) with the environment of the site to be.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from congvu.config import boot, database

KEPT = "bo-luat-lao-dong-2019.txt"


def main() -> int:
    """Migrate and load; exit status 1 if a document of the demo could not be read."""
    database.migrate(boot.database())
    from congvu.config.demo import corpus, loader

    everything = corpus.supplies

    def one_code_of_six() -> Iterator[tuple[corpus.Supply, list[tuple[str, bytes]]]]:
        for supply, files in everything():
            yield supply, [file for file in files if not file[0].startswith("bo-luat-") or file[0] == KEPT]

    corpus.supplies = one_code_of_six
    summary = loader.load_demo()
    _watch_rules()
    for name, reason in summary.failed:
        print(f"{name}: {reason}", file=sys.stderr)
    return 1 if summary.failed else 0


WATCH = """ỦY BAN NHÂN DÂN
TỈNH MINH HỌA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 61/2026/QĐ-UBND
Minh Họa, ngày 02 tháng 3 năm 2026

QUYẾT ĐỊNH
Ban hành Quy định về trực bão

Điều 1. Phạm vi điều chỉnh
Quy định này áp dụng cho cán bộ trực bão.

Điều 2. Bồi dưỡng ca trực bão
1. Cán bộ trực bão được bồi dưỡng như sau:
a) 150.000 đồng một ca trực ban ngày;
b) 210.000 đồng một ca trực ban đêm.
2. Tiền bồi dưỡng được trả cùng kỳ lương.

Điều 3. Hiệu lực thi hành
Quyết định này có hiệu lực thi hành từ ngày 15 tháng 3 năm 2026.
"""


def _watch_rules() -> None:
    """A decision for a few people only: two who ask, the expert and the reviewer."""
    from congvu.accounts.models import AccessGroup, User
    from congvu.ingestion.actions import start_run
    from congvu.ingestion.folder import process_run

    group, _new = AccessGroup.objects.get_or_create(name="Tổ trực bão")
    group.members.set(User.objects.filter(username__in=("canbo1", "canbo2", "chuyengia", "nguoiduyet")))
    files = [("truc-bao.txt", WATCH.encode())]
    process_run(start_run(None, files, agency=None, visibility="groups", groups=[group]), lambda _run, _name: None)


if __name__ == "__main__":
    sys.exit(main())
