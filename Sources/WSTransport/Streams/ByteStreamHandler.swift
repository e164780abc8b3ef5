//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Who is told what happens on a ``ByteStream``; called on its loop only.
package protocol ByteStreamHandler: AnyObject {
    /// The handshake of TLS has succeeded; does nothing unless implemented, nor on a stream that was connected before.
    ///
    /// - Parameter isResumed: Whether an earlier session was resumed.
    func streamDidBecomeSecure(isResumed: Bool)

    /// Bytes arrived. They may be changed in place and are valid during the call only.
    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>)

    /// The peer ended its side; ours is still open.
    func streamDidReceiveEnd()

    /// The output fell to the level asked for.
    func streamDidDrain()

    /// The time that was asked for has come, or one before it; does nothing unless implemented.
    ///
    /// - Parameter now: The loop's time.
    func streamTimeReached(_ now: UInt64)

    /// Both sides have ended, and the stream has closed.
    func streamDidClose()

    /// Nothing more can be written; what the peer sent before can still be read.
    func streamDidFailWriting(_ error: any Error)

    /// The stream is broken and has been closed.
    func streamDidFail(_ error: any Error)

    /// Who is told in the end: another than this one if it stands in between.
    var applicationHandler: any ByteStreamHandler { get }
}

extension ByteStreamHandler {
    package func streamDidBecomeSecure(isResumed: Bool) {}
    package func streamTimeReached(_ now: UInt64) {}
    package var applicationHandler: any ByteStreamHandler { self }
}
