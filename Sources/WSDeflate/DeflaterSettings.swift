//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// What a compressor may spend.
package struct DeflaterSettings: Hashable, Sendable {
    /// From 1, fast, to 9, small; 0 does not compress.
    package let level: Int

    /// From 1 to 9: 2 to the power of this and 9 is what it takes in bytes besides the window.
    package let memoryLevel: Int

    /// The base-2 logarithm of the window, from 8 to 15; the window takes four times as much.
    package let windowBits: Int

    /// Creates settings.
    package init(level: Int, memoryLevel: Int, windowBits: Int) {
        self.level = level
        self.memoryLevel = memoryLevel
        self.windowBits = windowBits
    }

    /// Returns settings that compress one message of a size as well, with as little memory as that takes.
    ///
    /// A compressor has to forget what it knew before each message that refers to no other, and the time for that is
    /// its tables' size.
    package func fitting(_ messageSize: Int) -> DeflaterSettings {
        var windowBits = 9
        while windowBits < self.windowBits, 1 << windowBits < messageSize { windowBits += 1 }
        return DeflaterSettings(
            level: self.level,
            // Room for as many symbols as the window has bytes: a block does not end before the message.
            memoryLevel: min(self.memoryLevel, windowBits - 6),
            windowBits: min(self.windowBits, windowBits)
        )
    }
}
