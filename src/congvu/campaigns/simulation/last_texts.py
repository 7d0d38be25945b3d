# ruff: noqa: E501  # sentences of law, whole
"""Two more: version 2 of the rule failed on ``E`` at first sight and was mended; ``F`` was written last and judged once."""

from __future__ import annotations

from congvu.campaigns.simulation.texts import Half, lines

E = Half(
    topics=lines("""
    xếp ca trực tổng đài
    nghỉ bù sau tiếp công dân
    đưa đón lãnh đạo cấp cao
    cử người học lớp cao cấp chính trị
    sửa lý lịch viên chức
    nhận lại công chức đã thôi việc
    chia thưởng cuối năm
    quy đổi giờ dạy
    xin lùi thời hạn nộp báo cáo
    phân bổ vốn sự nghiệp
    trích quỹ phúc lợi
    mở tài khoản tạm giữ
    xử lý tiền thừa sau quyết toán
    bán phế liệu kho
    sửa nhà công vụ
    làm đường liên thôn
    hiến đất mở trường
    dời mồ mả giải phóng mặt bằng
    tranh chấp lối đi chung
    chuyển nhượng đất rừng sản xuất
    nhập khẩu cho trẻ sơ sinh
    ghi chú kết hôn ở nước ngoài
    xóa án tích
    cai nghiện tại nhà
    đăng ký tàu cá
    nuôi ong trong rừng đặc dụng
    mở lớp năng khiếu hè
    thi lại tốt nghiệp
    tiêm vắc xin cho học sinh
    cấp cứu người không thân nhân
    hỗ trợ mai táng
    nhận chăm sóc người già đơn thân
    lắp camera ở ngã tư
    phát sóng bản tin thôn
    dịch văn bản sang tiếng Mông
    trưng bày hiện vật
    thi hành án dân sự
    niêm yết giá vé
    ghi âm cuộc họp
    nộp lưu ảnh tư liệu
    """),
    ways=lines("""
    Chưa hiểu rõ {topic} {who} {when}, mong được giải thích thêm
    {topic} {who} {when}: ai chịu, ai trả?
    Vừa nhận nhiệm vụ {topic} {who} {when}, nên làm gì trước tiên?
    Cấp nào đứng ra {topic} {who} {when}?
    {topic} {who} phải kèm bản sao hay bản chính {when}?
    {when}, còn phải {topic} {who} như trước nữa không?
    Điểm mới về {topic} {who} {when}
    Sao {topic} {who} {when} lại bị từ chối?
    Bao nhiêu ngày kể từ khi nộp thì xong {topic} {who} {when}?
    Nhờ tra số hiệu văn bản về {topic} {who} {when}
    Ngành dọc hay ủy ban lo {topic} {who} {when}?
    Gặp ai để {topic} {who} {when}?
    Mẫu tờ trình {topic} {who} {when}
    {topic} {who} {when} thì ghi vào sổ nào?
    Trường tôi muốn {topic} {who} {when}, xin chỉ cách làm
    Có vượt định mức không nếu {topic} {who} {when}?
    """),
    who=lines("""
    cho tạp vụ
    của bí thư chi bộ
    với điều dưỡng trưởng
    cho hộ kinh doanh cá thể mới
    của tổ bảo vệ rừng
    với học sinh bán trú
    cho thương binh hạng nặng
    của đoàn nghệ thuật
    với kỹ sư cầu đường
    cho vận động viên
    của hội người cao tuổi
    với cha mẹ học sinh
    cho khách nước bạn
    """),
    when=lines("""
    khi sương muối kéo dài
    vào tuần lễ cuối cùng
    khi hai xã nhập làm một
    lúc kế toán nghỉ sinh
    dù đã quá mùa vụ
    khi camera hỏng
    trước hôm khai giảng
    khi lũ cuốn trôi giấy tờ
    với người từ tỉnh bạn đến
    nếu cấp trên chưa trả lời
    khi số liệu hai nơi lệch nhau
    sau lần kiểm đếm thứ nhất
    khi đang chờ toà xử
    với việc đã hứa với dân
    nếu chỉ vắng nửa buổi
    sau giờ tan tầm
    khi người nộp không biết chữ
    vào mùa giáp hạt
    khi máy chủ bảo trì
    """),
    common=lines("""
    Mua xe máy mới phải nộp những loại phí gì?
    Viên chức có được mở quán ăn không?
    Một nhiệm kỳ của trưởng thôn mấy năm?
    Ngày nghỉ trùng lễ có được nghỉ bù?
    Ra trường bao lâu thì hết tập sự?
    Giấy mời họp cần đóng dấu không?
    Bảng lương giáo viên tiểu học
    Khai sinh cho con ở xã nào?
    """),
    laws=lines("""
    Viên chức có trách nhiệm thực hiện công việc hoặc nhiệm vụ được giao bảo đảm yêu cầu về thời gian và chất lượng, phối hợp tốt với đồng nghiệp, chấp hành sự phân công công tác của người có thẩm quyền và thường xuyên học tập nâng cao trình độ
    Người sử dụng đất có nghĩa vụ sử dụng đất đúng mục đích, đúng ranh giới thửa đất, đúng quy định về sử dụng độ sâu trong lòng đất và chiều cao trên không, bảo vệ các công trình công cộng trong lòng đất và tuân theo các quy định khác của pháp luật có liên quan
    1. Ủy ban nhân dân cấp xã tiếp nhận hồ sơ.\n2. Trong thời hạn 10 ngày làm việc, công chức tư pháp - hộ tịch kiểm tra, xác minh.\n3. Trường hợp cần xác minh thêm, thời hạn kéo dài không quá 05 ngày làm việc kể từ ngày nhận đủ giấy tờ
    Trẻ em có quyền được bảo vệ dưới mọi hình thức để không bị xâm hại tình dục, bóc lột sức lao động, bạo lực, bỏ rơi, bỏ mặc làm tổn hại đến sự phát triển toàn diện của trẻ em
    """),
    synonyms=(
        ("giải thích", "nói rõ"), ("chịu", "gánh"), ("nhiệm vụ", "phần việc"), ("đứng ra", "chủ trì"),
        ("bản sao", "bản phô tô"), ("điểm mới", "thay đổi"), ("từ chối", "trả lại"), ("xong", "hoàn thành"),
        ("tra", "tìm"), ("lo", "phụ trách"), ("gặp", "liên hệ"), ("tờ trình", "công văn đề nghị"),
        ("ghi", "vào"), ("chỉ cách", "hướng dẫn"), ("vượt", "quá"),
    ),
)  # fmt: skip

