/// The loops that every sample of a recording goes through: whole numbers, so that a processor takes eight at a time.
enum SampleSums {
    /// The least and the most; 0 of nothing.
    static func extremes(_ samples: UnsafeBufferPointer<Int16>) -> (least: Int16, most: Int16) {
        guard let base = samples.baseAddress, !samples.isEmpty else { return (0, 0) }
        var least = Int16.max
        var most = Int16.min
        var index = 0
        while index < samples.count {
            let sample = base[index]
            least = sample < least ? sample : least
            most = sample > most ? sample : most
            index &+= 1
        }
        return (least, most)
    }

    static func squares(_ samples: UnsafeBufferPointer<Int16>) -> Int64 {
        guard let base = samples.baseAddress else { return 0 }
        var sum: Int64 = 0
        var index = 0
        while index < samples.count {
            let sample = Int32(base[index])
            sum &+= Int64(sample &* sample)
            index &+= 1
        }
        return sum
    }

    /// How many are `size` or more, or -`size` or less.
    static func count(atLeast size: Int16, _ samples: UnsafeBufferPointer<Int16>) -> Int {
        guard let base = samples.baseAddress else { return 0 }
        var found: Int32 = 0
        var index = 0
        while index < samples.count {
            let sample = base[index]
            found &+= sample >= size || sample <= -size ? 1 : 0
            index &+= 1
        }
        return Int(found)
    }

    /// The sum of products with a table of the same length; of 16-bit samples and 8-bit numbers, some hundreds at most.
    static func product(_ samples: UnsafePointer<Int16>, _ table: UnsafePointer<Int16>, count: Int) -> Int32 {
        var sum: Int32 = 0
        var index = 0
        while index < count {
            sum &+= Int32(samples[index]) &* Int32(table[index])
            index &+= 1
        }
        return sum
    }
}
