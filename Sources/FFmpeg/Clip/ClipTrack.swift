import MediaWork

/// The pictures of a clip on their way into its file.
protocol PictureTrack: AnyObject {
    /// When the next picture is due, ticks from the clip's start; nil when there are no more.
    var nextTime: Int64? { get }
    /// Pictures encoded anew.
    var encodedFrames: Int { get }
    /// Packets taken from the source as they were.
    var copiedPackets: Int { get }
    /// Writes the picture that is due and finds the next.
    func advance() throws(MediaFailure)
    func finish() throws(MediaFailure)
}

/// The sound of a clip on its way into its file.
protocol SoundTrack: AnyObject {
    /// Packets encoded anew.
    var encodedFrames: Int { get }
    /// Packets taken from the source as they were.
    var copiedPackets: Int { get }
    /// Writes up to `ms` from the clip's start, as far as whole packets go.
    func advance(toMs ms: Int) throws(MediaFailure)
    func finish() throws(MediaFailure)
}
