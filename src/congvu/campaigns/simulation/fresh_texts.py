# ruff: noqa: E501  # sentences of law, whole
"""A third set of templates, written after version 2 of the rule was made and before it was measured on them."""

from __future__ import annotations

from congvu.campaigns.simulation.texts import Half, lines

C = Half(
    topics=lines("""
    trực cơ quan ngày lễ
    xin chuyển công tác về gần nhà
    chấm công bằng vân tay
    nâng lương trước hạn do lập thành tích
    phụ cấp trách nhiệm kế toán trưởng
    thi tuyển viên chức ngành y
    bổ nhiệm lại hiệu trưởng
    điều chuyển tài sản giữa hai sở
    thuê trụ sở làm việc
    chi tiếp khách của xã
    tạm ứng kinh phí hội nghị
    đấu giá quyền sử dụng rừng
    cấp phép khai thác nước ngầm
    đính chính sổ đỏ ghi sai diện tích
    chia tách hộ khẩu
    cải chính họ tên trong khai sinh
    xác nhận tình trạng hôn nhân
    công nhận người có uy tín
    cấp phép xe quá tải
    kiểm định lò mổ tập trung
    thành lập tổ dân phố
    bầu cử bổ sung hội đồng nhân dân xã
    giám sát đầu tư của cộng đồng
    tiêu hủy tài liệu hết giá trị
    đăng tải văn bản lên cổng thông tin
    ký số trên điện thoại
    khôi phục mật khẩu hộp thư công vụ
    gia hạn giải quyết tố cáo
    bảo vệ người tố giác
    đối thoại với doanh nghiệp
    hỗ trợ nhà dột nát
    chi trả tiền điện hộ nghèo
    cứu trợ sau lũ ống
    giữ trẻ ngoài giờ hành chính
    dạy thêm trong nhà trường
    cấp thẻ bảo hiểm cho người cai nghiện
    thành lập phòng khám đông y
    quảng cáo trên băng rôn
    trùng tu đình làng
    treo cờ rủ quốc tang
    """),
    ways=lines("""
    {who} đang làm {topic} {when} thì vướng chỗ nào cần lưu ý?
    Quy trình {topic} {who} {when} có mấy bước?
    Phòng ban nào chịu trách nhiệm chính về {topic} {who} {when}?
    {topic} {who} {when} có được không?
    Nếu {topic} {who} chậm {when} thì bị xử lý ra sao?
    Cần lấy chữ ký của ai khi {topic} {who} {when}?
    Tỉnh ta đã phân cấp {topic} {who} {when} cho huyện chưa?
    Khoản tiền tối đa được chi cho {topic} {who} {when} là mấy?
    Biểu mẫu {topic} {who} {when} tải ở trang nào?
    Luật nói gì về {topic} {who} {when}?
    Có thể gộp {topic} {who} với thủ tục khác {when} hay không?
    Bao giờ thì phải báo cáo kết quả {topic} {who} {when}?
    Người dân hỏi về {topic} {who} {when} thì trả lời thế nào cho đúng?
    Đề nghị nêu căn cứ để {topic} {who} {when}
    Hướng dẫn giúp cách {topic} {who} {when}
    Sự khác nhau giữa {topic} {who} và quy định cũ {when} là gì?
    """),
    who=lines("""
    với chuyên viên mới ra trường
    của y tá thôn bản
    cho cựu chiến binh
    với lái xe hợp đồng
    của thủ quỹ cơ quan
    cho trẻ mồ côi
    với phó chủ tịch xã
    của hợp tác xã chè
    cho người nước ngoài
    với nghệ nhân ưu tú
    của trung tâm học tập cộng đồng
    cho hộ tái định cư thủy điện
    với thanh niên xung phong
    """),
    when=lines("""
    trước kỳ thanh tra
    khi văn thư đi vắng
    lúc chưa có con dấu mới
    ngay sau bão số ba
    khi mất mạng cả ngày
    giữa hai lần sửa luật
    với hồ sơ viết tay
    khi người ký xin nghỉ việc
    nếu địa chỉ đã đổi tên
    trong mười ngày đầu tháng
    khi dự toán bị cắt giảm
    đối với phần còn lại
    nếu bên kia không hợp tác
    sau khi lập xong biên bản
    vào dịp bầu cử
    khi phải làm thay cấp trên
    với trường hợp trùng tên
    nếu giấy tờ gốc bị cháy
    trong giai đoạn chuyển tiếp
    """),
    common=lines("""
    Lương tối thiểu vùng của tỉnh ta là bao nhiêu?
    Sinh con thứ ba có bị kỷ luật không?
    Đi công tác nước ngoài cần xin phép ai?
    Một tuần làm việc mấy tiếng?
    Khi nào nộp bản kê khai tài sản?
    Cách đánh số trang văn bản thế nào?
    Làm lại căn cước mất mấy ngày?
    Chồng có được nghỉ khi vợ sinh không?
    """),
    laws=lines("""
    Người đứng đầu cơ quan, tổ chức, đơn vị chịu trách nhiệm về việc để xảy ra hành vi tham nhũng trong cơ quan, tổ chức, đơn vị do mình trực tiếp quản lý, phụ trách, trừ trường hợp đã áp dụng các biện pháp cần thiết để phòng ngừa, ngăn chặn
    Mọi công dân đều bình đẳng trước pháp luật, không phân biệt giới tính, dân tộc, tín ngưỡng, tôn giáo, thành phần xã hội, nghề nghiệp, địa vị xã hội; không ai bị phân biệt đối xử trong đời sống chính trị, dân sự, kinh tế
    1. Hồ sơ gồm:\na) Đơn đề nghị theo mẫu;\nb) Bản sao có chứng thực văn bằng, chứng chỉ.\n2. Cơ quan tiếp nhận kiểm tra tính đầy đủ của hồ sơ trong thời hạn 03 ngày làm việc kể từ ngày nhận được hồ sơ hợp lệ
    Nhà nước bảo hộ quyền và lợi ích hợp pháp của người gửi tiền; tổ chức tín dụng có trách nhiệm tham gia bảo hiểm tiền gửi theo quy định của pháp luật và công bố công khai mức lãi suất
    """),
    synonyms=(
        ("quy trình", "trình tự"), ("mấy bước", "bao nhiêu bước"), ("chịu trách nhiệm", "phụ trách"),
        ("được không", "có được phép không"), ("xử lý", "giải quyết"), ("chữ ký", "ý kiến"), ("phân cấp", "giao"),
        ("khoản tiền", "số tiền"), ("biểu mẫu", "mẫu đơn"), ("luật", "pháp luật"), ("báo cáo", "trình bày"),
        ("người dân", "công dân"), ("căn cứ", "cơ sở pháp lý"), ("hướng dẫn", "chỉ giúp"),
    ),
)  # fmt: skip
