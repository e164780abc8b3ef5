//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What `/json` answers: the fields in alphabetical order, so that the same name always has the same answer.
struct Person: Codable {
    let name: String
    let age: Int
    let description: String

    init(name: String) {
        self.name = name
        self.age = 18
        self.description = "\(name) lives in the demo of swift-websockets."
    }

    /// The person as a JSON object.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
