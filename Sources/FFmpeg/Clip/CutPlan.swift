/// What is known of a packet of pictures before its contents are copied.
struct PictureNote {
    /// When it is shown, ticks from the clip's start.
    var time: Int64
    /// When it is decoded, ticks from the clip's start.
    var decodeTime: Int64
    /// Decoding can start here, with nothing remembered from before, even behind pictures of another encoder.
    var isEntry = false
    /// It shows a picture at its time.
    var isShown = true
    /// It holds a picture that is shown later than the packet says, or never.
    var isHidden = false
    /// The container says that it is decoded but not shown.
    var isDiscarded = false
    /// It can stand in another file as it is.
    var isCopyable = true
}

/// How a stretch of one recording becomes the pictures of a clip: those up to a keyframe are encoded anew, the packets
/// from there are copied as long as neither they nor what they are decoded from lies outside, the rest is encoded anew.
struct CutPlan {
    struct Copied {
        /// As the source has it.
        let time: Int64
        /// In the clip: what is on screen when it starts comes at 0.
        let shownFrom: Int64
        let duration: Int64
    }

    /// In the order of decoding.
    let copied: [Copied]
    /// When the first copied packet is decoded, ticks from the clip's start.
    let decodeTime: Int64
    /// Pictures before the first copied one are encoded anew.
    let hasHead: Bool
    /// The first picture behind the copied ones, encoded anew as all after it; nil when there is none.
    let tailFrom: Int64?
    /// By how many packets decoding runs ahead of showing.
    let delay: Int

    /// Encoders look ahead no further than this.
    static let longestDelay = 32

    /// `notes`: in the order of decoding, from before the start up to the first that is decoded at the end or later;
    /// nil when nothing can be copied.
    init?(_ notes: [PictureNote], end: Int64) {
        // The latest picture before each packet and the earliest from it on.
        var latest = [Int64](repeating: .min, count: notes.count + 1)
        var earliest = [Int64](repeating: .max, count: notes.count + 1)
        for (index, note) in notes.enumerated() {
            latest[index + 1] = note.isShown ? max(latest[index], note.time) : latest[index]
        }
        for index in notes.indices.reversed() {
            earliest[index] = notes[index].isShown ? min(earliest[index + 1], notes[index].time) : earliest[index + 1]
        }
        let onScreen = notes.lazy.filter { $0.isShown && $0.time <= 0 }.map(\.time).max()
        let entry = notes.indices.first { index in
            let note = notes[index]
            guard note.isEntry, note.isShown, note.isCopyable, note.time < end else { return false }
            guard note.time > 0 || note.time == onScreen else { return false }
            return latest[index] < note.time && earliest[index + 1] > note.time
        }
        guard let entry else { return nil }
        var until = Self.copyable(notes, from: entry, end: end)
        // What is copied is all shown before what is not.
        while until > entry, latest[until] >= earliest[until] { until -= 1 }
        guard until > entry else { return nil }

        let copying = Array(notes[entry..<until])
        guard let durations = Self.durations(copying, until: min(earliest[until], end)) else { return nil }
        copied = zip(copying, durations).map { note, duration in
            let early = min(0, note.time)
            return Copied(time: note.time, shownFrom: note.time - early, duration: max(0, duration + early))
        }
        decodeTime = notes[entry].decodeTime
        hasHead = copying[0].time > 0
        tailFrom = earliest[until] < end ? earliest[until] : nil
        guard let delay = Self.delay(copying.map(\.time)) else { return nil }
        self.delay = delay
    }

    /// The end of the packets from `first` on that may be copied.
    private static func copyable(_ notes: [PictureNote], from first: Int, end: Int64) -> Int {
        let until =
            notes[first...].firstIndex { !$0.isCopyable || $0.isDiscarded || $0.time >= end } ?? notes.count
        // A hidden picture is made of what comes later. Where its stretch between two keyframes goes on behind the end,
        // that may be what is shown there.
        guard until < notes.count, !notes[until].isEntry else { return until }
        let keyframe = notes[first..<until].lastIndex(where: \.isEntry) ?? first
        return notes[keyframe..<until].firstIndex(where: \.isHidden) ?? until
    }

    /// How long each is shown; nil when two come at the same time.
    private static func durations(_ notes: [PictureNote], until end: Int64) -> [Int64]? {
        let order = notes.indices.filter { notes[$0].isShown }.sorted { notes[$0].time < notes[$1].time }
        var durations = [Int64](repeating: 0, count: notes.count)
        for (place, index) in order.enumerated() {
            let next = place + 1 < order.count ? notes[order[place + 1]].time : end
            durations[index] = next - notes[index].time
            guard durations[index] > 0 else { return nil }
        }
        return durations
    }

    private static func delay(_ times: [Int64]) -> Int? {
        var most = 0
        for (index, time) in times.enumerated() {
            let before = times[max(0, index - longestDelay)..<index]
            most = max(most, before.count { $0 > time })
        }
        return most < longestDelay ? most : nil
    }
}

/// Gives each packet a time of decoding: as regular as the pictures, and never after it is shown.
struct DecodeClock {
    /// By how many packets decoding runs ahead.
    let delay: Int
    /// Between the packets that are decoded before the first is shown, ticks.
    let gap: Int64
    private var count = 0
    /// Times that were handed in and not handed out yet, in order.
    private var waiting: [Int64] = []

    init(delay: Int, gap: Int64) {
        self.delay = delay
        self.gap = gap
    }

    mutating func next(_ time: Int64) -> Int64 {
        waiting.insert(time, at: waiting.firstIndex { $0 > time } ?? waiting.endIndex)
        guard count >= delay else {
            count += 1
            return Int64(count - delay - 1) * gap
        }
        return waiting.removeFirst()
    }
}
