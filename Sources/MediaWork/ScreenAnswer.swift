/// Thumbnails of a screen recording in one picture, row by row.
package struct ThumbnailSheet: Hashable, Sendable {
    /// Of one thumbnail, pixels.
    package var width: Int
    package var height: Int
    package var columns: Int
    /// When each was on screen, ms from the recording's start.
    package var timesMs: [Int]
    /// Of the JPEG that was written.
    package var bytes: Int

    package init(width: Int, height: Int, columns: Int, timesMs: [Int], bytes: Int) {
        self.width = width
        self.height = height
        self.columns = columns
        self.timesMs = timesMs
        self.bytes = bytes
    }
}

/// How lively a screen is, step by step.
package struct ActivityStrip: Hashable, Sendable {
    package var stepMs: Int
    /// 0 for nothing, 100 for a whole new picture.
    package var values: [UInt8]

    package init(stepMs: Int, values: [UInt8]) {
        self.stepMs = stepMs
        self.values = values
    }
}

/// What a screen recording shows, and what that says about its health.
package struct ScreenReport: Hashable, Sendable {
    package var thumbnails: ThumbnailSheet
    package var activity: ActivityStrip
    package var blacks: [TimeRange]
    /// A minute and longer without any change.
    package var stills: [TimeRange]
    package var health: [Health]

    package init(
        thumbnails: ThumbnailSheet, activity: ActivityStrip, blacks: [TimeRange], stills: [TimeRange],
        health: [Health]
    ) {
        self.thumbnails = thumbnails
        self.activity = activity
        self.blacks = blacks
        self.stills = stills
        self.health = health
    }
}
