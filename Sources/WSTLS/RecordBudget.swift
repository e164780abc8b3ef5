//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Limits the work that a peer causes by TLS records that carry little or no application data.
///
/// OpenSSL limits empty records and warnings that follow one another, and nothing else: a KeyUpdate (RFC 8446 §4.6.3) of 27 bytes
/// costs two key derivations and an answer, and a byte of application data between two of them would begin any count anew.
/// So each record costs points, which come back with time and with application data. A peer may send 100 handshake messages at
/// once and then 10 a second, or one for each 64 KiB of application data; 1000 empty records at once and then 100 a second; and
/// 100,000 records of one byte at once and then 10,000 a second.
struct RecordBudget {
    /// How many points there are at most.
    private static let capacity = 100_000
    /// How many points come back in a millisecond.
    private static let pointsPerMillisecond = 10
    /// How many bytes of application data bring back one point.
    private static let bytesPerPoint = 64

    /// What a record costs that carries no application data.
    private static let recordPrice = 100
    /// What a handshake message costs, in addition to its record.
    private static let handshakeMessagePrice = 900
    /// What a record with one byte of application data costs.
    private static let tinyRecordPrice = 1

    private var points = Self.capacity
    /// The time, in milliseconds, of the last refill; `nil` before the first.
    private var lastRefill: UInt64?

    /// Whether the peer has used it up.
    var isExhausted: Bool { self.points < 0 }

    /// Gives back what the time that has passed is worth.
    ///
    /// - Parameter now: The time in milliseconds, on a scale that does not go backwards.
    mutating func refill(at now: UInt64) {
        defer { self.lastRefill = now }
        guard let lastRefill, now > lastRefill else { return }
        // More time than fills it is worth no more.
        let elapsed = Int(clamping: min(now - lastRefill, UInt64(Self.capacity)))
        self.add(elapsed * Self.pointsPerMillisecond)
    }

    /// Charges a record whose content is not known yet.
    mutating func chargeRecord() {
        self.points -= Self.recordPrice
    }

    /// Charges a handshake message.
    mutating func chargeHandshakeMessage() {
        self.points -= Self.handshakeMessagePrice
    }

    /// Gives back the price of the last record, which was application data.
    ///
    /// - Parameter count: How many bytes.
    mutating func received(_ count: Int) {
        self.add(count > 1 ? Self.recordPrice + count / Self.bytesPerPoint : Self.recordPrice - Self.tinyRecordPrice)
    }

    private mutating func add(_ points: Int) {
        self.points = min(self.points + points, Self.capacity)
    }
}
