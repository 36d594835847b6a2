import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// When words are said, from a service's document to the captions of a clip.
struct WordTimeTests {
    let day: Workday
    let call: String

    init() throws {
        day = try Workday()
        call = try day.calls(1)[0]
        try day.recorded(call)
    }

    private func put(_ json: String) throws -> Reply {
        try day.admin.put("interactions/\(call)/transcript", json)
    }

    private func words(_ line: Int = 0) throws -> [[Int64]]? {
        let reply = try day.admin.get("interactions/\(call)/transcript?words=1")
        return reply["/segments/\(line)/words"]?.elements?.map { ($0.elements ?? []).compactMap(\.integer) }
    }

    private func captions(_ startMs: Int, _ endMs: Int) throws -> String {
        let moment = try day.admin.post(
            "interactions/\(call)/moments", #"{"title":"M","startMs":\#(startMs),"endMs":\#(endMs)}"#)
        let response = try day.admin.send(.get, "moments/\(moment.id)/captions")
        guard case .bytes(let text) = response.body else { return "" }
        return String(decoding: text, as: UTF8.self)
    }

    @Test func wordsOfAmazonTranscribeAreKeptAndCutAClipsCaptions() throws {
        let document = """
            {"results":{"items":[
             {"type":"pronunciation","start_time":"1.0","end_time":"1.4","alternatives":[{"content":"Pin"}]},
             {"type":"pronunciation","start_time":"1.5","end_time":"2.0","alternatives":[{"content":"seven"}]},
             {"type":"punctuation","alternatives":[{"content":","}]},
             {"type":"pronunciation","start_time":"2.1","end_time":"2.5","alternatives":[{"content":"thank"}]},
             {"type":"pronunciation","start_time":"2.5","end_time":"2.9","alternatives":[{"content":"you"}]}]}}
            """
        #expect(try put(document).status == 200)
        #expect(try words() == [[1000, 1400], [1500, 2000], [2100, 2500], [2500, 2900]])
        let text = try captions(2050, 4000)
        #expect(text.contains("… thank you") && !text.contains("seven"))
        // Without its times more of the line is left out.
        #expect(try put(#"{"segments":[{"startMs":1000,"endMs":2900,"text":"Pin seven, thank you"}]}"#).status == 200)
        #expect(try words() == nil)
        #expect(try !captions(2050, 4100).contains("thank you"))
    }

    @Test func whatComesOutGoesInAgain() throws {
        let spoken =
            #"{"segments":[{"startMs":500,"endMs":2000,"text":"Good day all","words":[[500,700],[800,1000],[1000,2000]]}]}"#
        #expect(try put(spoken).status == 200)
        let given = try day.admin.get("interactions/\(call)/transcript?words=1")
        var writer = JSONWriter()
        writer.value(given.body)
        #expect(try put(String(decoding: writer.bytes, as: UTF8.self)).status == 200)
        #expect(try words() == [[500, 700], [800, 1000], [1000, 2000]])
        #expect(try day.admin.get("interactions/\(call)/transcript")["/segments/0/words"] == nil)
    }

    @Test(arguments: [
        #"{"segments":[{"start":0.5,"end":2,"text":" Good day","words":[{"word":" Good","start":0.5,"end":0.9},{"word":" day","start":1.1,"end":2}]}]}"#,
        #"{"Transcript":[{"ParticipantId":"A","Content":"Good day.","BeginOffsetMillis":500,"EndOffsetMillis":2000,"Items":[{"BeginOffsetMillis":500,"EndOffsetMillis":900,"Content":"Good","Type":"pronunciation"},{"BeginOffsetMillis":1100,"EndOffsetMillis":2000,"Content":"day","Type":"pronunciation"},{"Content":".","Type":"punctuation"}]}]}"#,
        #"{"transcripts":[{"phrases":[{"text":"good day","offset":{"milliseconds":500},"duration":{"milliseconds":1500},"words":[{"word":"good","offset":{"milliseconds":500},"duration":{"milliseconds":400}},{"word":"day","offset":{"milliseconds":1100},"duration":{"milliseconds":900}}]}]}]}"#,
    ]) func everyServiceThatTellsThemIsUnderstood(document: String) throws {
        #expect(try put(document).status == 200)
        #expect(try words() == [[500, 900], [1100, 2000]])
    }

    @Test(arguments: [
        "[[500,700]]", "[[500,700],[600,9000]]", "[[500,700],[400,500]]", "[1,2]", "null", "[[500,700],{}]",
    ])
    func timesThatDoNotFitTheLineAreLeftOut(times: String) throws {
        let reply = try put(#"{"segments":[{"startMs":500,"endMs":2000,"text":"Good day","words":\#(times)}]}"#)
        #expect(reply.status == 200)
        #expect(try words() == nil)
    }

    @Test func aTranscriptFromBeforeHasNoTimes() throws {
        #expect(try day.transcribed(call, Workday.vtt("alpha", "beta")).status == 200)
        #expect(try words(1) == nil)
        #expect(try day.account.number("SELECT count(*) FROM segments WHERE words IS NULL") == 2)
    }
}
