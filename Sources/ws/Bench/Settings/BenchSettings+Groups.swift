//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension BenchSettings {
    /// The group of a connection.
    func group(ofConnection index: Int) -> Int {
        index / self.groupSize
    }

    /// The connections of a group.
    func connections(ofGroup group: Int) -> Range<Int> {
        group * self.groupSize..<(group + 1) * self.groupSize
    }

    /// How many connections each group has; the command takes only settings by which that is a whole number, and not 0.
    private var groupSize: Int { self.connections / self.groups }
}
