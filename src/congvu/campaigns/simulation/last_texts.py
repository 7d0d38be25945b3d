# ruff: noqa: E501  # sentences of law, whole
"""The set of templates that version 2 of the rule was measured on: written last, judged once, not used for changes."""

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
