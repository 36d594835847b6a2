/// What of the recordings must not be in a clip.
package struct ClipRedactions: Hashable, Sendable {
    package var sounds: [SoundRedaction]
    package var pictures: [PictureRedaction]

    package init(sounds: [SoundRedaction] = [], pictures: [PictureRedaction] = []) {
        self.sounds = sounds
        self.pictures = pictures
    }

    /// What stands in a caption whose words are not to be read.
    package static let caption = "[redacted]"
}

/// A stretch `[startMs, endMs)` of the interaction's timeline in which nothing of a party is to be heard.
package struct SoundRedaction: Hashable, Sendable {
    package var startMs: Int
    package var endMs: Int
    /// A channel is spared only where it is known to be the other party's.
    package var party: Party
    /// A tone stands where the sound was; else silence.
    package var isBeep: Bool

    package init(startMs: Int, endMs: Int, party: Party = .both, isBeep: Bool = false) {
        self.startMs = startMs
        self.endMs = endMs
        self.party = party
        self.isBeep = isBeep
    }
}

/// A rectangle of a screen that is black in `[startMs, endMs)` of the interaction's timeline.
package struct PictureRedaction: Hashable, Sendable {
    package var startMs: Int
    package var endMs: Int
    /// Which of the recipe's inputs the screen is.
    package var input: Int
    /// In ten-thousandths of the picture as it is shown, so that they hold for any resolution.
    package var x: Int
    package var y: Int
    package var width: Int
    package var height: Int

    package init(startMs: Int, endMs: Int, input: Int, x: Int, y: Int, width: Int, height: Int) {
        self.startMs = startMs
        self.endMs = endMs
        self.input = input
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The whole width or height of a picture.
    package static let whole = 10_000
}
