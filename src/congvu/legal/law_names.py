"""Names of Vietnamese codes, laws and ordinances, past and present, and their usual abbreviations.

A name in running text ends where no punctuation tells it ("Luật Đầu tư công quy định", "luật đất đai và"), so the
known names are listed; an unknown one is still read from its capitals (`mentions`). Commas are left out.
"""

from __future__ import annotations

_CODES = "Lao động|Dân sự|Hình sự|Tố tụng dân sự|Tố tụng hình sự|Hàng hải Việt Nam|Hàng hải"

_LAWS = """
An ninh mạng|An ninh quốc gia|An toàn thông tin mạng|An toàn thực phẩm|An toàn vệ sinh lao động
Bảo hiểm tiền gửi
Bảo hiểm xã hội|Bảo hiểm y tế|Bảo vệ bí mật nhà nước|Bảo vệ công trình quốc phòng và khu quân sự
Bảo vệ dữ liệu cá nhân
Bảo vệ môi trường|Bảo vệ quyền lợi người tiêu dùng|Bảo vệ sức khỏe nhân dân|Bảo vệ và kiểm dịch thực vật
Bảo vệ và phát triển rừng|Bảo vệ chăm sóc và giáo dục trẻ em|Ban hành văn bản quy phạm pháp luật
Ban hành văn bản quy phạm pháp luật của Hội đồng nhân dân Ủy ban nhân dân|Báo chí
Bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân|Bầu cử đại biểu Quốc hội
Bầu cử đại biểu Hội đồng nhân dân
Biên giới quốc gia|Biên phòng Việt Nam|Biển Việt Nam|Bình đẳng giới|Bưu chính|Các công cụ chuyển nhượng
Các tổ chức tín dụng|Cán bộ công chức|Cạnh tranh|Cảnh sát biển Việt Nam|Cảnh sát cơ động|Cảnh vệ|Căn cước
Căn cước công dân|Chăn nuôi|Chất lượng sản phẩm hàng hóa|Chính quyền địa phương|Chuyển đổi số
Chuyển giao công nghệ
Chứng khoán|Công an nhân dân|Công chứng|Công đoàn|Công nghệ cao|Công nghệ thông tin|Công nghiệp công nghệ số
Công nghiệp quốc phòng an ninh và động viên công nghiệp
Cơ quan đại diện nước Cộng hòa xã hội chủ nghĩa Việt Nam ở nước ngoài
Cơ quan đại diện|Cơ yếu|Cư trú|Dạy nghề|Dân quân tự vệ|Dân số|Dầu khí|Di sản văn hóa|Doanh nghiệp
Doanh nghiệp nhà nước
Du lịch|Dự trữ quốc gia|Dược|Dữ liệu|Đa dạng sinh học|Đặc xá|Đất đai|Đấu giá tài sản|Đấu thầu|Đầu tư
Đầu tư công
Đầu tư nước ngoài tại Việt Nam|Đầu tư theo phương thức đối tác công tư|Đê điều|Địa chất và khoáng sản|Điện ảnh
Điện lực|Điều ước quốc tế|Đo đạc và bản đồ|Đo lường|Đường bộ|Đường sắt|Giá|Giám định tư pháp|Giao dịch điện tử
Giao thông đường bộ|Giao thông đường thủy nội địa|Giáo dục|Giáo dục đại học|Giáo dục nghề nghiệp
Giáo dục quốc phòng và an ninh|Hải quan|Hàng không dân dụng Việt Nam
Hiến lấy ghép mô bộ phận cơ thể người và hiến lấy xác
Hiến máu|Hòa giải đối thoại tại Tòa án|Hòa giải ở cơ sở|Hóa chất|Hoạt động chữ thập đỏ
Hoạt động giám sát của Quốc hội và Hội đồng nhân dân|Hoạt động giám sát của Quốc hội
Hỗ trợ doanh nghiệp nhỏ và vừa
Hộ tịch|Hôn nhân và gia đình|Hợp tác xã|Kế toán|Khám bệnh chữa bệnh|Khí tượng thủy văn|Khiếu nại
Khiếu nại tố cáo
Khoa học công nghệ và đổi mới sáng tạo|Khoa học và công nghệ|Khoáng sản|Kiểm toán độc lập|Kiểm toán nhà nước
Kiến trúc|Kinh doanh bảo hiểm|Kinh doanh bất động sản|Lâm nghiệp|Lao động|Dân sự|Hình sự|Tố tụng dân sự
Tố tụng hình sự
Luật sư|Lực lượng dự bị động viên|Lực lượng tham gia bảo vệ an ninh trật tự ở cơ sở|Lưu trữ|Lý lịch tư pháp
Mặt trận Tổ quốc Việt Nam|Năng lượng nguyên tử|Ngân hàng Nhà nước Việt Nam|Ngân hàng Nhà nước
Ngân sách nhà nước
Nghĩa vụ quân sự|Người cao tuổi|Người khuyết tật
Người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng
Nhà giáo|Nhà ở|Nhập cảnh xuất cảnh quá cảnh cư trú của người nước ngoài tại Việt Nam|Nuôi con nuôi|Phá sản
Phí và lệ phí|Phòng bệnh|Phòng cháy chữa cháy và cứu nạn cứu hộ|Phòng cháy và chữa cháy
Phòng chống bạo lực gia đình
Phòng chống bệnh truyền nhiễm|Phòng chống khủng bố|Phòng chống ma túy|Phòng chống mua bán người
Phòng chống nhiễm vi rút gây ra hội chứng suy giảm miễn dịch mắc phải ở người|Phòng chống rửa tiền
Phòng chống tác hại của rượu bia|Phòng chống tác hại của thuốc lá|Phòng chống tham nhũng|Phòng chống thiên tai
Phòng không nhân dân|Phổ biến giáo dục pháp luật|Quản lý ngoại thương|Quản lý nợ công
Quản lý sử dụng tài sản công
Quản lý sử dụng tài sản nhà nước|Quản lý sử dụng vốn Nhà nước đầu tư vào sản xuất kinh doanh tại doanh nghiệp
Quản lý sử dụng vũ khí vật liệu nổ và công cụ hỗ trợ|Quản lý thuế
Quản lý và đầu tư vốn nhà nước tại doanh nghiệp
Quảng cáo|Quân nhân chuyên nghiệp công nhân và viên chức quốc phòng|Quốc phòng|Quốc tịch Việt Nam|Quốc tịch
Quy hoạch
Quy hoạch đô thị|Quy hoạch đô thị và nông thôn|Sĩ quan Quân đội nhân dân Việt Nam|Sở hữu trí tuệ
Sử dụng năng lượng tiết kiệm và hiệu quả|Tài nguyên môi trường biển và hải đảo|Tài nguyên nước
Tần số vô tuyến điện
Thanh niên|Thanh tra|Thể dục thể thao|Thi đua khen thưởng|Thi hành án dân sự|Thi hành án hình sự
Thi hành tạm giữ tạm giam|Thỏa thuận quốc tế|Thống kê|Thú y|Thủ đô|Thuế bảo vệ môi trường
Thuế giá trị gia tăng
Thuế sử dụng đất nông nghiệp|Thuế sử dụng đất phi nông nghiệp|Thuế tài nguyên|Thuế thu nhập cá nhân
Thuế thu nhập doanh nghiệp|Thuế tiêu thụ đặc biệt|Thuế xuất khẩu thuế nhập khẩu|Thủy lợi|Thủy sản|Thư viện
Thực hành tiết kiệm chống lãng phí|Thực hiện dân chủ ở cơ sở|Thương mại|Tiêu chuẩn và quy chuẩn kỹ thuật
Tiếp cận thông tin|Tiếp công dân|Tín ngưỡng tôn giáo|Tình trạng khẩn cấp|Tố cáo|Tố tụng hành chính
Tổ chức Chính phủ
Tổ chức chính quyền địa phương|Tổ chức cơ quan điều tra hình sự|Tổ chức Hội đồng nhân dân và Ủy ban nhân dân
Tổ chức Quốc hội|Tổ chức Tòa án nhân dân|Tổ chức Viện kiểm sát nhân dân|Trách nhiệm bồi thường của Nhà nước
Trẻ em
Trí tuệ nhân tạo|Trọng tài thương mại|Trồng trọt|Trợ giúp pháp lý|Trưng cầu ý dân
Trưng mua trưng dụng tài sản|Trật tự an toàn giao thông đường bộ|Tư pháp người chưa thành niên
Tương trợ tư pháp
Viên chức|Việc làm|Viễn thông|Xây dựng|Xuất bản|Xuất cảnh nhập cảnh của công dân Việt Nam
Xử lý vi phạm hành chính
"""

