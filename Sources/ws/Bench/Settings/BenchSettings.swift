//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WSBase
package import WebSockets

/// What `ws bench` is asked to do.
package struct BenchSettings: Sendable {
    /// What is measured.
    package var mode = BenchMode.echo
    /// Where the server is.
    package var url: Secret = ""
    /// How many connections there are.
    package var connections = 100
    /// The payload of a message, in bytes.
    package var size = 32
    /// Into how many groups the connections are divided, in each of which the first publishes to all.
    package var groups = 1
    /// How many messages are under way on each connection, or publications in each group.
    package var depth = 1
    /// How many messages are offered each second.
    package var rate = 10_000
    /// The measured time, in seconds.
    package var duration = 5.0
    /// The time before it, in seconds.
    package var warmup = 1.0
    /// The kind of the messages.
    package var kind = MessageKind.binary
    /// Whether messages are compressed.
    package var compresses = false
    /// Whether compressed messages may refer to earlier ones.
    package var hasContextTakeover = true
    /// Whether servers are trusted whatever their certificate.
    package var trustsAnybody = false
    /// How many event loops the generator has.
    package var loops = 1
    /// Over how many loopback addresses the connections are spread; `nil` means as many as they need.
    package var spread: Int?
    /// The server's processes.
    package var pids: [Int] = []

    /// Creates the default settings.
    package init() {}
}
