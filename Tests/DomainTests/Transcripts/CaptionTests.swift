import Domain
import Testing

/// Captions in and out.
struct CaptionTests {
    private typealias Segment = Transcript.Segment

    @Test func aVoiceIsTheSpeaker() throws {
        let segments = try vtt(
            "00:01.000 --> 00:02.500\n<v Agent>Hello &amp; <i>welcome</i>\n\n00:03.000 --> 00:04.000\n<v.loud Dana>No</v> way\n"
        )
        #expect(
            segments == [
                Segment(startMs: 1000, endMs: 2500, speaker: "agent", text: "Hello & welcome"),
                Segment(startMs: 3000, endMs: 4000, speaker: "Dana", text: "No"),
                Segment(startMs: 3000, endMs: 4000, speaker: nil, text: "way"),
            ])
    }

    @Test func severalVoicesOfACueAreSegmentsEach() throws {
        let segments = try vtt("00:01.000 --> 00:02.000\n<v Ann>One\n<v Bob>Two\nlines\n")
        #expect(segments.map(\.speaker) == ["Ann", "Bob"])
        #expect(segments.map(\.text) == ["One", "Two lines"])
    }

    @Test(
        arguments: [
            ("Agent: hello", "agent", "hello"), ("CUSTOMER: hi", "customer", "hi"),
            ("Speaker 1: yes", "Speaker 1", "yes"),
            ("Dr. Ann Lee: so", "Dr. Ann Lee", "so"), ("caller: well", "customer", "well"),
            ("agent 2: well", nil, "agent 2: well"), ("at 10:30 we met", nil, "at 10:30 we met"),
            ("the rule is this: wait", nil, "the rule is this: wait"), ("Note:this", nil, "Note:this"),
            (": x", nil, ": x"),
        ] as [(String, String?, String)])
    func aNameBeforeAColonIsTheSpeaker(line: String, speaker: String?, text: String) throws {
        let segments = try vtt("00:01.000 --> 00:02.000\n\(line)\n")
        #expect(segments == [Segment(startMs: 1000, endMs: 2000, speaker: speaker, text: text)])
    }

    @Test func notesStylesRegionsAndSettingsAreNoSpeech() throws {
        let segments = try vtt(
            "STYLE\n::cue { color: red }\n\nREGION\nid:one\n\nNOTE 00:00 nothing\nmore\n\nname\n"
                + "1:00:00.000 --> 1:00:01.000 line:0 align:start\ntext\n\nNOTE\n\n00:00.000 --> 00:01.000\n\n")
        #expect(segments == [Segment(startMs: 3_600_000, endMs: 3_601_000, speaker: nil, text: "text")])
    }

    @Test(arguments: ["", "WEBVT", "WEBVTTX", "webvtt", " WEBVTT", "1\n00:00:00,000 --> 00:00:01,000\nx"])
    func aFileWithoutTheSignatureIsRefused(text: String) {
        let refusal = #expect(throws: Refusal.self) { try WebVTT.read(Array(text.utf8)) }
        #expect(refusal?.code == "transcript_unreadable")
    }

    @Test func aByteOrderMarkAndUTF16AreRead() throws {
        let text = "WEBVTT\r\n\r\n00:00.000 --> 00:01.000\r\nGrüße 😀\r\n"
        #expect(try WebVTT.read([0xEF, 0xBB, 0xBF] + Array(text.utf8)).segments.map(\.text) == ["Grüße 😀"])
        let little = [0xFF, 0xFE] + text.utf16.flatMap { unit -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        #expect(try WebVTT.read(little).segments.map(\.text) == ["Grüße 😀"])
        let big = [0xFE, 0xFF] + text.utf16.flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        #expect(try WebVTT.read(big).segments.map(\.text) == ["Grüße 😀"])
    }

    @Test func characterReferencesAreResolvedAndUnknownOnesStay() throws {
        let segments = try vtt("00:01.000 --> 00:02.000\n&lt;b&gt; &#233;&#x1F600; &nope; & &#0; &quot;&apos;\n")
        #expect(segments.map(\.text) == ["<b> é😀 &nope; & &#0; \"'"])
    }

    @Test func whatIsWrittenReadsBackTheSame() throws {
        let segments = [
            Segment(startMs: 0, endMs: 1, speaker: "agent", text: "a < b & c --> d"),
            Segment(startMs: 5, endMs: 3_600_000, speaker: "O'Neil & <Sons>", text: "NOTE &amp; 😀"),
            Segment(startMs: 3_723_004, endMs: 86_400_000, speaker: nil, text: "plain"),
        ]
        #expect(try WebVTT.read(Array(WebVTT.write(segments).utf8)).segments == segments)
        let plain = [segments[2], Segment(startMs: 4_000_000, endMs: 4_000_001, speaker: "customer", text: "1999")]
        #expect(try SubRip.read(Array(SubRip.write(plain).utf8)).segments == plain)
    }

    @Test func anyTextSurvivesWebVTT() throws {
        var random = Seeded(5)
        let alphabet = Array("ab &<>;:-\"'#/\\é😀\u{200E}1.NOTE")
        for _ in 0..<300 {
            let text = "x" + String((0..<20).map { _ in alphabet.randomElement(using: &random) ?? "x" }) + "x"
            let segment = Segment(startMs: 1, endMs: 2, speaker: "Voice", text: text)
            #expect(try WebVTT.read(Array(WebVTT.write([segment]).utf8)).segments == [segment])
        }
    }

    @Test func subtitlesAreReadAsTheyAreFound() throws {
        let text =
            "\n1\n00:00:01,5 --> 0:00:02.250 X1:1\n<i>One</i> {\\an8}two\n2\n00:00:03,000 --> 00:00:04,000\nAgent: 42\n12\n\n\n3\n"
            + "00:00:05,000 --> 00:00:04,000\nback\n"
        let segments = try SubRip.read(Array(text.utf8)).segments
        #expect(
            segments == [
                Segment(startMs: 1500, endMs: 2250, speaker: nil, text: "One two"),
                Segment(startMs: 3000, endMs: 4000, speaker: "agent", text: "42 12"),
                Segment(startMs: 5000, endMs: 5000, speaker: nil, text: "back"),
            ])
    }

    @Test func subtitlesThatAreNotUTF8AreReadAsWindows1252() throws {
        let latin: [UInt8] = [0x80, 0x20, 0x93, 0xE9, 0x74, 0xE9, 0x94]
        let bytes = Array("1\n00:00:01,000 --> 00:00:02,000\nAgent: ".utf8) + latin + Array("\n".utf8)
        let segment = try #require(try SubRip.read(bytes).segments.first)
        #expect(segment.text == "€ “été”")
        #expect(segment.speaker == "agent")
        let utf8 = Array("1\n00:00:01,000 --> 00:00:02,000\n€ été\n".utf8)
        #expect(try SubRip.read(utf8).segments.map(\.text) == ["€ été"])
    }

    @Test(arguments: [
        (CodePage.centralEuropean, "Dobrý den, děkuji. Żółć, őszi", [0xAF, 0xF3, 0xB3, 0xE6]),
        (.cyrillic, "Добрый день, Ёлка № 5", [0xC4, 0xEE, 0xB9]), (.greek, "Καλημέρα σας", [0xCA, 0xE1, 0xE1]),
        (.turkish, "İyi günler, değişik ışık", [0xDD, 0xF0, 0xFD]),
        (.baltic, "Labas rytas, ačiū, ąžuolas", [0xE8, 0xFB]),
        (.hebrew, "שלום, מה שלומך", [0xF9, 0xEC, 0xE5]), (.arabic, "صباح الخير", [0xD5, 0xC8, 0xC7]),
        (.vietnamese, "Xin ca\u{309}m ơn", [0xD2, 0xF5]),
        (.western, "Grüße, ça coûte 5 €", [0xFC, 0xDF, 0x80]),
    ])
    func subtitlesAreReadInTheCodePageThatIsNamed(_ page: CodePage, _ words: String, _ known: [UInt8]) throws {
        let table = Dictionary(
            (0...255).map { (String(decoding: page.utf8([UInt8($0)]), as: UTF8.self), UInt8($0)) },
            uniquingKeysWith: { first, _ in first })
        let bytes = try words.unicodeScalars.map { try #require(table[String($0)]) }
        #expect(known.allSatisfy(bytes.contains))
        let file = Array("1\n00:00:01,000 --> 00:00:02,000\n".utf8) + bytes
        #expect(try SubRip.read(file, codePage: page).segments.map(\.text) == [words])
        // A byte order mark knows better.
        #expect(
            try SubRip.read([0xEF, 0xBB, 0xBF] + Array("1\n0:0:1 --> 0:0:2\né".utf8), codePage: page).segments
                .map(\.text) == ["é"])
    }

    @Test func everyByteOfACodePageStandsForSomething() {
        for page in CodePage.allCases {
            #expect(String(decoding: page.utf8(Array(0...255)), as: UTF8.self).unicodeScalars.count == 256, "\(page)")
        }
    }

    @Test func subtitlesInCyrillicAreToldFromWesternOnes() throws {
        let head = Array("1\n00:00:01,000 --> 00:00:02,000\n".utf8)
        let russian: [UInt8] = [0xC4, 0xEE, 0xE1, 0xF0, 0xFB, 0xE9, 0x20, 0xE4, 0xE5, 0xED, 0xFC]
        #expect(try SubRip.read(head + russian).segments.map(\.text) == ["Добрый день"])
        let french: [UInt8] = Array("Tr".utf8) + [0xE8] + Array("s bien, ".utf8) + [0xE7, 0x61, 0x20, 0xE9, 0x74, 0xE9]
        #expect(try SubRip.read(head + french).segments.map(\.text) == ["Très bien, ça été"])
    }

    @Test func subtitlesInUTF16AreRead() throws {
        let text = "1\r\n00:00:01,000 --> 00:00:02,000\r\nAgent: Grüße 😀\r\n"
        let little = [0xFF, 0xFE] + text.utf16.flatMap { unit -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let big = [0xFE, 0xFF] + text.utf16.flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        for bytes in [little, big, Array(text.utf8)] {
            let segment = try #require(try SubRip.read(bytes).segments.first)
            #expect(segment.text == "Grüße 😀")
            #expect(segment.speaker == "agent")
        }
    }

    @Test func namesThatComeBackBeforeAColonAreSpeakers() throws {
        let said = [
            "dana-marie van der berg: Hello", "j.doe (Support): Hi", "dana-marie van der berg: so: why",
            "j.doe (Support): no",
        ]
        let cues = said.enumerated().map { "\($0)\n00:0\($0).000 --> 00:0\($0 + 1).000\n\($1)\n\n" }.joined()
        let segments = try vtt(cues)
        #expect(
            segments.map(\.speaker) == [
                "dana-marie van der berg", "j.doe (Support)", "dana-marie van der berg", "j.doe (Support)",
            ])
        #expect(segments.map(\.text) == ["Hello", "Hi", "so: why", "no"])
    }

    @Test func aColonNowAndThenIsNoSpeaker() throws {
        let cues = ["the rule: wait", "so we wait", "the rule: wait", "and wait", "well"].enumerated()
            .map { "00:0\($0).000 --> 00:0\($0 + 1).000\n\($1)\n\n" }.joined()
        #expect(try vtt(cues).allSatisfy { $0.speaker == nil })
    }

    @Test func wordsBecomeLinesBySpeakerPauseAndSentence() {
        func word(_ start: Int64, _ text: String, _ speaker: String?, mark: Bool = false) -> Transcript.Word {
            Transcript.Word(startMs: start, endMs: start + 300, speaker: speaker, text: text, isMark: mark)
        }
        let words = [
            word(0, "Good", "spk_0"), word(400, "morning", "spk_0"), word(700, ".", "spk_0", mark: true),
            word(900, "Hi", "spk_1"), word(1300, "there", "spk_1"), word(4000, "Hm", "spk_1"),
        ]
        let segments = Transcript(words: words).segments
        #expect(segments.map(\.text) == ["Good morning.", "Hi there", "Hm"])
        #expect(segments.map(\.speaker) == ["spk_0", "spk_1", "spk_1"])
        #expect(segments.map(\.startMs) == [0, 900, 4000])
        let long = Transcript(words: (0..<100).map { word(Int64($0) * 400, $0 % 10 == 9 ? "end." : "word", nil) })
            .segments
        #expect(long.count == 4)
        #expect(long.allSatisfy { $0.text.hasSuffix("end.") && $0.endMs - $0.startMs < 20_000 })
    }

    @Test func aTextWithoutTimesIsNoSubtitleFile() {
        #expect(throws: Refusal.self) { try SubRip.read(Array("hello\nworld".utf8)) }
        #expect(throws: Refusal.self) { try SubRip.read([]) }
    }

    @Test(arguments: [
        ("agent", SpeakerParty.agent), ("Agent 2 (Dana)", .agent), ("CSR", .agent), ("Caller", .customer),
        ("customer_1", .customer), ("Dana", .other), ("spk_0", .other), ("", .other),
    ])
    func aSpeakersSideIsToldByRoleWords(speaker: String, party: SpeakerParty) {
        #expect(SpeakerParty(speaker: speaker) == party)
    }

    @Test func aTranscriptBeyondADayOrTooLongIsRefused() throws {
        func code(_ segment: Segment) -> String? {
            do {
                try Transcript(segments: [segment]).check()
                return nil
            } catch {
                return error.code
            }
        }
        #expect(code(Segment(startMs: 0, endMs: 86_400_000, speaker: nil, text: "x")) == nil)
        #expect(code(Segment(startMs: 0, endMs: 86_400_001, speaker: nil, text: "x")) == "transcript_unreadable")
        #expect(code(Segment(startMs: 2, endMs: 1, speaker: nil, text: "x")) == "transcript_unreadable")
        let long = String(repeating: "x", count: 10_001)
        #expect(code(Segment(startMs: 0, endMs: 1, speaker: nil, text: long)) == "transcript_unreadable")
    }

    @Test func aChatsTimelineBeginsWithItsFirstMessage() {
        let chat = Transcript(messages: [
            .init(sentAt: 9000, sender: "User", text: "b"), .init(sentAt: 5000, sender: "Wizard", text: "a"),
            .init(sentAt: 9000, sender: "User", text: "c"),
        ])
        #expect(
            chat.segments == [
                Segment(startMs: 0, endMs: 4000, speaker: "agent", text: "a"),
                Segment(startMs: 4000, endMs: 5000, speaker: "customer", text: "b"),
                Segment(startMs: 4000, endMs: 5000, speaker: "customer", text: "c"),
            ])
    }

    @Test func captionsWithBytesChangedAreReadOrRefused() {
        let vtt =
            "WEBVTT x\n\nNOTE n\n\nid\n00:00:01.000 --> 00:00:02.500 line:0\n<v Ann>a &amp; <i>b</i>\n\n"
            + "1:00.000 --> 99:00:03.000\nBob: c\n"
        let srt = "1\n00:00:01,000 --> 00:00:02,5\n{\\an8}Agent: <b>x</b>\n\n2\n0:00:03 --> 0:00:04\ny\n"
        var random = Seeded(9)
        var isRead = 0
        for _ in 0..<4000 {
            let isVTT = Bool.random(using: &random)
            var bytes = Array((isVTT ? vtt : srt).utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                let other = bytes[Int.random(in: 0..<bytes.count, using: &random)]
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(other, at: index)
                }
            }
            guard let transcript = isVTT ? try? WebVTT.read(bytes) : try? SubRip.read(bytes) else { continue }
            isRead += 1
            #expect(transcript.segments.allSatisfy { $0.startMs <= $0.endMs && !$0.text.isEmpty })
            #expect(zip(transcript.segments, transcript.segments.dropFirst()).allSatisfy { $0.startMs <= $1.startMs })
        }
        #expect(isRead > 2000)
    }

    private func vtt(_ blocks: String) throws -> [Segment] {
        try WebVTT.read(Array("WEBVTT\n\n\(blocks)".utf8)).segments
    }
}
