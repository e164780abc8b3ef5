//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

/// The header fields of a parsed HTTP head, as the opening handshake needs them.
///
/// Whoever has an HTTP parser of their own conforms its header type to this and can then drive both sides of the
/// handshake.
public protocol HeaderFields {
    /// Returns the value of every field line with this name, in the order they came.
    ///
    /// - Parameter name: The field's name; it matches without regard to ASCII case.
    /// - Returns: One value per line, never joined or split at commas; empty if the head has no such field. Spaces and tabs
    ///   around a value are ignored.
    func values(of name: String) -> [String]

    /// Calls `body` with the name and the value of each field line that has one of these names, as bytes.
    ///
    /// The default implementation asks for the values of each name. Whoever has the bytes at hand saves making texts of
    /// them, and is free to pass over all lines, whatever their names.
    ///
    /// - Parameters:
    ///   - names: The names to be found.
    ///   - body: To be called with the lines of one name in the order they came. Spaces and tabs around a value
    ///     are ignored.
    func forEachLine(named names: [String], _ body: (_ name: Span<UInt8>, _ value: Span<UInt8>) -> Void)
}

extension HeaderFields {
    /// Calls `body` with the name and the value of each field line that has one of these names, as texts made bytes.
    public func forEachLine(named names: [String], _ body: (_ name: Span<UInt8>, _ value: Span<UInt8>) -> Void) {
        for name in names {
            for value in values(of: name) { body(name.utf8.span, value.utf8.span) }
        }
    }

    /// Returns the value of every field line with this name, without the spaces and tabs around it.
    func trimmedValues(of name: String) -> [String] {
        values(of: name).map { value in
            let trimmed = value.utf8.span.trimmingSpaces
            return trimmed.count == value.utf8.count ? value : String(repairing: trimmed)
        }
    }
}
