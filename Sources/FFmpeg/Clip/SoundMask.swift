import Glibc
import MediaWork

/// What is not to be heard in a clip: silence, or a tone, in place of the sound of a party.
///
/// The silence reaches a little beyond the stretch, so that no filter carries anything of it outside, and the sound
/// fades before and after it, so that it does not click.
struct SoundMask {
    private let stretches: [Stretch]

    /// Samples from the clip's start.
    private struct Stretch {
        var start: Int64
        var end: Int64
        var party: Party
        var isBeep: Bool
    }

    /// Silence beyond each end of a stretch, and the fade beyond that; both 5 ms.
    private let guardSamples: Int64
    private let fadeSamples: Int64
    private let rate: Int
    /// A tone of 1 kHz, 20 dB below the loudest sine.
    private static let beep = (hertz: 1_000.0, amplitude: Float(0.1))

    init(_ redactions: [SoundRedaction], clipStartMs: Int, rate: Int) {
        func samples(_ ms: Int) -> Int64 { Int64(ms) * Int64(rate) / 1_000 }
        guardSamples = samples(5)
        fadeSamples = max(1, samples(5))
        self.rate = rate
        stretches = redactions.map {
            Stretch(
                start: samples($0.startMs - clipStartMs) - 1, end: samples($0.endMs - clipStartMs) + 1,
                party: $0.party, isBeep: $0.isBeep)
        }
    }

    /// Whether anything at all is redacted; if so no sound may be copied from the source.
    var isEmpty: Bool { stretches.isEmpty }

    /// The samples of one recording, `position` samples from the clip's start, without what is not to be heard.
    func masked(_ samples: [[Float]], at position: Int64, of party: Party?) -> [[Float]] {
        let count = Int64(samples.first?.count ?? 0)
        let near = stretches.filter { stretch in
            position < stretch.end + guardSamples + fadeSamples
                && position + count > stretch.start - guardSamples - fadeSamples
        }
        guard !near.isEmpty else { return samples }
        return samples.indices.map { channel in
            let owner = Self.owner(of: channel, in: samples.count, party)
            let own = near.filter { Self.isCovered(owner, by: $0.party) }
            return own.isEmpty ? samples[channel] : masked(samples[channel], at: position, own)
        }
    }

    private func masked(_ samples: [Float], at position: Int64, _ stretches: [Stretch]) -> [Float] {
        samples.indices.map { index in
            let place = position + Int64(index)
            var hidden: Float = 0
            var beeping: Float = 0
            for stretch in stretches {
                let part = cover(place, stretch)
                hidden = max(hidden, part)
                if stretch.isBeep { beeping = max(beeping, part) }
            }
            return samples[index] * (1 - hidden) + beeping * tone(place)
        }
    }

    /// 1 within the stretch and its guards, falling to 0 over the fades.
    private func cover(_ place: Int64, _ stretch: Stretch) -> Float {
        let outside = max(stretch.start - guardSamples - place, place - (stretch.end + guardSamples - 1))
        return outside <= 0 ? 1 : max(0, 1 - Float(outside) / Float(fadeSamples))
    }

    private func tone(_ place: Int64) -> Float {
        Self.beep.amplitude * Float(sin(2 * .pi * Self.beep.hertz * Double(place) / Double(rate)))
    }

    /// Who is heard on a channel; nil where that is not known, or more than one.
    private static func owner(of channel: Int, in channels: Int, _ party: Party?) -> Party? {
        switch party {
        case .agent, .customer: party
        case .both where channels == 2: channel == 0 ? .agent : .customer
        case .both, nil: nil
        }
    }

    private static func isCovered(_ owner: Party?, by party: Party) -> Bool {
        owner == nil || party == .both || party == owner
    }
}
