"""The phrases of the forms in use, by what kind of word they are and what they mean; `lexicon` explains texts by them.

A phrase is a kind, a code and the ways to write it. `filler` means nothing of its own, `noun` are words of titles and
labels, `level` says an office's level or the budget of that level, which only more words tell apart.
"""

from mtqg_analysis.domain.nation import written_provinces

_YEAR4 = r"20[0-4]\d"
_PROGRAMME_WORD = r"(?:chương trình|ctmtqg|ct)(?: ?(?:mtqg|mục tiêu quốc gia))?(?: số)?"
_INCLUDING = r"(?:đã )?(?:bao gồm|gồm|kể)(?: cả)?"
_MONEY_OF = r"(?:nguồn vốn|nguồn|vốn|kinh phí|kế hoạch vốn|kế hoạch|kh vốn|kh|dự toán)"
ACT = (  # which document says so; its day is no cut-off
    r"(?:quyết định|qđ|nghị quyết|nq|công văn|cv|văn bản|thông báo|tờ trình)(?: số)? ?(?!(?:1719|90|263)\b)"
    r"\d+(?:/[\wđ-]+)*(?:,? ngày \d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{2,4})?"
)
PHRASES: tuple[tuple[str, str, str], ...] = (
    # Measures that say of a number what it is not: no plan of the year and nothing that was disbursed in it.
    ("measure", "rate", r"tỷ lệ|tỉ lệ|tl|%|tỷ trọng|phần trăm|đạt(?: tỷ lệ)?|so(?: sánh)? với|so sánh"),
    (
        "measure",
        "remaining",
        r"(?:số |vốn |kế hoạch |kinh phí )?(?:còn lại|còn dư)|chưa (?:giải ngân|phân bổ|thực hiện|thanh toán|chi|rút|"
        r"sử dụng)(?: hết)?|còn phải (?:giải ngân|thanh toán|thực hiện)|số dư(?: dự toán)?|dư dự toán|kết dư|số tồn|"
        r"còn được (?:giải ngân|sử dụng)|không (?:giải ngân|thực hiện)(?: được| hết)?",
    ),
    ("measure", "cancelled", r"(?:đề nghị |bị )?hủy(?: bỏ)?(?: dự toán| kế hoạch)?|hết hiệu lực"),
    ("measure", "whole_project", r"tổng mức(?: vốn)?(?: đầu tư)?|tmđt|tổng dự toán"),
    ("measure", "need", r"nhu cầu(?: vốn)?|đề xuất|đăng ký"),
    ("measure", "estimate", r"ước(?: tính| đạt)?"),
    (
        "measure",
        "expected",
        r"(?:số )?dự kiến|cam kết|khả năng|phấn đấu|dự báo|đăng ký (?:giải ngân|gn|thanh toán)|"
        r"(?:kế hoạch|kh) (?:giải ngân|gn|thanh toán)|tiến độ cam kết",
    ),
    (
        "measure",
        "advance",
        r"(?:số dư |vốn )?tạm ứng(?: chưa thu hồi| theo chế độ| theo hợp đồng)?|ứng trước",
    ),
    ("filler", "", rf"(?<!không )(?<!chưa )(?:{_INCLUDING}|cả) (?:vốn |số )?tạm ứng"),
    (
        "measure",
        "completed_volume",
        r"(?:thanh toán |giải ngân |vốn )?(?:khối lượng(?: hoàn thành)?|klht|kl hoàn thành|kl)(?: hoàn thành)?",
    ),
    (
        "measure",
        "change",
        r"(?:đề xuất |đề nghị )?(?:điều chỉnh |được )?bổ sung(?: thêm)?|"
        r"(?:điều chỉnh )?(?:tăng|giảm)(?: thêm)?|cắt giảm|điều chuyển|điều "
        r"hòa|"
        r"chênh lệch|thu hồi|nộp trả|hoàn trả|tăng giảm|tăng ?/ ?giảm|tăng ?, ?giảm",
    ),
    (
        "measure",
        "comparison",
        r"(?:so với |so )?cùng kỳ(?: năm trước)?|"
        r"so(?: sánh)? với (?:thực hiện |giải ngân |th |kế hoạch |kh )?năm trước",
    ),
    # Flows of money: the earliest one in a text says what it is about.
    (
        "flow",
        "disbursed",
        r"(?:(?:kết quả|số|giá trị|đã|thực|số đã|vốn đã) )*(?:giải ngân|thanh toán|thực hiện|gn|rút dự toán|rút vốn|"
        r"rút|"
        r"cấp phát|sử dụng|chi(?! lăng))|th|thực chi|quyết toán|disbursed|disbursement|paid",
    ),
    (
        "flow",
        "plan",
        r"kế hoạch(?: vốn)?|kh|khv|kh vốn|dự toán|vốn giao|(?:được |đã |vốn được )?(?:giao|phân bổ|bố trí|phê duyệt|"
        r"duyệt)"
        r"|plan|kế hoạch giao|vốn được giao",
    ),
    ("flow", "cumulated", r"lũy kế(?: số liệu)?|cộng dồn"),
    # When: days and years are taken off first; these are the words around them.
    (
        "time",
        "until",
        r"(?:tính )?(?:đến|tới)(?: hết| cuối| thời điểm)?(?: ngày)?|đến nay|từ đầu năm(?: đến(?: hết)?)?|cả năm",
    ),
    ("time", "until", r"(?:thời điểm(?: báo cáo| chốt)?|chốt(?: số liệu)?|ngày chốt|kỳ báo cáo)"),
    ("filler", "", r"\d{1,2}(?:h|g|:| giờ ?)\d{0,2}(?: phút)?"),
    ("time", "until", r"hết(?: năm| tháng| quý| kỳ)?"),
    ("time", "in_period", r"trong (?:tháng|kỳ|quý|tuần)(?: này)?|(?:tháng|kỳ|quý|tuần) này|phát sinh(?: trong kỳ)?"),
    (
        "time",
        "since_start",
        r"(?:lũy kế )?(?:kể )?từ (?:khi |ngày )?(?:khởi công|đầu dự án|đầu giai đoạn|đầu chương trình|đầu nhiệm kỳ)|"
        r"từ trước đến nay",
    ),
    ("time", "span", r"(?:cả )?giai đoạn|trung hạn|5 năm|05 năm|ktth|thời kỳ"),
    (
        "time",
        "year",
        r"(?:trong |của )?năm(?: nay| ngân sách| kế hoạch| hiện hành| báo cáo)?|niên độ(?: ngân sách)?|"
        r"đầu năm|cuối năm",
    ),
    # Where money comes from, and by whom a plan was assigned.
    (
        "origin",
        "both",
        rf"(?<!không )(?<!chưa )(?:{_INCLUDING}|cả)(?: {_MONEY_OF})?(?: năm trước)? "
        r"(?:kéo dài|năm trước|chuyển (?:nguồn|sang))(?: sang)?",
    ),
    (
        "origin",
        "current_year",
        rf"(?:(?:không|chưa) (?:{_INCLUDING}|tính)|trừ|ngoài)(?: {_MONEY_OF})?(?: năm trước)? (?:kéo dài|năm trước|"
        r"chuyển(?: nguồn| sang)?)"
        r"(?: chuyển)?(?: sang)?",
    ),
    (
        "origin",
        "carried_over",
        r"(?:được )?(?:phép )?(?:kéo dài|chuyển nguồn)(?: thời gian thực hiện)?(?: sang)?|(?:các )?năm trước"
        r"(?: kéo dài| chuyển)?(?: sang)?(?: năm nay)?|chuyển sang(?: năm nay)?",
    ),
    ("origin", "current_year", r"năm nay|vốn trong năm"),
    ("basis", "start_of_year", r"(?:giao )?(?:từ )?đầu năm|giao lần đầu|ban đầu"),
    (
        "basis",
        "adjusted",
        r"(?:sau |được |đã )?(?:khi )?điều chỉnh|" + rf"{_INCLUDING} (?:vốn |kế hoạch |kh )?bổ sung|sau (?:khi )?"
        r"(?:điều chỉnh ?[,/&-]? ?(?:và )?)?bổ sung",
    ),
    ("basis", "pm_assigned", r"(?:thủ tướng(?: chính phủ)?|ttg|ttcp)(?: cp)?(?: giao)?|(?:trung ương|tw) giao"),
    ("basis", "province_assigned", r"(?:ubnd |hđnd )?tỉnh (?:đã )?giao"),
    ("basis", "allocated", r"(?:đã |được )*(?:phân bổ chi tiết|giao chi tiết)|đã (?:phân bổ|phân khai)|phân khai"),
    # Kinds of capital, funds and programmes.
    (
        "capital",
        "investment",
        r"(?:nguồn )?(?:vốn )?đầu tư(?: phát triển| công| xdcb| xây dựng cơ bản)?|(?:vốn )?(?:đtpt|đt|đtc|xdcb|xây "
        r"dựng cơ bản)|vđt|vốn đt",
    ),
    (
        "capital",
        "recurrent",
        r"(?:nguồn )?(?:vốn |kinh phí |chi |kp )?(?:sự nghiệp|thường xuyên|sn|tx)|vsn|kpsn|kptx|vtx|chi thường xuyên",
    ),
    (
        "fund",
        "central",
        r"nstw|(?:(?:vốn|nguồn|nguồn vốn) )?(?:(?:ngân sách|ns)(?: nhà nước)?(?: cấp)? )?(?:trung ương|tw)",
    ),
    ("fund", "counterpart", r"(?:vốn )?đối ứng(?: (?:của )?(?:địa phương|ngân sách địa phương|nsđp))?"),
    ("fund", "local_province", r"(?:(?:ngân sách|ns|vốn|nguồn|nguồn vốn)(?: cấp)?|nguồn ns|vốn ns) tỉnh|nst"),
    ("fund", "local_district", r"(?:(?:ngân sách|ns|vốn|nguồn|nguồn vốn)(?: cấp)?|nguồn ns|vốn ns) huyện|nsh"),
    ("fund", "local_commune", r"(?:(?:ngân sách|ns|vốn|nguồn|nguồn vốn)(?: cấp)?|nguồn ns|vốn ns) xã|nsx"),
    ("fund", "local", r"nsđp|(?:(?:vốn|nguồn|nguồn vốn) )?(?:(?:ngân sách|ns)(?: nhà nước)? )?(?:địa phương|đp)"),
    ("fund", "domestic", r"(?:vốn )?trong nước"),
    ("fund", "foreign", r"(?:vốn )?(?:nước ngoài|ngoài nước)|(?:vốn )?oda"),
    ("fund", "credit", r"(?:vốn )?tín dụng(?: chính sách)?"),
    ("fund", "integrated", r"(?:vốn )?lồng ghép"),
    (
        "fund",
        "enterprise_community",
        r"(?:vốn )?doanh nghiệp|dân góp|(?:vốn )?(?:huy động )?(?:người dân|cộng đồng)(?: đóng góp)?",
    ),
    (
        "programme",
        "DTTS",
        rf"{_PROGRAMME_WORD} 1719|1719(?:/qđ-ttg)?|(?:(?:phát triển|pt) ?)?(?:(?:kinh tế ?[-–,&]? ?(?:và )?xã hội|"
        rf"kt ?[-–&]? ?xh)"
        r"(?: (?:ở|tại))? )?(?:vùng )?(?:đồng bào |đb ?)?(?:dtts|dân tộc thiểu số|dân tộc)(?: ?(?:&|và|,|-)? ?(?:mn|"
        r"miền núi))?|"
        r"dttsmn|ptktxh vùng dtts(?: ?& ?mn)?",
    ),
    ("programme", "GNBV", rf"{_PROGRAMME_WORD} 90(?:/qđ-ttg)?|(?:mục tiêu )?giảm nghèo(?: bền vững| bv)?|gnbv|gn bv"),
    (
        "programme",
        "NTM",
        rf"{_PROGRAMME_WORD} 263(?:/qđ-ttg)?|(?:xây dựng |xd ?)?(?:nông thôn mới|ntm)|xdntm",
    ),
    ("programme", "", rf"{_PROGRAMME_WORD}|mtqg|mục tiêu quốc gia|ctmt"),
    (
        "programme",
        "",
        r"(?:cả |0?[2-9] |ba |bốn |các |tổng |toàn bộ )+(?:ct|chương trình|ctmtqg)(?: ?(?:mtqg|mục tiêu quốc gia))?",
    ),
    (
        "programme",
        "",
        r"(?:tiểu )?dự án \d+(?:\.\d+)?|tda ?\d+|da ?\d+|nội dung (?:thành phần )?(?:số )?\d+|hợp phần \d+",
    ),
    # Of whom: the offices of a level or the budget of that level, which only more words tell apart.
    ("level", "", r"(?:cấp|khối) (?:tỉnh|huyện|xã|trung ương|địa phương)|cấp|khối"),
    # Known words that leave open which money is meant: budgets of two levels, money that left or came.
    (
        "open",
        "",
        r"(?:(?:ngân sách|ns|vốn|nguồn|nguồn vốn)(?: cấp)?|nguồn ns|vốn ns) (?:tỉnh|huyện|xã)"
        r"(?: ?(?:[,+/&-]|và) ?(?:cấp |ns |ngân sách )?(?:tỉnh|huyện|xã))+|số (?:vốn |kinh phí |tiền )?chuyển nguồn|"
        r"(?:thực hiện|th|giải ngân|gn|kế hoạch|kh) (?:của )?năm trước(?! (?:kéo dài|chuyển|sang))",
    ),
    # Words without a meaning of their own.
    ("filler", "", r"(?:vốn|kinh phí|nguồn vốn) thực hiện|kp|hỗ trợ|(?:gồm )?thời gian chỉnh lý"),
    ("filler", "", rf"(?:theo |tại )?{ACT}"),
    ("noun", "", r"huy động|nguồn lực|hệ thống|tabmis|dùng cho|mã biểu|rà soát|hoàn thành|kết thúc|bước đầu|so sánh"),
    (
        "filler",
        "",
        r"vốn|nguồn vốn|nguồn|kinh phí|tiền|số|số tiền|số vốn|số liệu|tổng|tổng số|tổng cộng|tổng vốn|cộng|trong đó|"
        r"gồm|"
        r"bao gồm|t/đ|tđ|tr đó|và|của|các|theo|ngân sách|ns|nhà nước|nsnn|giá trị|kết quả|tình hình|mức|được|đã|cho|"
        r"từ|tại|"
        r"sang|cấp phép|nội dung|chỉ tiêu|chia ra|ra|phần|loại|là|với|về|đối với|hàng năm|hằng năm|thuộc|trên|qua|"
        r"lần|đợt|"
        r"(?:tại )?(?:kbnn|kho bạc(?: nhà nước)?)|lĩnh vực|công|chi tiết|cụ thể|hoặc|hay|có|để|mới|năm|vnđ|funding|"
        r"amount|total",
    ),
    (
        "noun",
        "",
        r"báo cáo|bảng|biểu|biểu mẫu|mẫu|phụ lục|tổng hợp|tiến độ|thống kê|danh sách|danh mục|tờ trình|nhanh|sơ bộ|"
        r"chính thức|"
        r"định kỳ|tháng|quý|tuần|ngày|kỳ|đơn vị|địa phương|địa bàn|trên địa bàn|toàn tỉnh|tỉnh|huyện|thành phố|xã|"
        r"phường|thị trấn|"
        rf"{written_provinces()}|"
        r"thị xã|tp|sở|ban|ngành|cơ quan|chủ đầu tư|toàn huyện|toàn xã|nhóm|dự án|tiểu dự án|"
        r"công trình|hoạt động|nhiệm vụ|triển khai|tổ chức|phục vụ|họp|hội nghị|giao ban|sơ kết|tổng kết|"
        r"đánh giá|công tác|"
        r"việc|do|làm|quản lý|phụ trách|cập nhật|đính kèm|kèm theo|gửi|ubnd|ủy ban nhân dân|ban chỉ đạo|bcđ|phòng|"
        r"văn phòng|"
        r"năm ngân sách|ngân sách nhà nước|hiện nay|lớn|nhỏ|khu vực|vùng|đầu tư công|thời gian|đến kỳ|"
        r"theo từng|từng|mỗi|theo đơn vị|chung|riêng|trực thuộc|liên quan|phân theo|chia theo|phân|chia|huyện cũ|cũ|"
        r"mtqg|tiếp theo|tiếp",
    ),
)
UNITS_OF_MONEY = (
    r"(?:đơn vị(?: tính)?|đvt|đv tính) ?[:.]? ?(?:là )?(?:đồng|(?:1[.,]?000|nghìn|ngàn|triệu|tỷ|tỉ) ?(?:đồng|đ)?)|"
    r"(?:nghìn|ngàn|triệu|tỷ|tỉ|nghìn tỷ|1[.,]000) (?:đồng|đ|vnđ)|trđ|tr ?\.? ?đ|đồng|triệu|tỷ|tỉ|nghìn|ngàn|làm "
    r"tròn(?: số)?|đvt|đơn vị tính"
)
_QUARTER = r"quý (?:iv|iii|ii|i|[1-4])|q[1-4]"
_OF_YEAR = rf"(?: ?/ ?{_YEAR4}| ?- ?{_YEAR4}| ?\. ?{_YEAR4}| (?:của )?năm {_YEAR4}| {_YEAR4})"
_DAY, _OR_YEAR, _TO = r"\d{1,2} ?[/.] ?\d{1,2}", r" ?[/.] ?(?:20)?\d\d", r" ?(?:đến|tới|-|–)(?: hết)? ?"
TIMES = (
    (
        "day",
        r"(?:ngày )?\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:20)?\d\d|"
        r"(?:ngày )?\d{1,2} tháng \d{1,2} năm (?:20)?\d\d|ngày \d{1,2} tháng \d{1,2}|(?:ngày )?\d{1,2} ?/ ?\d{1,2}",
    ),
    ("month", rf"(?:trong )?(?:tháng ?|t)(?:1[0-2]|0?[1-9]){_OF_YEAR}?|(?:1[0-2]|0?[1-9]) ?/ ?{_YEAR4}"),
    ("quarter", rf"(?:trong )?(?:{_QUARTER}){_OF_YEAR}?"),
    ("months", rf"(?:0?[1-9]|1[0-2]) tháng(?: đầu)?(?: năm)?(?: {_YEAR4})?"),
    ("last_months", rf"(?:0?[1-9]|1[0-2]) tháng cuối(?: năm)?(?: {_YEAR4})?"),
    ("years", rf"(?:giai đoạn )?{_YEAR4} ?[-–] ?{_YEAR4}|từ (?:năm )?{_YEAR4} (?:đến|-) (?:năm )?{_YEAR4}"),
    ("year", rf"(?:năm )?{_YEAR4}"),
    ("stretch", rf"(?:từ )?(?:ngày )?{_DAY}(?:{_OR_YEAR})?{_TO}(?:ngày )?{_DAY}(?:{_OR_YEAR})?"),
    ("stretch", rf"(?:từ )?tháng \d{{1,2}}{_OF_YEAR}?{_TO}(?:tháng )?\d{{1,2}}{_OF_YEAR}?"),
    ("stretch", rf"(?:từ )?(?:{_QUARTER}){_OF_YEAR}?{_TO}(?:{_QUARTER}){_OF_YEAR}?"),
)
