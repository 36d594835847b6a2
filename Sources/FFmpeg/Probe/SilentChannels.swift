import CFFmpeg
import MediaWork

/// Which channels of a recording have nothing to hear. Decodes only until every channel was heard, which in a sound
/// recording is soon.
struct SilentChannels {
    /// A line without a voice is quieter than this in every sample: -60 dBFS.
    private static let audible: Float = 0.001
    /// Longer recordings are listened to so far, s.
    private static let mostSeconds: Int64 = 4 * 3_600

    static func health(_ source: Source) throws(MediaFailure) -> [Health] {
        let reader = try AudioReader(source)
        var silent = Set(0..<reader.channels)
        var samples = [Float]()
        var listened: Int64 = 0
        while !silent.isEmpty, listened < mostSeconds * Int64(reader.rate), let block = try reader.next() {
            if samples.count < block.count { samples = [Float](repeating: 0, count: block.count) }
            listened += Int64(block.count)
            for channel in silent {
                let isHeard = samples.withUnsafeMutableBufferPointer { buffer in
                    let part = UnsafeMutableBufferPointer(rebasing: buffer[..<block.count])
                    Samples.copy(block.frame, channel: channel, into: part)
                    return part.contains { abs($0) >= audible }
                }
                if isHeard { silent.remove(channel) }
            }
        }
        return silent.sorted().map { Health(.silentChannel, sentence(channel: $0, of: reader.channels)) }
    }

    static func sentence(channel: Int, of channels: Int) -> String {
        channels == 1
            ? "Nothing is heard in the recording." : "Nothing is heard on channel \(channel + 1) of \(channels)."
    }
}
