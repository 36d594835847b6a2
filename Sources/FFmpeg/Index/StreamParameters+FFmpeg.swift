import CFFmpeg
import MediaWork

extension StreamParameters {
    /// What FFmpeg found out about a stream.
    init(_ stream: UnsafeMutablePointer<AVStream>) {
        let parameters = stream.pointee.codecpar.pointee
        self.init(
            index: Int(stream.pointee.index), type: Probe.type(of: stream),
            codec: String(cString: avcodec_get_name(parameters.codec_id)),
            timeBase: Fraction(stream.pointee.time_base))
        if let data = parameters.extradata, (1...(1 << 20)).contains(parameters.extradata_size) {
            extradata = Array(UnsafeBufferPointer(start: data, count: Int(parameters.extradata_size)))
        }
        codecTag = Int(parameters.codec_tag)
        profile = Int(parameters.profile)
        level = Int(parameters.level)
        bitRate = max(0, Int(parameters.bit_rate))
        bitsPerCodedSample = min(max(0, Int(parameters.bits_per_coded_sample)), 1_024)
        switch parameters.codec_type {
        case AVMEDIA_TYPE_VIDEO:
            format = av_get_pix_fmt_name(AVPixelFormat(parameters.format)).map { String(cString: $0) } ?? ""
            width = Int(parameters.width)
            height = Int(parameters.height)
            pixelShape = Fraction(stream.pointee.sample_aspect_ratio)
            frameRate = Fraction(stream.pointee.avg_frame_rate)
            fieldOrder = min(max(0, Int(parameters.field_order.rawValue)), 16)
            videoDelay = min(max(0, Int(parameters.video_delay)), 64)
            color = [
                Int(parameters.color_range.rawValue), Int(parameters.color_primaries.rawValue),
                Int(parameters.color_trc.rawValue), Int(parameters.color_space.rawValue),
                Int(parameters.chroma_location.rawValue),
            ].map { min(max(0, $0), 255) }
            var size = 0
            if let matrix = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size), size == 36 {
                turn = Array(UnsafeBufferPointer(start: matrix, count: size))
            }
        case AVMEDIA_TYPE_AUDIO:
            format = av_get_sample_fmt_name(AVSampleFormat(parameters.format)).map { String(cString: $0) } ?? ""
            sampleRate = max(0, Int(parameters.sample_rate))
            channels = max(0, Int(parameters.ch_layout.nb_channels))
            if parameters.ch_layout.order == AV_CHANNEL_ORDER_NATIVE {
                channelMask = Int(bitPattern: UInt(parameters.ch_layout.u.mask))
            }
            let limit = 0...(1 << 20)
            frameSize = Int(parameters.frame_size).clamped(to: limit)
            blockAlign = Int(parameters.block_align).clamped(to: limit)
            initialPadding = Int(parameters.initial_padding).clamped(to: limit)
            seekPreroll = Int(parameters.seek_preroll).clamped(to: limit)
        default: break
        }
    }

    /// Describes a stream to FFmpeg as it was; false for a codec that this FFmpeg does not know.
    func describe(_ stream: UnsafeMutablePointer<AVStream>) throws(MediaFailure) {
        guard let known = avcodec_descriptor_get_by_name(codec) else { throw .unsupportedCodec(codec) }
        let parameters = stream.pointee.codecpar!
        parameters.pointee.codec_type = known.pointee.type
        parameters.pointee.codec_id = known.pointee.id
        if !extradata.isEmpty {
            guard let copy = av_mallocz(extradata.count + Int(AV_INPUT_BUFFER_PADDING_SIZE)) else {
                throw .tooLarge(.memory)
            }
            copy.copyMemory(from: extradata, byteCount: extradata.count)
            parameters.pointee.extradata = copy.assumingMemoryBound(to: UInt8.self)
            parameters.pointee.extradata_size = Int32(extradata.count)
        }
        parameters.pointee.codec_tag = UInt32(codecTag)
        parameters.pointee.profile = Int32(profile)
        parameters.pointee.level = Int32(level)
        parameters.pointee.bit_rate = Int64(bitRate)
        parameters.pointee.bits_per_coded_sample = Int32(bitsPerCodedSample)
        stream.pointee.time_base = timeBase.rational
        switch known.pointee.type {
        case AVMEDIA_TYPE_VIDEO: try describePicture(stream)
        case AVMEDIA_TYPE_AUDIO: describeSound(parameters)
        default: break
        }
    }

    private func describePicture(_ stream: UnsafeMutablePointer<AVStream>) throws(MediaFailure) {
        let parameters = stream.pointee.codecpar!
        parameters.pointee.format = av_get_pix_fmt(format).rawValue
        parameters.pointee.width = Int32(width)
        parameters.pointee.height = Int32(height)
        parameters.pointee.sample_aspect_ratio = pixelShape.rational
        stream.pointee.sample_aspect_ratio = pixelShape.rational
        stream.pointee.avg_frame_rate = frameRate.rational
        parameters.pointee.field_order = AVFieldOrder(UInt32(fieldOrder))
        parameters.pointee.video_delay = Int32(videoDelay)
        if color.count == 5 {
            parameters.pointee.color_range = AVColorRange(UInt32(color[0]))
            parameters.pointee.color_primaries = AVColorPrimaries(UInt32(color[1]))
            parameters.pointee.color_trc = AVColorTransferCharacteristic(UInt32(color[2]))
            parameters.pointee.color_space = AVColorSpace(UInt32(color[3]))
            parameters.pointee.chroma_location = AVChromaLocation(UInt32(color[4]))
        }
        guard turn.count == 36 else { return }
        guard let copy = av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, 36) else {
            throw .tooLarge(.memory)
        }
        copy.update(from: turn, count: 36)
    }

    private func describeSound(_ parameters: UnsafeMutablePointer<AVCodecParameters>) {
        parameters.pointee.format = av_get_sample_fmt(format).rawValue
        parameters.pointee.sample_rate = Int32(sampleRate)
        if channelMask == 0
            || av_channel_layout_from_mask(&parameters.pointee.ch_layout, UInt64(UInt(bitPattern: channelMask))) < 0
        {
            av_channel_layout_default(&parameters.pointee.ch_layout, Int32(channels))
        }
        parameters.pointee.frame_size = Int32(frameSize)
        parameters.pointee.block_align = Int32(blockAlign)
        parameters.pointee.initial_padding = Int32(initialPadding)
        parameters.pointee.seek_preroll = Int32(seekPreroll)
    }
}

extension Fraction {
    init(_ rational: AVRational) { self.init(Int(rational.num), Int(rational.den)) }

    var rational: AVRational { AVRational(num: Int32(clamping: numerator), den: Int32(clamping: denominator)) }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}

extension Source {
    /// Where the recording's own timeline begins, in units of a stream's time base.
    func origin(in stream: UnsafeMutablePointer<AVStream>) -> Int {
        Int(av_rescale_q(originUs, AVRational(num: 1, den: AV_TIME_BASE), stream.pointee.time_base))
    }
}
