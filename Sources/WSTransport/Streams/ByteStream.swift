//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A reliable, ordered, two-way stream of bytes that lives on an event loop: what a WebSocket runs on.
///
/// All of it is called on its loop only. Output is collected and written once at the end of the loop's turn.
package protocol ByteStream: AnyObject, Sendable {
    /// The loop the stream lives on.
    var loop: EventLoop { get }

    /// Who is told what happens; released when the stream is closed.
    var handler: (any ByteStreamHandler)? { get set }

    /// The number of bytes that were appended and that the kernel has not taken yet.
    var pendingOutput: Int { get }

    /// The number of bytes that the kernel has taken since the beginning: whether it grows tells whether the peer takes
    /// what it is sent.
    var writtenCount: UInt64 { get }

    /// Whether the stream has been closed by either side's doing.
    var isClosed: Bool { get }

    /// Starts or resumes delivering what the peer sends.
    func startReading()

    /// Stops delivering; the peer is slowed down by the kernel's buffers filling up.
    func stopReading()

    /// Limits how much is delivered in one turn of the loop: others on it wait until all of that has been dealt with.
    ///
    /// - Parameter count: The number of bytes, from 1 to ``EventLoop/receiveBufferSize``; ``EventLoop/smallReadSize`` at first.
    func limitReads(to count: Int)

    /// Appends up to `capacity` bytes that `fill` writes to the pending output.
    ///
    /// - Parameters:
    ///   - capacity: At most 16 KiB.
    ///   - fill: Writes the bytes; called once, or not at all when nothing can be written any more.
    func append(capacity: Int, _ fill: (inout OutputSpan<UInt8>) -> Void)

    /// Appends bytes that need not be kept: what the kernel does not take at once is copied.
    func append(_ bytes: Span<UInt8>)

    /// Appends bytes without copying them.
    func append(_ bytes: [UInt8])

    /// Asks for one call of ``ByteStreamHandler/streamDidDrain()`` when at most `level` bytes are pending.
    ///
    /// It comes when output is written, so more than `level` bytes should be pending now.
    ///
    /// - Parameter level: The number of bytes.
    func notifyWhenDrained(to level: Int)

    /// Asks for a call of ``ByteStreamHandler/streamTimeReached(_:)`` at `time` or up to one tick (10 ms) later; if the loop is
    /// late, up to a second later.
    ///
    /// There is one such time. Asking for a later one than before changes nothing: the call comes early, and whoever
    /// gets it asks again. A stream that is closed does not call.
    ///
    /// - Parameter time: By the loop's clock, in milliseconds.
    func schedule(at time: UInt64)

    /// Forgets the time that was asked for.
    func cancelSchedule()

    /// Ends our side of the stream after what is pending; the peer's side stays open.
    ///
    /// When both sides have ended the stream closes by itself.
    func shutdownOutput()

    /// Closes both sides at once; pending output is dropped and the handler is not called again.
    func close()

    /// The address of our end.
    var localAddress: NetworkAddress? { get }

    /// The address of the peer's end.
    var remoteAddress: NetworkAddress? { get }

    /// What the stream is made of, which stays its own; `nil` once it is closed.
    var networkConnection: TransportConnection? { get }
}
