import Testing

@testable import FFmpeg

/// Which packets of a screen are copied into a clip, and which pictures are encoded anew.
struct CutPlanTests {
    /// Packets in the order of decoding, by when they are shown; those named begin a group.
    private static func notes(_ times: [Int64], entries: Set<Int64>) -> [PictureNote] {
        times.map { time in
            var note = PictureNote(time: time, decodeTime: time)
            note.isEntry = entries.contains(time)
            return note
        }
    }

    @Test func aRangeFromAKeyframeOnIsCopiedWhole() throws {
        let plan = try #require(CutPlan(Self.notes([0, 10, 20, 30, 40], entries: [0]), end: 35))
        #expect(plan.copied.map(\.time) == [0, 10, 20, 30])
        #expect(plan.copied.map(\.duration) == [10, 10, 10, 5])
        #expect(!plan.hasHead && plan.tailFrom == nil && plan.delay == 0)
    }

    @Test func aKeyframeOnScreenAtTheStartComesAtZero() throws {
        let plan = try #require(CutPlan(Self.notes([-4, 6, 16], entries: [-4]), end: 12))
        #expect(plan.copied.map(\.shownFrom) == [0, 6] && plan.copied.map(\.duration) == [6, 6])
        #expect(!plan.hasHead)
    }

    @Test func whatIsShownBeforeTheNextKeyframeIsEncoded() throws {
        let plan = try #require(CutPlan(Self.notes([-20, -10, 0, 10, 20, 30], entries: [-20, 20]), end: 40))
        #expect(plan.copied.map(\.time) == [20, 30] && plan.hasHead)
    }

    @Test func picturesThatNeedOneFromBehindTheEndAreEncoded() throws {
        // 80 is decoded before 60, and 60 before 50 and 70.
        let notes = Self.notes([0, 40, 20, 10, 30, 80, 60, 50, 70], entries: [0])
        let plan = try #require(CutPlan(notes, end: 65))
        #expect(plan.copied.map(\.time) == [0, 40, 20, 10, 30])
        #expect(plan.tailFrom == 50 && plan.delay == 2)
        #expect(plan.copied.last?.duration == 10)
    }

    @Test func leadingPicturesOfAnOpenGroupForbidToJoinThere() {
        // 20 and 30 come behind 40 and look at what was before it.
        let notes = Self.notes([0, 10, 40, 20, 30, 50], entries: [40])
        #expect(CutPlan(notes, end: 60) == nil)
    }

    @Test func aHiddenPictureOfWhatComesLaterEndsCopying() throws {
        var notes = Self.notes([0, 10, 20, 30, 40], entries: [0])
        notes[2].isHidden = true
        let cut = try #require(CutPlan(notes, end: 35))
        #expect(cut.copied.map(\.time) == [0, 10] && cut.tailFrom == 20)
        // The group is over before the end, so what it hides is shown in it.
        notes[4].isEntry = true
        let whole = try #require(CutPlan(notes, end: 35))
        #expect(whole.copied.map(\.time) == [0, 10, 20, 30] && whole.tailFrom == nil)
    }

    @Test func whatAnEditListHidesIsNotCopied() throws {
        var notes = Self.notes([0, 10, 20, 30], entries: [0, 20])
        notes[0].isDiscarded = true
        notes[0].isShown = false
        let plan = try #require(CutPlan(notes, end: 40))
        #expect(plan.copied.map(\.time) == [20, 30] && plan.hasHead)
    }

    @Test func whatHasNoKeyframeIsEncodedWhole() {
        #expect(CutPlan(Self.notes([-10, 0, 10], entries: [-10]), end: 30) == nil)
        #expect(CutPlan([], end: 30) == nil)
    }

    @Test func packetsAreDecodedInOrderAndNeverAfterTheyAreShown() {
        let times: [Int64] = [0, 40, 20, 10, 30, 80, 60, 50, 70]
        var clock = DecodeClock(delay: 2, gap: 10)
        let decoded = times.map { clock.next($0) }
        #expect(decoded == [-20, -10, 0, 10, 20, 30, 40, 50, 60])
        #expect(zip(decoded, times).allSatisfy { $0 <= $1 })
    }
}

/// What is read off coded pictures.
struct NALUnitTests {
    private static func with<Result>(_ bytes: [UInt8], _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer(body)
    }

    @Test func unitsLieBehindStartCodesOrLengths() {
        let coded: [UInt8] = [0, 0, 0, 1, 0x67, 9, 9, 0, 0, 1, 0x65, 7, 7, 7]
        #expect(Self.with(coded) { NALUnits.ranges($0, lengthBytes: nil) } == [4..<7, 10..<14])
        let lengths: [UInt8] = [0, 0, 0, 2, 0x65, 1, 0, 0, 0, 1, 0x41]
        #expect(Self.with(lengths) { NALUnits.ranges($0, lengthBytes: 4) } == [4..<6, 10..<11])
        #expect(Self.with([0, 0, 0, 9, 0x65]) { NALUnits.ranges($0, lengthBytes: 4) } == nil)
    }

    @Test func ofASupplementOnlyTheRecoveryPointStays() {
        // User data (5) of two bytes, then a recovery point (6) of one.
        let both: [UInt8] = [6, 5, 2, 0x41, 0x42, 6, 1, 0xc4, 0x80]
        #expect(Self.with(both) { NALUnits.recoveryPoint(in: $0[...]) } == [6, 6, 1, 0xc4, 0x80])
        #expect(Self.with([6, 5, 2, 0x41, 0x42, 0x80]) { NALUnits.recoveryPoint(in: $0[...]) } == nil)
    }

    @Test func parameterSetsOfBothStandInOneRecord() throws {
        // Baseline, sequence and picture 0 (an Exp-Golomb 1 bit).
        let first: [UInt8] = [0, 0, 1, 0x67, 66, 0xc0, 30, 0x80, 5, 0, 0, 1, 0x68, 0xce, 1]
        let own: [UInt8] = [0, 0, 1, 0x67, 66, 0xc0, 31, 0x40, 5, 0, 0, 1, 0x68, 0x40, 1]
        let parameters = try #require(Self.with(first) { H264Parameters($0) })
        #expect(parameters.lengthBytes == nil && parameters.freeNumber == 1)
        let record = parameters.record(with: Self.with(own) { H264Parameters($0) })
        #expect(record.prefix(6) == [1, 66, 0xc0, 31, 0xff, 0xe2])
        let read = try #require(Self.with(record) { H264Parameters($0) })
        #expect(read.lengthBytes == 4 && read.sequences.count == 2 && read.pictures.count == 2)
        #expect(read.freeNumber == 2)
    }
}
