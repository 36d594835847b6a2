// The directory of an index as bytes. It was written by a child that had a hostile file before it: every bound counts.

/// No time in a stream is beyond this, whatever its unit, so that sums of a few never overflow.
private let times = -(1 << 60)...(1 << 60)
private let fileSizes = 0...(1 << 50)
private let smallNumbers = Int(Int32.min)...Int(Int32.max)

extension SampleIndex: Wired {
    package func write(to wire: inout WireWriter) {
        wire.text(container)
        wire.int(fileBytes)
        wire.int(originUs)
        wire.list(streams)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        container = try wire.text(max: 100)
        fileBytes = try wire.int(in: fileSizes)
        originUs = try wire.int(in: -(1 << 50)...(1 << 50))
        streams = try wire.list(IndexedStream.self, max: 32)
    }
}

extension IndexedStream: Wired {
    package func write(to wire: inout WireWriter) {
        parameters.write(to: &wire)
        wire.int(samples)
        wire.int(bytes)
        wire.int(start)
        wire.int(end)
        wire.byte(isPlain ? 1 : 0)
        wire.list(blocks)
        wire.list(trims)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        parameters = try StreamParameters(from: &wire)
        samples = try wire.int(in: 0...(1 << 32))
        bytes = try wire.int(in: fileSizes)
        start = try wire.int(in: times)
        end = try wire.int(in: times)
        isPlain = try wire.flag()
        blocks = try wire.list(SampleBlock.self, max: 1 << 22)
        guard blocks.reduce(0, { $0 + $1.samples }) == samples else { throw WireFault() }
        trims = try wire.list(SampleTrim.self, max: Self.mostTrims + 1)
    }
}

extension SampleTrim: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(dts)
        wire.int(front)
        wire.int(back)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        dts = try wire.int(in: times)
        front = try wire.int(in: 0...Int(UInt32.max))
        back = try wire.int(in: 0...Int(UInt32.max))
    }
}

extension SampleBlock: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(offset)
        wire.int(length)
        wire.int(samples)
        wire.int(firstDts)
        wire.int(firstPts)
        wire.int(keyframes)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        offset = try wire.int(in: fileSizes)
        length = try wire.int(in: 0...(1 << 20))
        samples = try wire.int(in: 1...SampleIndex.blockSamples)
        firstDts = try wire.int(in: times)
        firstPts = try wire.int(in: times)
        keyframes = try wire.int(in: 0...samples)
    }
}

extension Fraction: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(numerator)
        wire.int(denominator)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        numerator = try wire.int(in: smallNumbers)
        denominator = try wire.int(in: smallNumbers)
    }
}

extension StreamParameters: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(index)
        wire.text(type.rawValue)
        wire.text(codec)
        wire.bytes(extradata)
        timeBase.write(to: &wire)
        wire.text(format)
        for number in [profile, level, bitRate, bitsPerCodedSample, width, height] { wire.int(number) }
        pixelShape.write(to: &wire)
        frameRate.write(to: &wire)
        wire.int(color.count)
        for number in color { wire.int(number) }
        wire.bytes(turn)
        for number in [codecTag, fieldOrder, videoDelay] { wire.int(number) }
        for number in [sampleRate, channels, channelMask, frameSize, blockAlign, initialPadding, seekPreroll] {
            wire.int(number)
        }
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        index = try wire.int(in: 0...31)
        type = try wire.named(StreamType.self)
        codec = try wire.text(max: 100)
        extradata = try wire.bytes(max: 1 << 20)
        timeBase = try Fraction(from: &wire)
        guard timeBase.numerator > 0, timeBase.denominator > 0 else { throw WireFault() }
        format = try wire.text(max: 100)
        profile = try wire.int(in: smallNumbers)
        level = try wire.int(in: smallNumbers)
        bitRate = try wire.int(in: fileSizes)
        bitsPerCodedSample = try wire.int(in: 0...1_024)
        width = try wire.int(in: 0...8_192)
        height = try wire.int(in: 0...8_192)
        pixelShape = try Fraction(from: &wire)
        frameRate = try Fraction(from: &wire)
        let count = try wire.int(in: 0...5)
        color = []
        for _ in 0..<count { color.append(try wire.int(in: 0...255)) }
        turn = try wire.bytes(max: 36)
        codecTag = try wire.int(in: 0...Int(UInt32.max))
        fieldOrder = try wire.int(in: 0...16)
        videoDelay = try wire.int(in: 0...64)
        sampleRate = try wire.int(in: 0...192_000)
        channels = try wire.int(in: 0...8)
        channelMask = try wire.int()
        frameSize = try wire.int(in: 0...(1 << 20))
        blockAlign = try wire.int(in: 0...(1 << 20))
        initialPadding = try wire.int(in: 0...(1 << 20))
        seekPreroll = try wire.int(in: 0...(1 << 20))
    }
}
