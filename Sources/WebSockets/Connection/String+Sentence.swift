//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension String {
    /// The text with a point at its end, unless a sentence ends there already.
    var asSentence: String {
        [UInt8(ascii: "."), UInt8(ascii: "?"), UInt8(ascii: "!")].contains(self.utf8.last) ? self : self + "."
    }
}
