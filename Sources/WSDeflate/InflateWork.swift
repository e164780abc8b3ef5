//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// How much work inflating may be, in units that each take about a nanosecond.
///
/// It is not the output that takes the time: a block may stand for nothing, and a million of them for nothing at all. A byte of
/// input or output is a unit; a call of zlib, which each block takes one of, is 32; to build a block's own tables is 4096.
package struct InflateWork: Hashable, Sendable {
    /// What a call of zlib takes beside its bytes; each ends with a block at the latest.
    package static let call = 32
    /// What it takes to build Huffman tables of 286 and 30 codes, for which a block need not have 30 bytes.
    package static let tables = 4096

    /// As much as there can be.
    package static let unlimited = InflateWork(.max)

    /// What is left: below zero if the last step was more than that.
    package private(set) var units: Int

    /// Creates an amount of work.
    package init(_ units: Int) {
        self.units = units
    }

    /// Whether another step may be made.
    package var isLeft: Bool { self.units > 0 }

    /// The most bytes that the next step may make.
    var output: Int { max(1, self.units) }

    mutating func spendOnTables() {
        self.units -= Self.tables
    }

    mutating func spend(input: Int, output: Int) {
        self.units -= Self.call + input + output
    }
}
