//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A hub, as its ``Backplane`` sees it, which tells it what happens in others; its methods return soon and may be called on any
/// thread, one at a time.
package protocol BackplaneListener: AnyObject, Sendable {
    /// From now on all messages of a topic or a pattern arrive, or do so again.
    ///
    /// - Parameters:
    ///   - filter: The topic or the pattern.
    ///   - snapshot: The messages that the topic keeps, or after an interruption those that the hub has not received yet;
    ///     `nil` if it keeps none.
    func attached(_ filter: Hub.TopicFilter, _ snapshot: StreamSnapshot?)

    /// A message has arrived, possibly one of the hub itself if it is kept.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - position: Its place, if it is kept: each comes after those before. One of another epoch says that what was kept before
    ///     has been lost.
    func received(_ message: SharedMessage, at position: StreamPosition?)

    /// A message that the hub has published is kept.
    ///
    /// - Parameters:
    ///   - topic: Its topic.
    ///   - number: Its number.
    ///   - position: Its place.
    func kept(_ topic: String, _ number: UInt64, at position: StreamPosition)

    /// Somebody has come to a topic or has gone, of all nodes; each change is told to one hub only.
    func presenceChanged(_ change: Hub.PresenceChange)

    /// The way to the others has been interrupted, or could not be established.
    func lost(_ reason: String)

    /// The way to the others has been established, and all that the hub listens to is attached again.
    func restored()

    /// The server has refused a request, or does so no more.
    ///
    /// - Parameters:
    ///   - request: What was asked.
    ///   - filter: The topic or the pattern.
    ///   - reason: The text of the error. To `subscribing`, `nil` takes back what was told before, as does
    ///     ``attached(_:_:)``.
    func refused(_ request: Hub.BackplaneRequest, _ filter: Hub.TopicFilter, _ reason: String?)

    /// Messages did not get to the others, and will not.
    func dropped(_ count: Int)
}