F = Half(
    topics=lines("""
    phân công người trực bão
    chọn nhà cung cấp suất ăn
    kiểm kê cuối năm
    giữ chân người giỏi
    tăng lương cho lái xe
    khen học sinh giỏi
    trả lại tiền đặt cọc
    dựng rạp ngoài vỉa hè
    khoan giếng hộ gia đình
    chặt cây ven quốc lộ
    nối điện tạm thời
    đổi tên trường
    làm thẻ thư viện
    sửa điểm học bạ
    nghỉ chăm con ốm
    làm việc nửa ngày
    thuyên chuyển theo chồng
    nộp hồ sơ thay người khác
    xin bản sao quyết định cũ
    công khai danh sách hộ nghèo
    dựng tượng đài
    bán hàng đa cấp
    mở quán karaoke
    kinh doanh pháo hoa
    nuôi chim yến
    thả cá giống xuống hồ
    khoanh nuôi rừng nghèo
    bồi thường cây ăn quả
    xây cổng chào
    lập bản đồ sạt lở
    đón đoàn kiểm toán
    đính chính tin sai
    khóa tài khoản người nghỉ việc
    chuyển máy chủ sang trung tâm
    sao lưu dữ liệu hàng ngày
    ký biên bản thay giám đốc
    chứng thực bản dịch
    công chứng di chúc
    nhận người vào trung tâm bảo trợ
    giảm tiền thuê đất
    """),
    ways=lines("""
    {topic} {who} {when} theo văn bản gì?
    Vụ {topic} {who} {when} giải quyết kiểu gì cho êm?
    Có văn bản nào cấm {topic} {who} {when}?
    Đang làm dở {topic} {who} {when} thì đổi người phụ trách, xin ý kiến ai?
    {topic} {who} {when} hết bao nhiêu tiền công?
    {who} tự ý {topic} {when}, xử phạt mức nào?
    Kinh nghiệm {topic} {who} {when}
    Phân biệt {topic} {who} với việc tương tự {when}
    Thủ trưởng bảo {topic} {who} {when} nhưng tôi thấy chưa ổn, nên thế nào?
    Hồi trước {topic} {who} {when} cần ba chữ ký, nay còn cần không?
    {topic} {who} {when} được miễn những khoản nào?
    Lập tờ khai {topic} {who} {when} ở phòng nào trong xã?
    Xã có quyền {topic} {who} {when} hay phải lên tỉnh?
    Văn bản mới nhất liên quan {topic} {who} {when}
    Quá hạn {topic} {who} {when} thì làm lại từ đầu à?
    Trong nội quy ghi sao về {topic} {who} {when}?
    """),
    who=lines("""
    cho người giúp việc
    của ca trưởng
    với bà con vùng lõi
    cho sinh viên tình nguyện
    của chi cục kiểm dịch
    với trưởng trạm y tế
    cho con em công nhân
    của ban đại diện phụ huynh
    với thợ sửa chữa điện nước
    cho nhà thuốc tư nhân
    của phòng văn thư tổng hợp
    với chủ nhà nghỉ
    cho đồng bào mới về bản
    """),
    when=lines("""
    khi gió lào về
    ngay trong chiều nay
    lúc sếp đang họp
    khi sổ sách chưa khớp
    dù đã nhắc hai lần
    khi thang máy hỏng
    sau lễ khai trương
    với giấy viết bằng bút chì
    khi đường vào bản bị chia cắt
    nếu tên trong danh sách bị sót
    khi camera không ghi hình
    trước lúc nghỉ trưa
    với trường hợp ở trọ
    khi bên thuê bỏ đi
    nếu chỉ còn một người làm
    giữa mùa thi
    khi giá cả leo thang
    vào phiên chợ
    khi họ hàng đứng tên hộ
    """),
    common=lines("""
    Ngày mai cơ quan có nghỉ không?
    Vợ sinh được nghỉ mấy hôm?
    Xe công đi chùa có sai không?
    Bao giờ có lương tháng mười ba?
    Gọi số nào để hỏi thủ tục?
    Nộp phạt nguội ở đâu?
    Học phí lớp sáu năm nay
    Đất ruộng có xây nhà được không?
    """),
    laws=lines("""
    Tổ chức, cá nhân có hành vi vi phạm pháp luật về phòng, chống thiên tai thì tùy theo tính chất, mức độ vi phạm mà bị xử lý kỷ luật, xử phạt vi phạm hành chính hoặc bị truy cứu trách nhiệm hình sự; nếu gây thiệt hại thì phải bồi thường theo quy định của pháp luật
    Cơ sở kinh doanh dịch vụ lưu trú có trách nhiệm thông báo việc lưu trú của khách với cơ quan công an, bảo đảm an ninh, trật tự và tuân thủ các quy định về phòng cháy, chữa cháy trong suốt quá trình hoạt động
    1. Hội đồng kỷ luật họp khi có đủ từ ba phần tư thành viên trở lên.\n2. Biên bản cuộc họp phải được lập thành văn bản.\n3. Thời hạn xử lý kỷ luật là 90 ngày, trường hợp phức tạp thì kéo dài không quá 150 ngày
    Người tiêu dùng có quyền được bảo đảm an toàn tính mạng, sức khỏe, tài sản và các quyền, lợi ích hợp pháp khác khi tham gia giao dịch, sử dụng sản phẩm, hàng hóa, dịch vụ
    """),
    synonyms=(
        ("văn bản", "giấy tờ"), ("giải quyết", "xử trí"), ("cấm", "không cho"), ("làm dở", "đang làm"),
        ("bao nhiêu tiền", "tốn mấy đồng"), ("tự ý", "tự tiện"), ("kinh nghiệm", "bài học"), ("thủ trưởng", "sếp"),
        ("cần", "đòi"), ("miễn", "giảm"), ("tờ khai", "mẫu khai"), ("quyền", "thẩm quyền"), ("quá hạn", "trễ hạn"),
        ("nội quy", "quy chế"), ("xin ý kiến", "hỏi ý"),
    ),
)  # fmt: skip
