//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketHub

extension StreamPosition {
    /// How large the text of a position can be: two numbers of 20 digits, an epoch of 7, and hyphens.
    static let maxTextSize = 49

    /// The position as Redis writes the id of an entry, without its epoch.
    var text: String { "\(self.major)-\(self.minor)" }

    /// The epoch, as the scripts write it.
    var epochText: String { Self.text(ofEpoch: self.epoch) }

    private static func text(ofEpoch epoch: UInt32) -> String { String(epoch, radix: 36) }

    /// The name of an epoch to come.
    static func newEpochText() -> String { self.text(ofEpoch: .random(in: 1 ... .max)) }

    /// Reads an epoch as the scripts write it.
    static func epoch(_ text: some StringProtocol) -> UInt32? { UInt32(text, radix: 36) }

    /// Reads a stream ID, behind which its epoch may be.
    ///
    /// Returns `nil` if the text is not a stream ID.
    ///
    /// - Parameters:
    ///   - text: The ID.
    ///   - epoch: Its epoch, if the text has none.
    init?(_ text: some StringProtocol, epoch: UInt32 = 0) {
        let parts = Substring(text).utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            .map { Substring($0) }
        guard 2...3 ~= parts.count, let major = UInt64(parts[0]), let minor = UInt64(parts[1]),
            let epoch = parts.count == 3 ? Self.epoch(parts[2]) : epoch
        else { return nil }
        self.init(major, minor, epoch: epoch)
    }
}
