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

    /// Of samples none of which is larger than `loudest`.
    static func squares(_ samples: UnsafeBufferPointer<Int16>, loudest: Int32) -> Int64 {
        // So many pairs of so small squares add up in 32 bits.
        guard let base = samples.baseAddress, loudest < 1 << 13, samples.count <= 128 else { return squares(samples) }
        var sums = (SIMD4<Int32>(), SIMD4<Int32>())
        var index = 0
        while index &+ 16 <= samples.count {
            let (first, second) = (narrow(base + index), narrow(base + index + 8))
            sums.0 &+= pairs(SIMD8(truncatingIfNeeded: first), first)
            sums.1 &+= pairs(SIMD8(truncatingIfNeeded: second), second)
            index &+= 16
        }
        let four = SIMD4<UInt32>(truncatingIfNeeded: sums.0 &+ sums.1)
        var sum = Int64(SIMD4<UInt64>(truncatingIfNeeded: four).wrappedSum())
        while index < samples.count {
            let sample = Int32(base[index])
            sum &+= Int64(sample &* sample)
            index &+= 1
        }
        return sum
    }

    static func squares(_ samples: UnsafeBufferPointer<Int16>) -> Int64 {
        guard let base = samples.baseAddress else { return 0 }
        var sums = (SIMD2<UInt64>(), SIMD2<UInt64>())
        var index = 0
        while index &+ 8 <= samples.count {
            let eight = wide(base + index)
            let squares = eight &* eight
            // Two squares of full scale just fit without a sign.
            let pairs = SIMD4<UInt32>(truncatingIfNeeded: squares.evenHalf &+ squares.oddHalf)
            sums.0 &+= SIMD2(truncatingIfNeeded: pairs.evenHalf)
            sums.1 &+= SIMD2(truncatingIfNeeded: pairs.oddHalf)
            index &+= 8
        }
        var sum = Int64((sums.0 &+ sums.1).wrappedSum())
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

    /// The sums of products with eight tables at once, of which eight numbers each stand in turn; of 16-bit samples and
    /// 8-bit numbers, some hundreds at most. `eights`: so many times eight samples.
    static func products(
        _ samples: UnsafePointer<Int16>, _ tables: UnsafePointer<SIMD8<Int16>>, eights: Int
    ) -> SIMD8<Int32> {
        var sums = (SIMD4<Int32>(), SIMD4<Int32>(), SIMD4<Int32>(), SIMD4<Int32>())
        var more = sums
        var table = tables
        var index = 0
        while index < eights {
            let eight = wide(samples + 8 &* index)
            sums.0 &+= pairs(eight, table[0])
            sums.1 &+= pairs(eight, table[1])
            sums.2 &+= pairs(eight, table[2])
            sums.3 &+= pairs(eight, table[3])
            more.0 &+= pairs(eight, table[4])
            more.1 &+= pairs(eight, table[5])
            more.2 &+= pairs(eight, table[6])
            more.3 &+= pairs(eight, table[7])
            table += 8
            index &+= 1
        }
        return SIMD8(
            sums.0.wrappedSum(), sums.1.wrappedSum(), sums.2.wrappedSum(), sums.3.wrappedSum(),
            more.0.wrappedSum(), more.1.wrappedSum(), more.2.wrappedSum(), more.3.wrappedSum())
    }

    @inline(__always)
    private static func narrow(_ samples: UnsafePointer<Int16>) -> SIMD8<Int16> {
        UnsafeRawPointer(samples).loadUnaligned(as: SIMD8<Int16>.self)
    }

    @inline(__always)
    private static func wide(_ samples: UnsafePointer<Int16>) -> SIMD8<Int32> {
        SIMD8(truncatingIfNeeded: narrow(samples))
    }

    @inline(__always)
    private static func pairs(_ samples: SIMD8<Int32>, _ table: SIMD8<Int16>) -> SIMD4<Int32> {
        let products = samples &* SIMD8<Int32>(truncatingIfNeeded: table)
        return products.evenHalf &+ products.oddHalf
    }
}
