//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// How often which latency was seen: a log-linear histogram of fixed size.
///
/// Each power of two is divided into 128 buckets of equal width, so that a value is off by less than 0.4 %; below 128 it
/// is exact. Recording is one increment, merging an addition.
package struct Histogram: Sendable {
    /// The bits of a value that tell buckets of one power of two apart.
    private static let precision = 7
    private static let subBuckets = 1 << Self.precision
    /// What is larger counts as this: in nanoseconds, more than an hour.
    package static let largest: UInt64 = 1 << 42 - 1
    private static let bucketCount = Self.bucket(of: Self.largest) + 1

    private var counts = [UInt64](repeating: 0, count: Self.bucketCount)

    /// How many values there are.
    package private(set) var count: UInt64 = 0
    /// The largest value, exactly; 0 if there is none.
    package private(set) var max: UInt64 = 0
    private var min = UInt64.max
    private var sum = 0.0

    /// Creates an empty histogram.
    package init() {}

    /// The mean of the values, exactly; 0 if there is none.
    package var mean: Double {
        self.count == 0 ? 0 : self.sum / Double(self.count)
    }

    /// Adds a value.
    //
    // Inlined, as the histogram's owner would be checked for overlapping accesses if it were a call.
    @inline(always)
    package mutating func record(_ value: UInt64) {
        let value = Swift.min(value, Self.largest)
        self.counts[Self.bucket(of: value)] &+= 1
        self.count &+= 1
        self.max = Swift.max(self.max, value)
        self.min = Swift.min(self.min, value)
        self.sum += Double(value)
    }

    /// Adds the values of another histogram.
    package mutating func merge(_ other: Histogram) {
        for index in self.counts.indices {
            self.counts[index] &+= other.counts[index]
        }
        self.count &+= other.count
        self.max = Swift.max(self.max, other.max)
        self.min = Swift.min(self.min, other.min)
        self.sum += other.sum
    }

    /// Forgets all values, and keeps the memory.
    package mutating func reset() {
        for index in self.counts.indices {
            self.counts[index] = 0
        }
        self.count = 0
        self.max = 0
        self.min = .max
        self.sum = 0
    }

    /// The value that a fraction of all values does not exceed; the median is at 0.5.
    ///
    /// It is 0 if there is no value.
    package func value(at quantile: Double) -> UInt64 {
        self.values(at: [quantile])[0]
    }

    /// The values at several quantiles, which must be in ascending order.
    package func values(at quantiles: [Double]) -> [UInt64] {
        var index = 0
        var seen = self.counts[0]
        return quantiles.map { quantile in
            guard self.count > 0 else { return 0 }
            let fraction = Swift.min(Swift.max(quantile, 0), 1)
            let rank = Swift.max(1, Swift.min(self.count, UInt64((fraction * Double(self.count)).rounded(.up))))
            // The last is known exactly.
            guard rank < self.count else { return self.max }
            while seen < rank, index < self.counts.count - 1 {
                index += 1
                seen &+= self.counts[index]
            }
            return Swift.min(Swift.max(Self.middle(ofBucket: index), self.min), self.max)
        }
    }

    /// The bucket that a value belongs to.
    private static func bucket(of value: UInt64) -> Int {
        let highestBit = UInt64.bitWidth - 1 - (value | 1).leadingZeroBitCount
        let shift = Swift.max(0, highestBit - Self.precision)
        // Values that need no shift fill the first two rows of buckets one by one.
        return shift << Self.precision + Int(truncatingIfNeeded: value >> UInt64(shift))
    }

    /// The value in the middle of a bucket.
    private static func middle(ofBucket bucket: Int) -> UInt64 {
        let shift = Swift.max(0, bucket >> Self.precision - 1)
        let top = UInt64(bucket - shift << Self.precision)
        return top << UInt64(shift) + (UInt64(1) << UInt64(shift)) / 2
    }
}
