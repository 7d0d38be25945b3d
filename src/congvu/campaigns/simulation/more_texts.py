# ruff: noqa: E501  # sentences of law, whole
"""Two more sets of templates: on each of them version 2 of the rule failed at first sight, and was mended."""

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

D = Half(
    topics=lines("""
    mượn hồ sơ lưu trữ ra ngoài
    tuyển giáo viên hợp đồng
    xếp hạng trường học
    cấp phát thuốc bảo hiểm
    đóng dấu giáp lai
    khai báo tạm vắng cho con
    hoàn trả học phí
    bàn giao công việc khi nghỉ hưu
    trang bị máy tính cho xã
    nghiệm thu công trình thủy lợi
    chỉ định thầu gói nhỏ
    ứng trước tiền lương
    cấp lại bằng tốt nghiệp
    vay vốn trồng quế
    đo đạc lại ranh giới
    chuyển đổi vị trí công tác định kỳ
    xin cấp thêm biên chế
    lập hồ sơ mời thầu
    phát ngôn với báo chí
    sử dụng xe công đi đám hiếu
    làm hộ chiếu công vụ
    kỷ niệm ngày thành lập ngành
    gửi đơn thư qua bưu điện
    kết nạp đảng viên mới
    nhận quà ngày Tết
    cho nghỉ học vì rét
    phun thuốc diệt muỗi
    phá dỡ công trình xuống cấp
    chuyển trường cho học sinh
    ủy quyền ký giấy khen
    đăng ký nhãn hiệu chè
    bảo trì cầu treo
    thu gom rác thải y tế
    sáp nhập thôn bản
    cấp chứng thư số
    lập vi bằng
    cưỡng chế kê biên
    cấp mã số vùng trồng
    dán nhãn hàng tiêu dùng
    truy lĩnh phụ cấp thâm niên
    """),
    ways=lines("""
    Em đang vướng việc {topic} {who} {when}, phải bắt đầu từ đâu?
    {topic} {who} {when} tính từ ngày nào?
    Theo quy định mới thì {topic} {who} có gì thay đổi {when}?
    Bên em chưa rõ {topic} {who} {when} do sở nào quản lý
    Mình có phải trình lãnh đạo trước khi {topic} {who} {when} không?
    {who} muốn {topic} {when} thì gặp bộ phận nào?
    Xử lý thế nào nếu {topic} {who} {when} mà hồ sơ thiếu?
    Hạn cuối để {topic} {who} {when} là ngày bao nhiêu?
    Tham khảo giúp các văn bản về {topic} {who} {when}
    Việc {topic} {who} {when} đã đúng thẩm quyền chưa?
    Tỷ lệ chi trả cho {topic} {who} {when} là bao nhiêu phần trăm?
    Ai ký quyết định {topic} {who} {when}?
    {when} mà chưa kịp {topic} {who} thì có sao không?
    Trình tự {topic} {who} {when}
    Cho biết điều khoản áp dụng khi {topic} {who} {when}
    Đơn vị tôi được giao {topic} {who} {when}, cần chuẩn bị những gì?
    """),
    who=lines("""
    cho nhân viên phục vụ
    của bác sĩ biệt phái
    với cán bộ xã nghỉ một lần
    cho học viên dân tộc nội trú
    của đội quản lý trật tự
    với chủ cửa hàng tạp hóa
    cho cộng tác viên dân số
    của ban chỉ huy quân sự xã
    với người bán vé số
    cho giáo viên mầm non tư thục
    của kiểm lâm địa bàn
    với trạm thú y
    cho người đi lao động xuất khẩu
    """),
    when=lines("""
    khi chuyển mùa khô
    trước ngày đại hội
    vào ca đêm
    lúc đang điều trị dài ngày
    khi phần mềm báo đỏ
    ngoài giờ hành chính
    sau đợt rà soát tháng ba
    dù chưa có thông báo
    khi hai bên đã thống nhất miệng
    nếu quá tải hồ sơ
    với đơn gửi trùng
    khi thiếu người ký thay
    ở bản xa trung tâm
    sau khi họp giao ban
    nếu bị trả lại lần hai
    với tài liệu tiếng dân tộc
    kể cả ngày thứ bảy
    khi đã thu tiền rồi
    lúc bàn giao dở chừng
    """),
    common=lines("""
    Tiền làm thêm ngày chủ nhật tính sao?
    Đi xe ôm có được thanh toán công tác phí không?
    Nghỉ ốm ba ngày cần giấy tờ gì?
    Chức danh văn phòng thống kê xã làm việc gì?
    Con dấu của xã do ai giữ?
    Khi nào áp dụng bảng lương mới?
    Đổi giấy phép lái xe ở đâu?
    Công văn khẩn phải gửi trong mấy giờ?
    """),
    laws=lines("""
    Cán bộ, công chức, viên chức không được lợi dụng chức vụ, quyền hạn để gây khó khăn, phiền hà đối với cá nhân, tổ chức khi giải quyết công việc; không được tiết lộ thông tin về nội dung đơn khiếu nại, tố cáo khi chưa được phép của người có thẩm quyền
    Quỹ bảo hiểm xã hội được hình thành từ nguồn đóng của người sử dụng lao động, người lao động, tiền sinh lời của hoạt động đầu tư từ quỹ, hỗ trợ của Nhà nước và các nguồn thu hợp pháp khác
    1. Trong thời hạn 05 ngày, cơ quan đăng ký kinh doanh trao giấy chứng nhận.\n2. Trường hợp từ chối phải thông báo bằng văn bản và nêu rõ lý do.\n3. Doanh nghiệp có nghĩa vụ công bố nội dung đăng ký trên cổng thông tin quốc gia về đăng ký doanh nghiệp
    Rừng đặc dụng được sử dụng chủ yếu để bảo tồn hệ sinh thái rừng tự nhiên, nguồn gen sinh vật rừng, nghiên cứu khoa học, bảo tồn di tích lịch sử - văn hóa, danh lam thắng cảnh kết hợp du lịch sinh thái
    """),
    synonyms=(
        ("vướng", "gặp khó khăn"), ("bắt đầu từ đâu", "làm gì trước"), ("tính từ", "kể từ"), ("thay đổi", "khác trước"),
        ("quản lý", "phụ trách"), ("trình lãnh đạo", "xin ý kiến"), ("bộ phận", "phòng"), ("thiếu", "không đủ"),
        ("hạn cuối", "hạn chót"), ("văn bản", "tài liệu"), ("thẩm quyền", "quyền hạn"), ("chi trả", "thanh toán"),
        ("trình tự", "các bước"), ("điều khoản", "quy định"), ("chuẩn bị", "sắp xếp"),
    ),
)  # fmt: skip
