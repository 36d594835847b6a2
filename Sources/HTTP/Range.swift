/// What a Range header asks of a representation of known length (RFC 9110, section 14).
///
/// Chosen where the RFC leaves a choice: a header that is no ranges-specifier, names another unit, comes twice, or lists
/// more than sixteen ranges is ignored and the whole answered; ranges that overlap or touch are joined; of several, those
/// that cannot be satisfied are left out; one that remains is answered alone, never as multipart. A suffix of an empty
/// file is satisfiable by the letter but has no Content-Range, so the (empty) whole is answered.
enum RangeRequest: Equatable {
    case whole
    case unsatisfiable
    /// In the order asked for; never empty.
    case parts([Range<Int64>])

    static let mostRanges = 16

    /// `clamp`: the most bytes an open-ended range is answered with.
    init(_ header: String, length: Int64, clamp: Int64?) {
        guard let specs = RangeRequest.specifiers(header), specs.count <= RangeRequest.mostRanges else {
            self = .whole
            return
        }
        if length == 0, specs.contains(where: { if case .last(let count) = $0 { count > 0 } else { false } }) {
            self = .whole
            return
        }
        let satisfiable = specs.compactMap { $0.bytes(of: length, clamp: clamp) }
        self = satisfiable.isEmpty ? .unsatisfiable : .parts(RangeRequest.joined(satisfiable))
    }

    private enum Specifier {
        case between(Int64, Int64)
        case from(Int64)
        case last(Int64)

        func bytes(of length: Int64, clamp: Int64?) -> Range<Int64>? {
            switch self {
            case .between(let first, let last):
                first < length ? first..<(last < length ? last + 1 : length) : nil
            case .from(let first):
                first < length ? first..<(first + min(length - first, max(1, clamp ?? .max))) : nil
            case .last(let count):
                count > 0 && length > 0 ? (length - min(count, length))..<length : nil
            }
        }
    }

    /// The specifiers of `bytes=…`; nil when the header is not valid or is of another unit.
    private static func specifiers(_ header: String) -> [Specifier]? {
        let text = Array(header.utf8)
        guard let equals = text.firstIndex(of: UInt8(ascii: "=")),
            asciiEqual(String(decoding: text[..<equals], as: UTF8.self), "bytes")
        else { return nil }
        var found: [Specifier] = []
        for part in text[(equals + 1)...].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let spec = part.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
            // A list may have empty elements (section 5.6.1.2).
            if spec.isEmpty { continue }
            // Enough to know that there are too many; a header of a thousand costs no more.
            if found.count > mostRanges { return found }
            guard let dash = spec.firstIndex(of: UInt8(ascii: "-")) else { return nil }
            let before = spec[..<dash]
            let after = spec[spec.index(after: dash)...]
            guard before.allSatisfy(isDigit), after.allSatisfy(isDigit) else { return nil }
            switch (before.isEmpty, after.isEmpty) {
            case (true, true): return nil
            case (true, false): found.append(.last(number(after)))
            case (false, true): found.append(.from(number(before)))
            case (false, false):
                guard number(before) <= number(after) else { return nil }
                found.append(.between(number(before), number(after)))
            }
        }
        return found.isEmpty ? nil : found
    }

    /// A number of any size: beyond 63 bits it means "past every end".
    private static func number(_ digits: some Collection<UInt8>) -> Int64 {
        var value: Int64 = 0
        for digit in digits {
            let (tenfold, tooBig) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooBigNow) = tenfold.addingReportingOverflow(Int64(digit - 48))
            if tooBig || tooBigNow { return .max }
            value = sum
        }
        return value
    }

    /// Joins what overlaps or touches into the place of the first of them.
    private static func joined(_ ranges: [Range<Int64>]) -> [Range<Int64>] {
        var out: [Range<Int64>] = []
        for range in ranges {
            var whole = range
            var place: Int?
            var at = 0
            while at < out.count {
                if out[at].lowerBound <= whole.upperBound, whole.lowerBound <= out[at].upperBound {
                    whole = min(out[at].lowerBound, whole.lowerBound)..<max(out[at].upperBound, whole.upperBound)
                    out.remove(at: at)
                    place = min(place ?? at, at)
                    at = 0
                } else {
                    at += 1
                }
            }
            out.insert(whole, at: place ?? out.count)
        }
        return out
    }
}
