//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Which header fields are shown with their values where fields are described.
///
/// These have no secrets in orderly use. Any other field may have one, whatever its name: `Authorization`, `Cookie`,
/// `X-Api-Key`, or `Sec-WebSocket-Protocol`, in which pages send tokens because they can set no other field.
package enum ShownField {
    private static let names: Set<ExactString> = [
        "accept", "accept-encoding", "accept-language", "allow", "cache-control", "connection", "content-encoding",
        "content-language", "content-length", "content-type", "date", "expires", "host", "last-modified", "retry-after",
        "sec-websocket-extensions", "sec-websocket-version", "server", "transfer-encoding", "upgrade", "user-agent",
        "vary",
    ]

    /// Returns a line with the name of a field, and its value or a placeholder.
    package static func line(_ name: String, _ value: String) -> String {
        let lowercased = ASCII.lowercased(name)
        return "\(name): \(self.names.contains(ExactString(lowercased)) ? value : Secret.placeholder)"
    }
}
