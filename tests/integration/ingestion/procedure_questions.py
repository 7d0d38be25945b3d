"""Questions of ours over the procedures of the development data: (question, code of the procedure, its field)."""

QUESTIONS = (
    ("Lệ phí cấp giấy phép đi bờ cho thuyền viên nước ngoài là bao nhiêu?", "1.013562", "Phí, lệ phí"),
    ("Thời hạn giải quyết thủ tục cấp lại giấy phép hành nghề khám bệnh, chữa bệnh trong giai đoạn chuyển tiếp?",
     "1.013619", "Thời hạn giải quyết"),
    ("Thành phần hồ sơ của thủ tục mở sân bay chuyên dùng trên mặt đất, mặt nước gồm những gì?",
     "1.013275", "Thành phần hồ sơ"),
    ("Phí điều chỉnh Giấy phép sử dụng vật liệu nổ công nghiệp là bao nhiêu?", "1.013543", "Phí, lệ phí"),
    ("Căn cứ pháp lý của thủ tục Đăng ký nghĩa vụ quân sự bổ sung?", "1.013136", "Căn cứ pháp lý"),
    ("Trình tự thực hiện thủ tục đóng tạm thời sân bay chuyên dùng", "1.013283", "Trình tự thực hiện"),
    ("Gia hạn giấy phép kinh doanh sản phẩm, dịch vụ mật mã dân sự cần hồ sơ gì?", "1.013202", "Thành phần hồ sơ"),
    ("Kết quả thực hiện thủ tục tuyển sinh theo chế độ cử tuyển đại học, cao đẳng, trung cấp là gì?",
     "3.000421", "Kết quả thực hiện"),
    ("Đăng ký miễn nghĩa vụ quân sự thời chiến mất bao lâu, thời hạn giải quyết thế nào?",
     "1.013139", "Thời hạn giải quyết"),
    ("Cơ quan nào thực hiện thủ tục cấp, tạm dừng và hủy tài khoản truy cập Cổng Thông tin thủ tục biên phòng điện tử "
     "cảng biển?", "1.013568", "Cơ quan thực hiện"),
)  # fmt: skip
