import Domain
import Testing

/// What the standard says of a file's bytes (https://www.w3.org/TR/webvtt1/#file-parsing), subject by subject: which
/// cues there are, with which times and words. How they look is read over, and must not cost a cue.
struct WebVTTFileTests {
    /// A file and the words of its cues; those that should not be read say so.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let file: String
        let words: [String]

        var testDescription: String { name }
    }

    private static let time = "00:00:00.000 --> 00:00:01.000"

    private static func all(_ name: String, _ file: String, _ words: String...) -> Case {
        Case(name: name, file: file, words: words)
    }

    /// A cue for each line of settings.
    private static func settings(_ name: String, _ lines: [String]) -> Case {
        let cues = lines.enumerated().map { "\n\(time) \($1)\nline \($0)\n" }.joined()
        return Case(name: name, file: "WEBVTT\n" + cues, words: lines.indices.map { "line \($0)" })
    }

    /// A region of each kind of line before a cue that names it.
    private static func regions(_ name: String, _ lines: [String]) -> Case {
        let blocks = lines.enumerated().map { "\nREGION\nid:r\($0)\n\($1)\n" }.joined()
        let cues = lines.indices.map { "\n\(time) region:r\($0)\nline \($0)\n" }.joined()
        return Case(name: name, file: "WEBVTT\n" + blocks + cues, words: lines.indices.map { "line \($0)" })
    }

    /// A cue with each of these times, which are all wrong, between two that are right.
    private static func wrong(_ name: String, _ times: [String]) -> Case {
        let cues = times.map { "\n\($0)\nnot to be read\n" }.joined()
        return Case(name: name, file: "WEBVTT\n\n\(time)\nfirst\n\(cues)\n\(time)\nlast\n", words: ["first", "last"])
    }

    static let cases: [Case] = [
        all("signature alone, no line after it", "WEBVTT"),
        all("signature and space, no line after it", "WEBVTT "),
        all("signature and tab, no line after it", "WEBVTT\t"),
        all("signature and space", "WEBVTT \n\n\(time)\none", "one"),
        all("signature, space and words", "WEBVTT captions of a call\n\n\(time)\none", "one"),
        all("signature and tab", "WEBVTT\t\n\n\(time)\none", "one"),
        all("signature after a byte order mark", "\u{FEFF}WEBVTT\n\n\(time)\none", "one"),
        all("signature with times behind it", "WEBVTT \(time)\nheader\n\n\(time)\none", "one"),
        all("times right under the signature end the header", "WEBVTT\n\(time)\none\n\n\(time)\ntwo", "one", "two"),
        all("words under the signature are header", "WEBVTT\ngarbage\nmore: garbage\n\n\(time)\none", "one"),
        all("a header that meets times ends there", "WEBVTT\ngarbage\n\(time)\none", "one"),
        all("regions in the header are none", "WEBVTT\nRegion: id=a width=40%\n\n\(time) region:a\none", "one"),
        all("old regions on their own are no cues", "WEBVTT\n\nREGION: id=a lines=3\n\n\(time) region:a\none", "one"),
        all("a space under the signature is header", "WEBVTT\n \n\n\(time)\none", "one"),
        all("a tab under the signature is header", "WEBVTT\n\t\n\n\(time)\none", "one"),
        all(
            "lines end by CR, LF, CR LF; LF CR is an empty line",
            "WEBVTT\n\ncr\r\(time)\rone\rlf\n\n\(time)\ntwo\n\r\n\(time)\r\nthree\r\n\n\rlfcr\n\(time)\nfour\n\r",
            "one lf", "two", "three", "four"),
        all(
            "names of cues are not read out",
            "WEBVTT\n\n leading\n\(time)\none\n\ntrailing \n\(time)\ntwo\n\n-- >\n\(time)\nthree\n\n->\n\(time)\nfour\n\n \n"
                + "\(time)\nfive", "one", "two", "three", "four", "five"),
        all(
            "an arrow begins a cue wherever it stands",
            "WEBVTT\n\n-->\n\(time)\none\nname-->\n\(time)\ntwo\n-->name\n\(time)\nthree\n--->\n\(time)\nfour\n-->-->\n"
                + "\(time)\nfive\n\(time)\nsix\n\n00:00:00.000 -x -->\nno\n\n00:00:00.000 - -->\nno\n\n00:00:00.000 -- -->\nno\n",
            "one", "two", "three", "four", "five", "six"),
        all(
            "a name of two lines is a block without times", "WEBVTT\n\nname\nmore\n\(time)\none\n\n\(time)\ntwo", "one",
            "two"),
        all("times without words are a cue without words", "WEBVTT\n\n\(time)\n\n\(time)\ntwo\n\n\(time)", "two"),
        all(
            "NUL is a replacement mark in words", "WEBVTT\n\n\u{0} name\n\(time)\n\u{0}one\u{0}", "\u{FFFD}one\u{FFFD}"),
        wrong(
            "NUL in times is no time",
            [
                "00:00:00.000\u{0} --> 00:00:01.000", "00:00:00.000 -->\u{0}00:00:01.000",
                "\u{0}00:00:00.000 --> 00:00:01.000", "00:\u{0}00:00.000 --> 00:00:01.000",
                "00:00:00.0\u{0}00 --> 00:00:01.000", "00:00:00.000 -\u{0}-> 00:00:01.000",
                "00:00:00.000 --> 00:00:01\u{0}.000", "00:00:00.000 --> 00:00:01.00\u{0}",
            ]),
        settings("NUL in settings", ["align\u{0}:end", "align:end\u{0}", "\u{0} align:end"]),
        all(
            "spaces, tabs and form feeds around times; a vertical tab is none",
            "WEBVTT\n\n   00:00:00.000    -->  00:00:01.000 \n   one\n\n\t\t00:00:00.000\t-->\t00:00:01.000\t\ntwo\n\n"
                + "\u{C}00:00:00.000\u{C}-->\u{C}00:00:01.000\u{C}\nthree\n\n"
                + "\u{B}00:00:00.000\u{B}-->\u{B}00:00:01.000\u{B}\nno", "one", "two", "three"),
        all("no space around the arrow", "WEBVTT\n\n00:00:00.000-->00:00:01.000\none", "one"),
        wrong(
            "minutes and seconds from 60",
            ["00:60:00.000 --> 01:00:01.000", "00:00:60.000 --> 00:01:01.000", "00:00:00.000 --> 00:00:60.000"]),
        all("a file that ends within its words", "WEBVTT\n\n\(time)\none", "one"),
        all("a file that ends within its times", "WEBVTT\n\n\(time)\none\n\n00:00:00.000 --> 00:00:01", "one"),
        wrong(
            "garbage in times",
            [
                "x00:00:00.000 --> 00:00:01.000", "00x:00:00.000 --> 00:00:01.000", "00:00:00.000x --> 00:00:01.000",
                "00:00:00.000 x--> 00:00:01.000", "00:00:00.000 --> x00:00:01.000", "00.00:00.000 --> 00:00:01.000",
                "00:00:00,000 --> 00:00:01,000", "00:00:00:000 --> 00:00:01.000", "-00:00:01.000 --> 00:00:01.000",
                "00:00:+1.000 --> 00:00:02.000", "٠٠:٠٠:٠٠.٠٠٠ --> 00:00:01.000",
            ]),
        all("garbage behind times is settings", "WEBVTT\n\n00:00:00.000 --> 00:00:01.000x\none", "one"),
        wrong(
            "too many digits",
            [
                "00::00:00.000 --> 00:00:01.000", "00:000:00.000 --> 00:00:01.000", "00:00:000.000 --> 00:00:01.000",
                "00:00:00..000 --> 00:00:01.000", "00:00:00.0000 --> 00:00:01.000", "000:00.000 --> 00:01.000",
                "00:000.000 --> 00:01.000", "00:00.0000 --> 00:01.000", "00:00.000 --> 000:01.000",
            ]),
        wrong(
            "too few digits",
            [
                "0000:00.000 --> 00:00:01.000", "00:0:00.000 --> 00:00:01.000", "00:00:0.000 --> 00:00:01.000",
                "00:00:00000 --> 00:00:01.000", "00:00:00.00 --> 00:00:01.000", "00:00:00. --> 00:00:01.000",
                "00:00:00 --> 00:00:01.000", "00:00: --> 00:00:01.000", "00 --> 00:00:01.000", " --> 00:00:01.000",
                "0:00.000 --> 00:01.000", "00:0.000 --> 00:01.000", ":00. --> 00:01.000", "00:00.000 --> 0:01.000",
            ]),
        all(
            "regions and styles between cues are not read out",
            "WEBVTT\n\nSTYLE\n::cue(b) { color: red } /*\n00:00 -- > no\n*/\n\nREGION\nid:a\n\n\(time)\none\n\nSTYLE\nlate\n\n\(time)\ntwo",
            "one", "two"),
        all("a file of styles alone", "WEBVTT\n\nSTYLE\n::cue {}\n"),
        all(
            "notes are not read out", "WEBVTT\n\nNOTE one\ntwo\n\n\(time)\none\n\nNOTE\tno\n\nNOTE\n\n\(time)\ntwo",
            "one", "two"),
        regions("regions by name", ["id:", "id:a b", "id:--", "id:ünïcode"]),
        regions("regions by lines", ["lines:0", "lines:-1", "lines:18446744073709552000", "lines:x"]),
        regions(
            "regions by anchor", ["regionanchor:0%,0%", "regionanchor:-1%,0%", "regionanchor:101%,0%", "regionanchor:"]),
        regions("regions by place", ["viewportanchor:0%,0%", "viewportanchor:0,0", "viewportanchor:x%", "width:400%"]),
        regions("regions by scroll", ["scroll:up", "scroll:", "scroll: up", "SCROLL:UP"]),
        settings("settings of alignment", ["align:start", "align:", "align:middle", "align :end", "ALIGN:END"]),
        settings(
            "settings of line", ["line:0", "line:-1", "line:100%", "line:101%", "line:1.5%", "line:%", "line:0,end"]),
        settings(
            "settings of position",
            ["position:0%", "position:100%", "position:x%", "position:50%,center", "position:-1%"]),
        settings("settings of size", ["size:0%", "size:100%", "size:101%", "size:", "size:1.25%", "size:.5%"]),
        settings("settings of direction", ["vertical:rl", "vertical:lr", "vertical:", "vertical:rlx", "VERTICAL:RL"]),
        settings("settings of region", ["region:a", "region:", "region:a region:b", "region:a line:1"]),
        settings(
            "several settings", ["align:start line:1% vertical:lr size:50% position:25%", "a:b c:d :", "x", "::"]),
    ]

    @Test(arguments: cases) func aFileIsReadAsTheStandardSays(_ one: Case) throws {
        let segments = try WebVTT.read(Array(one.file.utf8)).segments
        #expect(segments.map(\.text) == one.words)
        #expect(segments.allSatisfy { $0.startMs == 0 && $0.endMs == 1000 && $0.speaker == nil })
    }

    @Test func hoursMayBeLeftOutOrHaveAnyNumberOfDigits() throws {
        let times = [
            ("00:00.000 --> 00:00:01.000", 0, 1000), ("00:00:00.000 --> 00:01.000", 0, 1000),
            ("0:00:02.000 --> 000:00:03.000", 2000, 3000), ("59:59.999 --> 60:00:01.000", 3_599_999, 216_001_000),
            ("60:00:00.000 --> 60:00:01.000", 216_000_000, 216_001_000),
        ]
        for (line, start, end) in times {
            let segments = try WebVTT.read(Array("WEBVTT\n\n\(line)\none".utf8)).segments
            #expect(segments.map(\.startMs) == [Int64(start)], "\(line)")
            #expect(segments.map(\.endMs) == [Int64(end)], "\(line)")
        }
    }

    @Test func aCueThatEndsBeforeItBeginsIsKept() throws {
        let file = "WEBVTT\n\n00:00:01.000 --> 00:00:00.999\none\n\n01:00:00.000 --> 00:59:59.999\ntwo"
        let segments = try WebVTT.read(Array(file.utf8)).segments
        #expect(segments.map(\.text) == ["one", "two"])
        #expect(segments.map(\.startMs) == [1000, 3_600_000])
    }

    @Test(arguments: [
        "", "WEBVT", "webvtt", "WEBVTT;", "WEBVTTX\n\n", " WEBVTT", "\nWEBVTT", "\tWEBVTT", "WEB\u{0}VTT",
        "\u{FEFF}\u{FEFF}WEBVTT",
        "WEBVTT\u{C}",
    ])
    func whatBeginsOtherwiseIsNoWebVTT(_ file: String) {
        #expect(throws: Refusal.self) { try WebVTT.read(Array(file.utf8)) }
    }
}
