# ruff: noqa: E501  # sentences of law, whole
"""Templates of made-up questions, in halves that share nothing; ``more_texts`` and ``last_texts`` have others.

Nobody asked these questions; they are made of topics, ways of asking, circumstances and places.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from congvu.text import fold


@dataclass(frozen=True)
class Half:
    """Everything that one half of the generator draws from."""

    topics: tuple[str, ...]
    ways: tuple[str, ...]
    who: tuple[str, ...]
    when: tuple[str, ...]
    common: tuple[str, ...]
    laws: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...]


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


A = Half(
    topics=lines("""
    nghỉ phép hằng năm
    nâng bậc lương thường xuyên
    phụ cấp công vụ
    đánh giá, xếp loại chất lượng
    kỷ luật khiển trách
    luân chuyển, điều động
    tiếp nhận vào làm công chức
    thi nâng ngạch
    bổ nhiệm chức vụ phó trưởng phòng
    nghỉ thai sản
    làm việc từ xa
    đào tạo, bồi dưỡng chuyên môn
    thanh toán công tác phí
    mua sắm tài sản công
    đấu thầu qua mạng
    quyết toán kinh phí cuối năm
    cấp giấy phép xây dựng nhà ở riêng lẻ
    chuyển mục đích sử dụng đất
    cấp giấy chứng nhận quyền sử dụng đất
    bồi thường, hỗ trợ tái định cư
    đăng ký khai sinh quá hạn
    đăng ký kết hôn có yếu tố nước ngoài
    chứng thực chữ ký
    tiếp công dân định kỳ
    giải quyết khiếu nại lần đầu
    xử phạt vi phạm hành chính về môi trường
    thẩm định dự án đầu tư nhóm C
    quản lý văn bản điện tử
    lưu trữ hồ sơ nộp lưu cơ quan
    chữ ký số chuyên dùng
    cung cấp dịch vụ công trực tuyến toàn trình
    bảo vệ bí mật nhà nước
    kê khai tài sản, thu nhập
    trợ cấp thôi việc
    bảo hiểm y tế hộ gia đình
    hỗ trợ hộ nghèo vay vốn
    tuyển sinh lớp 10
    cấp chứng chỉ hành nghề khám bệnh
    phòng cháy chữa cháy tại trụ sở
    kiểm tra văn bản quy phạm pháp luật
    """),
    ways=lines("""
    {topic} {who} được quy định như thế nào {when}?
    {who} cần những giấy tờ gì để được {topic} {when}?
    Thời hạn giải quyết {topic} {who} là bao lâu {when}?
    Ai có thẩm quyền quyết định {topic} {who} {when}?
    Điều kiện {topic} {who} gồm những gì {when}?
    Mức chi cho {topic} {who} là bao nhiêu {when}?
    {who} không đồng ý với kết quả {topic} thì phải làm sao {when}?
    Trường hợp nào {who} bị từ chối {topic} {when}?
    Hồ sơ {topic} {who} nộp ở đâu {when}?
    Có bắt buộc báo cáo về {topic} {who} không {when}?
    Cơ quan nào theo dõi việc {topic} {who} {when}?
    Trách nhiệm của người đứng đầu về {topic} {who} là gì {when}?
    Nghị định nào đang áp dụng cho {topic} {who} {when}
    Căn cứ pháp lý của {topic} {who} {when}
    Sai sót trong {topic} {who} xử lý thế nào {when}?
    Khi nào {who} phải làm lại {topic} {when}?
    """),
    who=lines("""
    đối với công chức cấp xã
    đối với viên chức y tế
    của giáo viên tiểu học
    đối với người mới tuyển dụng
    cho lao động hợp đồng
    của hộ kinh doanh
    đối với doanh nghiệp nhỏ
    của người cao tuổi
    đối với hộ cận nghèo
    của tổ chức chính trị - xã hội
    đối với đơn vị sự nghiệp tự chủ
    cho người dân tộc thiểu số
    của trưởng phòng cấp sở
    """),
    when=lines("""
    khi chuyển sang đơn vị khác
    trong thời gian tập sự
    sau khi sáp nhập đơn vị
    nếu đang bị xem xét kỷ luật
    khi chưa đủ hồ sơ gốc
    trong năm tài chính hiện hành
    ở vùng có điều kiện đặc biệt khó khăn
    khi hồ sơ gửi qua bưu điện
    nếu quá hạn ba tháng
    khi người ký đã nghỉ hưu
    trước ngày 01/7/2025
    theo luật mới sửa đổi
    khi có hai quyết định khác nhau
    với trường hợp ủy quyền
    nếu phát sinh kinh phí
    khi mất bản chính
    ở nơi đã bỏ cấp huyện
    với hồ sơ nộp trực tuyến
    khi đang đi học dài hạn
    """),
    common=lines("""
    Nghỉ phép năm được bao nhiêu ngày?
    Lương cơ sở hiện nay là bao nhiêu?
    Thủ tục đăng ký khai sinh gồm những gì?
    Nghỉ thai sản được mấy tháng?
    Thể thức văn bản hành chính quy định ở đâu?
    Công tác phí đi tỉnh khác được bao nhiêu?
    Thời gian tập sự của công chức là bao lâu?
    Khi nào được nâng lương trước thời hạn?
    """),
    laws=lines("""
    Cơ quan, tổ chức có trách nhiệm bảo quản an toàn tài liệu lưu trữ, bố trí kinh phí hằng năm và chịu sự kiểm tra của cơ quan quản lý nhà nước có thẩm quyền theo quy định của pháp luật về lưu trữ
    Người có hành vi vi phạm các quy định của Bộ luật này thì tùy theo tính chất, mức độ vi phạm mà bị xử lý kỷ luật, xử phạt vi phạm hành chính hoặc truy cứu trách nhiệm hình sự, nếu gây thiệt hại thì phải bồi thường
    1. Người lao động có quyền đơn phương chấm dứt hợp đồng lao động.\n2. Người sử dụng lao động có trách nhiệm thanh toán đầy đủ các khoản tiền có liên quan đến quyền lợi của mỗi bên trong thời hạn 14 ngày.\na) Trường hợp đặc biệt có thể kéo dài
    Quyền sở hữu bao gồm quyền chiếm hữu, quyền sử dụng và quyền định đoạt tài sản của chủ sở hữu theo quy định của luật
    """),
    synonyms=(
        ("quy định", "quy chế"), ("giấy tờ", "hồ sơ"), ("thời hạn", "thời gian"), ("như thế nào", "ra sao"),
        ("bao nhiêu", "mấy"), ("điều kiện", "yêu cầu"), ("đối với", "dành cho"), ("giải quyết", "xử lý"),
        ("nghỉ", "được nghỉ"), ("thủ tục", "trình tự"), ("cấp", "ban hành"), ("khi", "lúc"),
    ),
)  # fmt: skip

B = Half(
    topics=lines("""
    cử đi học thạc sĩ trong nước
    xét tặng bằng khen của tỉnh
    chế độ làm thêm giờ ban đêm
    biệt phái sang xã khác
    từ chức, miễn nhiệm
    hưởng lương hưu trước tuổi
    xếp lương theo vị trí việc làm
    tinh giản biên chế
    ký hợp đồng lao động xác định thời hạn
    khoán chi văn phòng phẩm
    thuê xe công tác
    thanh lý máy móc hỏng
    lập dự toán thu chi ngân sách
    giao khoán rừng phòng hộ
    khai thác cát, sỏi lòng sông
    thu hồi đất nông nghiệp
    tách thửa đất ở
    sang tên xe máy
    đăng ký thường trú, tạm trú
    khai tử cho người mất tích
    nhận nuôi con nuôi
    thành lập hợp tác xã
    tạm ngừng hoạt động của cửa hàng
    an toàn thực phẩm bếp ăn tập thể
    tiêm phòng gia súc
    công nhận trường chuẩn quốc gia
    miễn học phí cho học sinh
    trợ cấp xã hội hằng tháng
    trợ giúp pháp lý miễn phí
    hòa giải ở cơ sở
    tố cáo nặc danh
    thanh tra đột xuất
    niêm phong tài liệu mật
    gửi nhận văn bản trên trục liên thông
    số hóa kết quả giải quyết thủ tục
    họp không giấy tờ
    lấy ý kiến dự thảo nghị quyết
    cấp lại thẻ căn cước
    tổ chức lễ hội truyền thống
    đặt tên đường phố
    """),
    ways=lines("""
    Muốn {topic} {when} thì {who} phải xin phép cấp nào?
    {who} {topic} {when} có phải nộp phí không?
    Trong bao nhiêu ngày làm việc phải trả lời về {topic} {who} {when}?
    Xin hướng dẫn các bước {topic} {who} {when}
    {topic} {who} {when} căn cứ điều nào, khoản nào?
    Việc {topic} {who} có được ủy quyền cho phó giám đốc {when} không?
    Tôi cần mẫu đơn {topic} {who} {when}, lấy mẫu nào?
    Vì sao {topic} {who} lại phải lấy ý kiến tập thể {when}?
    Nguồn kinh phí nào chi trả {topic} {who} {when}?
    {when}, {who} có còn được {topic} nữa không?
    So sánh {topic} {who} trước và sau khi sửa luật {when}
    Lãnh đạo ký sai về {topic} {who} {when} thì thu hồi ra sao?
    Được khiếu nại mấy lần về {topic} {who} {when}?
    Văn bản nào thay thế quy định cũ về {topic} {who} {when}?
    Bộ phận một cửa nhận {topic} {who} {when} vào lúc nào?
    Giúp tôi tóm tắt nội dung chính về {topic} {who} {when}
    """),
    who=lines("""
    với cán bộ không chuyên trách ở thôn
    của bác sĩ tuyến huyện cũ
    với nhân viên bảo vệ trường học
    với kế toán đơn vị
    cho người khuyết tật nặng
    của vợ hoặc chồng liệt sĩ
    với công an xã chính quy
    cho nhà thầu phụ
    của ban quản lý chợ
    với sinh viên cử tuyển
    cho chủ rừng nhỏ lẻ
    của văn thư kiêm nhiệm
    với đảng viên sinh hoạt tạm thời
    """),
    when=lines("""
    trong đợt cao điểm mưa bão
    kể từ khi vận hành chính quyền hai cấp
    lúc đang chờ phân công mới
    giữa nhiệm kỳ
    dịp Tết Nguyên đán
    với hồ sơ tồn từ năm trước
    nếu gia đình có con nhỏ
    khi giấy tờ sai tên đệm
    ở địa bàn giáp ranh
    sau kiểm toán
    lúc hệ thống bị lỗi
    với khoản dưới hai trăm triệu đồng
    khi chỉ còn bản sao
    nếu người thân làm cùng phòng
    dưới hình thức trực tuyến
    khi bị mất liên lạc
    với dự án dở dang
    trong tháng đầu nhận việc
    vào cuối quý
    """),
    common=lines("""
    Tuổi nghỉ hưu năm nay là bao nhiêu?
    Phí làm căn cước mất bao nhiêu tiền?
    Đi họp tỉnh được ăn ở mức nào?
    Một năm được nghỉ bao nhiêu ngày lễ?
    Cách ghi số ký hiệu công văn thế nào?
    Bao lâu thì được xét lên lương?
    Mức phạt vượt đèn đỏ là bao nhiêu?
    Xin nghỉ việc riêng được mấy ngày?
    """),
    laws=lines("""
    Tổ chức, cá nhân được giao quản lý tài sản công phải sử dụng đúng mục đích, tiêu chuẩn, định mức, bảo đảm tiết kiệm, hiệu quả và chịu trách nhiệm trước pháp luật về việc quản lý, sử dụng
    Tòa án nhân dân có trách nhiệm gửi bản án, quyết định cho đương sự, cơ quan, tổ chức khởi kiện và Viện kiểm sát cùng cấp trong thời hạn luật định, trừ trường hợp luật này có quy định khác
    a) Phạt cảnh cáo hoặc phạt tiền từ 300.000 đồng đến 500.000 đồng đối với hành vi vi phạm;\nb) Phạt tiền gấp đôi trong trường hợp tái phạm;\n2. Biện pháp khắc phục hậu quả: buộc khôi phục lại tình trạng ban đầu
    Bên vay phải trả đủ tiền khi đến hạn; nếu tài sản là vật thì phải trả vật cùng loại đúng số lượng, chất lượng theo thỏa thuận
    """),
    synonyms=(
        ("xin phép", "xin ý kiến"), ("phải", "cần phải"), ("nộp", "đóng"), ("phí", "lệ phí"), ("trả lời", "phản hồi"),
        ("hướng dẫn", "chỉ dẫn"), ("các bước", "trình tự"), ("mẫu", "biểu mẫu"), ("vì sao", "tại sao"),
        ("ra sao", "thế nào"), ("kinh phí", "nguồn tiền"), ("lãnh đạo", "thủ trưởng"), ("người", "cá nhân"),
    ),
)  # fmt: skip

_POLITE = ("", "", "", "", "Cho tôi hỏi: ", "Xin hỏi ", "Chào trợ lý, ", "Nhờ giải đáp: ")
_ENDS = ("", "", "", " ạ", " Xin cảm ơn.", " nhé")


def compose(draw: random.Random, half: Half, topic: str) -> str:
    """One question about a topic, as somebody would put it."""
    way, who, when = draw.choice(half.ways), draw.choice(half.who), draw.choice(half.when)
    who, when = who if draw.random() < 0.8 else "", when if draw.random() < 0.8 else ""
    if draw.random() < 0.6:
        detail = draw.choice(("năm {}", "với {} người", "sau {} tháng công tác", "với số tiền {} triệu đồng"))
        number = draw.randint(2015, 2026) if detail.startswith("năm") else draw.randint(2, 90)
        when = f"{when} {detail.format(number)}"
    words = " ".join(way.format(topic=topic, who=who, when=when).split()).replace(" ?", "?").strip(" ,")
    return words[0].upper() + words[1:]


def typed(draw: random.Random, text: str) -> str:
    """The same as it is typed: politely, without diacritics, without a question mark, with a slip."""
    text = f"{draw.choice(_POLITE)}{text}{draw.choice(_ENDS)}"
    habit = draw.random()
    if habit < 0.15:
        text = fold(text)
    elif habit < 0.25:
        text = text.lower().rstrip("?")
    if draw.random() < 0.06 and len(text) > 12:
        at = draw.randrange(3, len(text) - 3)
        text = text[:at] + text[at + 1 :]
    return text
