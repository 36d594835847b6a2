import MediaWork
import Testing

@testable import FFmpeg

extension Recording {
    /// What one thread hears in it, and what two hear that share it in slices of so many samples.
    func analysedAloneAndShared(capacity: Int) throws -> (alone: Analysis, shared: Analysis) {
        (try analysed(leastSeconds: .max, capacity), try analysed(leastSeconds: 0, capacity))
    }

    private func analysed(leastSeconds: Int64, _ capacity: Int) throws -> Analysis {
        let sound = try SoundSlices(leastSeconds: leastSeconds, capacity: capacity) { () throws(MediaFailure) in
            try Source(descriptor: descriptor)
        }
        #expect(sound.isShared == (leastSeconds == 0))
        let analysis = Analysis(sound, samplesPerPixel: 256, isFitted: true, silence: (-50, 200))
        try analysis.run { _ in }
        return analysis
    }
}
