extension JSONCursor {
    /// Reads a string whose opening quote is next.
    mutating func string() throws(JSONError) -> String {
        let start = position + 1
        position = start
        var isASCII = true
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                let text = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
                position += 1
                if isASCII { return String(decoding: text, as: UTF8.self) }
                return try validated(text, start: start)
            case UInt8(ascii: "\\"):
                return try escapedString(start: start)
            case 0..<0x20:
                throw error("json_syntax", "A control character stands unescaped in a text (byte \(position)).")
            default:
                if byte >= 0x80 { isASCII = false }
                position += 1
            }
        }
        throw unexpected("a closing quote")
    }

    /// Goes on from the first backslash of a string that begins at `start`.
    private mutating func escapedString(start: Int) throws(JSONError) -> String {
        var text = Array(bytes[start..<position])
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try validated(text, start: start)
            case UInt8(ascii: "\\"):
                position += 1
                try escape(into: &text)
            case 0..<0x20:
                throw error("json_syntax", "A control character stands unescaped in a text (byte \(position)).")
            default:
                text.append(byte)
                position += 1
            }
        }
        throw unexpected("a closing quote")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard let byte = peek() else { throw unexpected("an escaped character") }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            position += 1
            text.append(contentsOf: String(try escapedScalar()).utf8)
            return
        default: throw unexpected("one of \" \\ / b f n r t u after a backslash")
        }
        position += 1
    }

    /// Reads what follows `\u`: four digits, or a pair of surrogates.
    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let place = position - 2
        let lone = JSONError(
            code: "json_surrogate", offset: place,
            sentence: "Half of a surrogate pair stands alone in a text (byte \(place)).")
        let first = try hexUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw lone }
        position += 2
        let second = try hexUnit()
        guard (0xDC00...0xDFFF).contains(second) else { throw lone }
        let value = 0x10000 + ((UInt32(first) - 0xD800) << 10) + (UInt32(second) - 0xDC00)
        guard let scalar = Unicode.Scalar(value) else { throw lone }
        return scalar
    }

    private mutating func hexUnit() throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw unexpected("four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }

    private func validated(_ text: some Collection<UInt8>, start: Int) throws(JSONError) -> String {
        guard let string = String(validating: text, as: UTF8.self) else {
            throw JSONError(
                code: "json_utf8", offset: start, sentence: "The text that begins at byte \(start) is not valid UTF-8.")
        }
        return string
    }

    /// Reads a number; whole ones exactly, and those that 64 bits cannot hold are refused rather than rounded.
    mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        let isNegative = peek() == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let firstDigit = position
        var whole: Int64 = 0
        var fits = true
        while let digit = digit() {
            let (shifted, overflow) = whole.multipliedReportingOverflow(by: 10)
            let (sum, carry) =
                isNegative ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
            fits = fits && !overflow && !carry
            whole = sum
            position += 1
        }
        guard position > firstDigit else { throw unexpected("a digit") }
        if bytes[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 {
            throw JSONError(
                code: "json_number", offset: start, sentence: "A number may not begin with 0 (byte \(start)).")
        }
        let hasFraction = try fraction()
        let hasExponent = try exponent()
        if !hasFraction, !hasExponent {
            guard fits else { throw tooLarge(start) }
            return .integer(whole)
        }
        guard let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)), number.isFinite else {
            throw tooLarge(start)
        }
        return .number(number)
    }

    private mutating func fraction() throws(JSONError) -> Bool {
        guard peek() == UInt8(ascii: ".") else { return false }
        position += 1
        try digits()
        return true
    }

    private mutating func exponent() throws(JSONError) -> Bool {
        guard let letter = peek(), letter | 0x20 == UInt8(ascii: "e") else { return false }
        position += 1
        if let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
        try digits()
        return true
    }

    private mutating func digits() throws(JSONError) {
        guard digit() != nil else { throw unexpected("a digit") }
        while digit() != nil { position += 1 }
    }

    private func digit() -> Int64? {
        guard let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        return Int64(byte - UInt8(ascii: "0"))
    }

    private func tooLarge(_ start: Int) -> JSONError {
        JSONError(
            code: "json_number", offset: start,
            sentence: "The number at byte \(start) is too large to be kept exactly.")
    }
}
