//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The header fields of a parsed HTTP head, as the opening handshake needs them.
///
/// Whoever has an HTTP parser of their own conforms its header type to this and can then drive both sides of the
/// handshake.
public protocol HeaderFields {
    /// Returns the value of every field line with this name, in the order they came.
    ///
    /// - Parameter name: The field's name; it matches without regard to ASCII case.
    /// - Returns: One value per line, never joined or split at commas, without white space around it; empty if the
    ///   head has no such field.
    func values(of name: String) -> [String]
}
