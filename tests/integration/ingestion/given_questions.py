"""Questions of ours over the given decrees, letters and laws: (question, number or title of the text, its article).

Written from the texts before the program was asked.
"""

QUESTIONS = (
    ("Văn bản hành chính gồm những loại nào?", "30/2020/NĐ-CP", "Điều 7"),
    ("Thể thức văn bản hành chính gồm những thành phần chính nào?", "30/2020/NĐ-CP", "Điều 8"),
    ("Ai được ký thay mặt tập thể lãnh đạo cơ quan và ký thay người đứng đầu?", "30/2020/NĐ-CP", "Điều 13"),
    ("Văn bản đi phải được phát hành chậm nhất khi nào sau khi ký?", "30/2020/NĐ-CP", "Điều 18"),
    ("Văn thư trình văn bản đến cho người có thẩm quyền chỉ đạo giải quyết trong thời gian nào?",
     "30/2020/NĐ-CP", "Điều 23"),
    ("Các hình thức bản sao gồm sao y, sao lục và gì nữa?", "30/2020/NĐ-CP", "Điều 25"),
    ("Bản sao y có giá trị pháp lý như bản chính không?", "30/2020/NĐ-CP", "Điều 26"),
    ("Thời hạn nộp lưu hồ sơ, tài liệu vào Lưu trữ cơ quan là bao lâu?", "30/2020/NĐ-CP", "Điều 30"),
    ("Văn thư cơ quan có trách nhiệm gì trong quản lý con dấu và thiết bị lưu khóa bí mật?",
     "30/2020/NĐ-CP", "Điều 32"),
    ("Dấu treo, dấu giáp lai đóng vào chỗ nào của văn bản?", "30/2020/NĐ-CP", "Điều 33"),
    ("Người đứng đầu cơ quan có trách nhiệm gì đối với công tác văn thư?", "30/2020/NĐ-CP", "Điều 6"),
    ("Số tiền bảo hiểm cháy, nổ bắt buộc tối thiểu được xác định thế nào?", "23/2018/NĐ-CP", "Điều 5"),
    ("Doanh nghiệp bảo hiểm không phải bồi thường bảo hiểm cháy, nổ trong những trường hợp nào?",
     "23/2018/NĐ-CP", "Điều 6"),
    ("Khi nào thì được coi là sự kiện bất khả kháng để không phải bồi thường thiệt hại ngoài hợp đồng?",
     "02/2022/NQ-HĐTP", "Điều 2"),
    ("Không xác định được ngày sinh của người gây thiệt hại thì tính tuổi thế nào?", "02/2022/NQ-HĐTP", "Điều 4"),
    ("Những ai được thuê nhà ở công vụ?", "Luật Nhà ở", "Điều 45"),
    ("Hội nghị nhà chung cư được tổ chức khi nào?", "Luật Nhà ở", "Điều 145"),
    ("Chủ sở hữu nhà ở là tổ chức, cá nhân nước ngoài có những nghĩa vụ gì?", "Luật Nhà ở", "Điều 21"),
    ("Căn cứ để tính tiền cho thuê đất gồm những gì?", "Luật đất đai", "Điều 108"),
    ("Người sử dụng đất thuê trồng lúa có trách nhiệm cải tạo, bồi bổ đất thế nào?", "Luật đất đai", "Điều 134"),
)  # fmt: skip
