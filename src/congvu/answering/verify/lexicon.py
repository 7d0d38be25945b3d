"""The words that the checker knows: short forms, words without content, bodies and persons of the law, opposites."""

from __future__ import annotations

SHORT_FORMS = {
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "TAND": "Tòa án nhân dân",
    "VKSND": "Viện kiểm sát nhân dân",
    "VKS": "Viện kiểm sát",
    "HĐLĐ": "hợp đồng lao động",
    "NLĐ": "người lao động",
    "NSDLĐ": "người sử dụng lao động",
    "BHXH": "bảo hiểm xã hội",
    "BHYT": "bảo hiểm y tế",
    "CBCC": "cán bộ, công chức",
    "TNHS": "trách nhiệm hình sự",
    "BLLĐ": "Bộ luật Lao động",
    "BLDS": "Bộ luật Dân sự",
    "BLHS": "Bộ luật Hình sự",
    "MTTQ": "Mặt trận Tổ quốc",
    "NSNN": "ngân sách nhà nước",
    "QSDĐ": "quyền sử dụng đất",
    "GCN": "Giấy chứng nhận",
    "CCCD": "căn cước công dân",
    "TTHC": "thủ tục hành chính",
    "VBQPPL": "văn bản quy phạm pháp luật",
    "CNTT": "công nghệ thông tin",
    "GTGT": "giá trị gia tăng",
    "TNCN": "thu nhập cá nhân",
    "TNDN": "thu nhập doanh nghiệp",
    "PCCC": "phòng cháy, chữa cháy",
    "KBNN": "Kho bạc Nhà nước",
    "QPPL": "quy phạm pháp luật",
    "BTXH": "bảo trợ xã hội",
    "BHTN": "bảo hiểm thất nghiệp",
}

JOINTS = frozenset(
    """
    bị các cái chính cho có còn cũng của do đã đang đây đó đối đều gì hay hoặc là lại mọi một mỗi này nào những như ở
    ra rằng rồi sẽ sự tại thì trong từ và vào vẫn về vì với đến được khi nếu mà để nhưng trừ
    """.split()
)
"""Words that an operator passes over on the way to the verb it governs."""

GLUE = frozenset(
    """
    ai bao bị bởi bất bằng bên cả các cái cần chỉ cho chứ chưa chính chung có còn cũng cùng của cứ do dù dùng đã đang
    đây để đến đều điều định đó đối được gì giữa gồm hay hoặc hơn hết hằng hàng khác khi khoản không kể là làm lại lên
    loại mà mọi một mỗi mình muốn này nào nên nếu ngoài nhất như nhưng những nơi nữa nó ở phải phía qua quá ra rằng rồi
    riêng sang sau sẽ so số sự tại tất thành theo thì thế thể thêm thuộc tới trên trong trở trước trừ trường tuy từ từng
    và vào vậy vẫn về vì việc việc với vừa xuống xem cách hiện quy hợp nghĩa tức cụ áp dụng thực nhằm mức thời dưới đủ
    bắt đầu điểm khoản mục luật bộ nghị thông tư quyết chương phần văn bản pháp người họ bạn anh chị em ông bà tôi đúng
    hiểu
    """.split()
)
"""Words that say nothing by themselves about what a sentence claims, or that other rules look after."""

