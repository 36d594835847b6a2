/// The forms in which evaluations leave the product.
enum ExportFormat: String, CaseIterable, Sendable {
    case csv, xlsx, pdf

    var contentType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .pdf: "application/pdf"
        }
    }

    /// The forms a list comes in.
    static let ofLists: [ExportFormat] = [.csv, .xlsx]
}
