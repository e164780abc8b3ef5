//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension BenchSettings {
    /// The group of a connection.
    func group(ofConnection index: Int) -> Int {
        index / (self.connections / self.groups)
    }

    /// The connections of a group.
    func connections(ofGroup group: Int) -> Range<Int> {
        let size = self.connections / self.groups
        return group * size..<(group + 1) * size
    }
}