ACTORS = tuple(
    sorted(
        (
            phrase.strip()
            for phrase in """
    người lao động; người sử dụng lao động; lao động nữ; lao động chưa thành niên; tổ chức đại diện người lao động;
    hòa giải viên lao động; hội đồng trọng tài lao động; ban trọng tài lao động; thanh tra lao động; công đoàn cơ sở;
    người đại diện; người được đại diện; người giám hộ; người được giám hộ; người giám sát việc giám hộ;
    người thừa kế; người lập di chúc; người chưa thành niên; người thành niên; người vận chuyển; người thuê vận chuyển;
    hành khách; thuyền trưởng; chủ tàu; thuyền viên; người bảo hiểm; người được bảo hiểm; người khai thác; hoa tiêu;
    bên vay; bên cho vay; bên thuê; bên cho thuê; bên mua; bên bán; bên thế chấp; bên nhận thế chấp; bên cầm cố;
    bên nhận cầm cố; bên bảo lãnh; bên nhận bảo lãnh; bên được bảo lãnh; bên bảo đảm; bên nhận bảo đảm; bên giao;
    bên nhận; bên có quyền; bên có nghĩa vụ; bên kia; bên thuê lại; bên cho thuê lại; bên ủy quyền;
    bên được ủy quyền; bên đặt cọc; bên nhận đặt cọc; chủ sở hữu; người chiếm hữu; người quản lý di sản;
    thẩm phán; hội thẩm; thư ký tòa án; chánh án; hội đồng xét xử; hội đồng giám đốc thẩm; chủ tọa phiên tòa;
    kiểm sát viên; kiểm tra viên; viện trưởng; điều tra viên; cán bộ điều tra; cơ quan điều tra; thẩm tra viên;
    chấp hành viên; người bào chữa; người làm chứng; người chứng kiến; người giám định; giám định viên;
    người phiên dịch; bị can; bị cáo; bị hại; bị đơn; nguyên đơn; đương sự; người khởi kiện; người bị kiện;
    người kháng cáo; người bị kết án; người bị buộc tội; pháp nhân thương mại phạm tội;
    người phát hiện; người khiếu nại; người bị khiếu nại; người tố cáo; người bị tố cáo; người yêu cầu;
    người được thi hành án; người phải thi hành án; cơ quan thi hành án; công chứng viên; người yêu cầu công chứng;
    cán bộ; công chức; viên chức; người đứng đầu; người nộp thuế; người sử dụng đất; người tiêu dùng; người dân;
    nhà đầu tư; chủ đầu tư; nhà thầu; doanh nghiệp; hộ kinh doanh; tổ chức tín dụng; cơ sở giáo dục; người học;
    nhà giáo; học sinh; cha mẹ; cha; mẹ; vợ; chồng; con; ông bà; người cha; người mẹ; người chồng; người vợ;
    trưởng phòng; phó trưởng phòng; giám đốc sở; phó giám đốc sở; chánh văn phòng; văn thư; lưu trữ viên;
    nhà nước; chính phủ; thủ tướng; thủ tướng chính phủ; quốc hội; chủ tịch quốc hội; chủ tịch nước;
    ủy ban thường vụ quốc hội;
    bộ trưởng; ủy ban nhân dân; hội đồng nhân dân; chủ tịch ủy ban nhân dân; tòa án; tòa án nhân dân; viện kiểm sát;
    viện kiểm sát nhân dân; công an; cơ quan công an; ngân hàng nhà nước; kiểm toán nhà nước; thanh tra chính phủ;
    hội đồng tiền lương quốc gia; trọng tài; trọng tài viên; trọng tài thương mại; mặt trận tổ quốc việt nam;
    cơ quan chuyên môn; cơ quan đăng ký hộ tịch; cơ quan bảo hiểm xã hội; cơ quan thuế; cơ quan hải quan;
    sở nội vụ; sở tư pháp; sở tài chính; sở y tế; sở xây dựng; sở công thương; sở khoa học và công nghệ;
    sở giáo dục và đào tạo; văn phòng ủy ban nhân dân; bộ nội vụ; bộ tư pháp; bộ tài chính; bộ công an;
    bộ quốc phòng; bộ ngoại giao; bộ y tế; bộ xây dựng; bộ nông nghiệp và phát triển nông thôn;
    bộ nông nghiệp và môi trường; bộ tài nguyên và môi trường; bộ khoa học và công nghệ; bộ thông tin và truyền thông;
    bộ giáo dục và đào tạo; bộ văn hóa , thể thao và du lịch; bộ kế hoạch và đầu tư; bộ giao thông vận tải;
    bộ công thương; bộ lao động - thương binh và xã hội; bộ dân tộc và tôn giáo
    """.split(";")
        ),
        key=lambda phrase: -len(phrase.split()),
    )
)
"""Who acts in a law, longest phrase first, in small letters."""

SAME_ACTOR = {
    "người cha": "cha",
    "người mẹ": "mẹ",
    "người vợ": "vợ",
    "người chồng": "chồng",
    "thủ tướng": "thủ tướng chính phủ",
    "tòa án nhân dân": "tòa án",
    "viện kiểm sát nhân dân": "viện kiểm sát",
    "cơ quan công an": "công an",
}

OPPOSITES = tuple(
    tuple(phrase.strip() for phrase in line.split("|"))
    for line in """
    cấp trung ương | cấp tỉnh | cấp huyện | cấp xã | tối cao | cấp cao
    trung ương | khu vực | cấp quân khu
    cấp trên | cấp dưới
    sơ thẩm | phúc thẩm | giám đốc thẩm | tái thẩm
    động sản | bất động sản
    cố ý | vô ý
    đơn phương | song phương
    trong nước | ngoài nước
    âm lịch | dương lịch
    ban ngày | ban đêm
    xác định thời hạn | không xác định thời hạn
    đa số | thiểu số
    công khai | kín
    hằng năm | hằng tháng | hằng tuần | hằng quý | hằng ngày
    """.strip().splitlines()
)
"""Sets of words that exclude each other; longer ones hide shorter ones inside them."""

SKY = (
    *("không gian", "không khí", "không trung", "không phận", "không quân", "không lưu", "trên không", "đường không"),
    *("phòng không", "cảng hàng không", "hãng hàng không", "ngành hàng không", "tải hàng không", "tàu hàng không"),
)
"""Words in which "không" is the air and denies nothing."""