_ORDINANCES = """
Án phí lệ phí tòa án|An toàn và kiểm soát bức xạ|Bảo vệ bí mật nhà nước|Bộ đội Biên phòng|Bưu chính viễn thông
Cán bộ công chức|Cảnh sát cơ động|Cảnh vệ|Chất lượng hàng hóa|Công an xã|Cơ yếu|Dân số|Đê điều|Đo lường|Giá
Giống cây trồng|Giống vật nuôi|Hành nghề y dược tư nhân|Khai thác và bảo vệ công trình thủy lợi
Ký kết và thực hiện thỏa thuận quốc tế|Luật sư|Lực lượng Cảnh sát biển Việt Nam|Lưu trữ quốc gia|Ngoại hối
Người cao tuổi|Người tàn tật|Phí và lệ phí|Phòng chống lụt bão|Phòng chống mại dâm|Quảng cáo
Thẩm phán và Hội thẩm Tòa án nhân dân|Thi hành án dân sự|Thư viện|Thú y|Thủ đô Hà Nội|Thuế nông nghiệp
Thực hiện dân chủ ở xã phường thị trấn|Tín ngưỡng tôn giáo|Trọng tài thương mại
Ưu đãi người có công với cách mạng
Xử lý vi phạm hành chính
"""


def _names(table: str) -> tuple[str, ...]:
    return tuple(name for line in table.strip().splitlines() for name in line.split("|"))


NAMES_BY_KIND: dict[str, tuple[str, ...]] = {
    "BL": _names(_CODES),
    "L": _names(_LAWS),
    "PL": _names(_ORDINANCES),
}

ABBREVIATIONS: dict[str, tuple[str, str]] = {
    "blld": ("Bộ luật Lao động", "BL"),
    "blds": ("Bộ luật Dân sự", "BL"),
    "blhs": ("Bộ luật Hình sự", "BL"),
    "bltds": ("Bộ luật Tố tụng dân sự", "BL"),
    "blttds": ("Bộ luật Tố tụng dân sự", "BL"),
    "bltths": ("Bộ luật Tố tụng hình sự", "BL"),
    "ldd": ("Luật Đất đai", "L"),
    "lcbcc": ("Luật Cán bộ, công chức", "L"),
    "lbhxh": ("Luật Bảo hiểm xã hội", "L"),
    "lbhyt": ("Luật Bảo hiểm y tế", "L"),
    "lxlvphc": ("Luật Xử lý vi phạm hành chính", "L"),
    "lhngd": ("Luật Hôn nhân và gia đình", "L"),
}
"""Folded abbreviation to the full name and the code of the kind."""
