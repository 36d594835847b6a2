import JSON
import Testing

/// Documents with bytes changed at random: refused or read, never a crash, and what is read survives being written.
struct MutationTests {
    private static let seed =
        #"{"a":[1.5,"\u00e9\ud83d\ude00é😀",{"b":null,"c":[[],{}]}],"d":-12e3,"e":true,"f":9223372036854775807,"g":"\n"}"#

    @Test(arguments: 0..<20)
    func aChangedDocumentIsRefusedOrSurvivesWriting(round: Int) throws {
        var random = Steps(UInt64(round))
        var isRead = 0
        for _ in 0..<500 {
            var bytes = Array(Self.seed.utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                case 2: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: index)
                default: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                }
            }
            guard let document = try? JSONReader.read(bytes) else { continue }
            isRead += 1
            var writer = JSONWriter()
            writer.value(document)
            #expect(try JSONReader.read(writer.bytes) == document)
        }
        #expect(isRead > 0)
    }

    /// Numbers that are the same for the same seed (an LCG of 64 bits, its upper half).
    private struct Steps: RandomNumberGenerator {
        var state: UInt64

        init(_ seed: UInt64) { state = seed &* 2 &+ 1 }

        mutating func next() -> UInt64 {
            func half() -> UInt64 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return state >> 32
            }
            return half() << 32 | half()
        }
    }
}
