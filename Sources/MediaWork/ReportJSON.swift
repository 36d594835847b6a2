// The JSON that the command line prints and the API stores. Members that do not apply are null, never missing.

extension StreamReport: Encodable {
    enum CodingKeys: CodingKey {
        case index, type, codec, width, height, frameRate, sampleRate, channels, durationMs
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(index, forKey: .index)
        try container.encode(type, forKey: .type)
        try container.encode(codec, forKey: .codec)
        try container.encode(width, forKey: .width)
        try container.encode(height, forKey: .height)
        try container.encode(frameRate, forKey: .frameRate)
        try container.encode(sampleRate, forKey: .sampleRate)
        try container.encode(channels, forKey: .channels)
        try container.encode(durationMs, forKey: .durationMs)
    }
}

extension LevelsReport: Encodable {
    enum CodingKeys: CodingKey { case durationMs, channels, overTalk, talkRatio }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(durationMs, forKey: .durationMs)
        try container.encode(channels, forKey: .channels)
        try container.encode(overTalk, forKey: .overTalk)
        try container.encode(talkRatio, forKey: .talkRatio)
    }
}

extension PeaksReport: Encodable {
    /// The numbers; the waveform itself goes to a file.
    enum CodingKeys: CodingKey { case sampleRate, samplesPerPixel, channels, length }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sampleRate, forKey: .sampleRate)
        try container.encode(samplesPerPixel, forKey: .samplesPerPixel)
        try container.encode(channels, forKey: .channels)
        try container.encode(length, forKey: .length)
    }
}

extension ClipReport: Encodable {
    /// Captions are a file of their own.
    enum CodingKeys: CodingKey { case startMs, endMs, durationMs, bytes, reencodedFrames, copiedPackets }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(startMs, forKey: .startMs)
        try container.encode(endMs, forKey: .endMs)
        try container.encode(durationMs, forKey: .durationMs)
        try container.encode(bytes, forKey: .bytes)
        try container.encode(reencodedFrames, forKey: .reencodedFrames)
        try container.encode(copiedPackets, forKey: .copiedPackets)
    }
}
