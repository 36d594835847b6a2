/// What an exported evaluation's file is called: `<external id>_<scorecard>_<yyyymmdd>`, with `uncompleted_` before it
/// until it is completed.
package enum ExportName {
    /// Bytes of UTF-8 that a file system takes, with room for the ending.
    static let longest = 240

    /// The name without its ending; `day` is that of the completion, else that of the export.
    package static func stem(
        externalID: String, scorecards: [String], day: CalendarDay, isCompleted: Bool
    ) -> String {
        let prefix = isCompleted ? "" : "uncompleted_"
        let more = scorecards.count > 1 ? "+\(scorecards.count - 1)" : ""
        let tail = more + "_" + compact(day)
        let id = safe(externalID)
        let card = safe(scorecards.first ?? "")
        // The two names share what the fixed parts leave; the one that needs less leaves more to the other.
        let room = longest - prefix.utf8.count - tail.utf8.count - 1
        let idRoom = max(room / 2, room - card.utf8.count)
        let shownID = cut(id, to: idRoom)
        return prefix + shownID + "_" + cut(card, to: room - shownID.utf8.count) + tail
    }

    /// `20261112`
    package static func compact(_ day: CalendarDay) -> String {
        String(day.text.unicodeScalars.filter { $0 != "-" }.map(Character.init))
    }

    /// A name without what file systems or shells stumble over, or what would show it otherwise than it is.
    package static func safe(_ name: String) -> String {
        var safe = String.UnicodeScalarView()
        for scalar in name.unicodeScalars { safe.append(isSafe(scalar) ? scalar : "-") }
        // A dot in front hides a file, and one at the end is lost on Windows, as a space is.
        let text = String(safe)
        let trimmed = text.drop { $0 == "." || $0 == " " }.reversed().drop { $0 == "." || $0 == " " }.reversed()
        return trimmed.isEmpty ? "-" : String(trimmed)
    }

    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: !"/\\:*?\"<>|%&;$`'!#".unicodeScalars.contains(scalar)
        }
    }

    /// As many whole characters as fit.
    private static func cut(_ text: String, to bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var cut = ""
        var size = 0
        for character in text {
            size += character.utf8.count
            if size > bytes { break }
            cut.append(character)
        }
        return cut
    }
}
