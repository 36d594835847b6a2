import Domain
import Foundation
import JSON
import Testing

/// How a score reads: one rule here and in the browser, held against the same vectors.
struct ScoreTextTests {
    private static let vectors = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Vectors/score-texts.json")

    @Test func noRoundingCrossesAPassMark() throws {
        let vectors = try JSONReader.read(Array(Data(contentsOf: Self.vectors))).elements ?? []
        #expect(vectors.count == 21)
        for vector in vectors {
            let text = ScoreText.percent(vector["score"]?.integer ?? -1, passMark: vector["passMark"]?.integer)
            #expect(text == vector["text"]?.text)
        }
    }
}
