//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv
import Synchronization

/// A socket that accepts connections and spreads them over loops.
///
/// When the process has no descriptor left, libuv accepts and closes what is waiting, so that the peers learn of it. It
/// needs a descriptor that it keeps for that; when another thread has snatched it away, accepting pauses.
//
// Sendable, unchecked: confined to its loop's thread, which `assertInLoop()` guards at each door.
package final class Listener: @unchecked Sendable {
    /// The longest queue of connections that wait to be accepted; the system may shorten it.
    static let backlog: CInt = 4096

    /// How many milliseconds accepting pauses when the system has nothing left for another connection.
    private static let pause: UInt64 = 100

    /// The socket with its address, which the descriptors that accept are duplicates of.
    private let bound: UVStream
    /// The file of a Unix socket that the listener has created.
    private let file: UnixSocketFile?
    /// Whether nobody else accepts what waits at the socket.
    private let isOwner: Bool
    /// What accepts; `nil` during a pause.
    private var accepting: UVStream?
    private let resumption = Deadline()
    private let loops: [EventLoop]
    private let onConnection: @Sendable (UVStream) -> Void
    private let onFailure: @Sendable (TransportError) -> Void

    /// Listens at a numeric TCP address, a Unix path, or a socket that somebody else has bound.
    ///
    /// - Parameters:
    ///   - endpoint: Where to listen.
    ///   - file: The socket that has been created at a Unix path, which the listener then owns; by default it creates one, but
    ///     replaces no file.
    ///   - loop: The loop that accepts; the caller is on it.
    ///   - loops: The loops that get the connections, each the least loaded one's.
    ///   - sharesPort: Whether others that say so too may listen at the same TCP address.
    ///   - onConnection: Called with each connection, on the loop that got it.
    ///   - onFailure: Called when accepting pauses since the system has nothing left for another connection.
    /// - Throws: ``TransportError`` if the address is taken, not ours or not allowed.
    package init(
        at endpoint: ListenEndpoint,
        using file: UnixSocketFile? = nil,
        on loop: EventLoop,
        spreadingOver loops: [EventLoop],
        sharesPort: Bool = false,
        onConnection: @escaping @Sendable (UVStream) -> Void,
        onFailure: @escaping @Sendable (TransportError) -> Void = { _ in }
    ) throws(TransportError) {
        loop.assertInLoop()
        self.loops = loops
        self.onConnection = onConnection
        self.onFailure = onFailure
        (self.bound, self.file) = try Self.bound(to: endpoint, file, loop, sharesPort: sharesPort)
        self.isOwner = if case .address = endpoint { true } else { false }
        do {
            try self.listen()
        } catch {
            self.file?.remove()
            self.bound.close()
            throw error
        }
    }

    /// Returns a socket that is bound, and its file if it is a new Unix socket's.
    private static func bound(
        to endpoint: ListenEndpoint,
        _ file: UnixSocketFile?,
        _ loop: EventLoop,
        sharesPort: Bool
    ) throws(TransportError) -> (UVStream, UnixSocketFile?) {
        switch endpoint {
        case .address(.unix(let path)):
            let file = if let file { file } else { try UnixSocketFile(at: path, canReplace: false) }
            do {
                return (try UVStream(kind: .pipe, loop: loop, descriptor: file.descriptor), file)
            } catch {
                file.remove()
                throw error
            }
        case .address(let address):
            let stream =
                sharesPort ? try UVStream(sharingPortOf: address, loop: loop) : try UVStream(kind: .tcp, loop: loop)
            do throws(TransportError) {
                try Self.bind(stream, to: address)
            } catch {
                stream.close()
                throw error
            }
            return (stream, nil)
        case .descriptor(let descriptor):
            return (try UVStream(adoptingBound: descriptor, loop: loop), nil)
        }
    }

    private static func bind(_ stream: UVStream, to address: NetworkAddress) throws(TransportError) {
        // The address is valid during the call, which copies it.
        let status = unsafe address.withNumeric { unsafe uv_tcp_bind(stream.tcp, $0, 0) } ?? UV_EINVAL.rawValue
        try TransportError.check(status, "bind to \(address)")
        // libuv keeps to itself that the address is taken until it is asked for the name, or to listen.
        guard stream.localAddress != nil else {
            throw TransportError(code: UV_EADDRINUSE.rawValue, operation: "bind to \(address)")
        }
        // Accepted sockets inherit it, which saves a system call for each: output is coalesced before it is written,
        // so there is nothing for Nagle's algorithm to wait for.
        unsafe uv_tcp_nodelay(stream.tcp, 1)
    }

    /// Starts to accept, with a duplicate of the bound socket's descriptor.
    ///
    /// - Parameter isResuming: Whether it has paused, and is to do so longer if there still are no descriptors to spare.
    /// - Throws: ``TransportError``.
    private func listen(isResuming: Bool = false) throws(TransportError) {
        let duplicate = self.bound.duplicateDescriptor()
        guard duplicate >= 0 else { throw TransportError(code: UV_EMFILE.rawValue, operation: "listen") }
        if isResuming, UVStream.isReserved(duplicate) {
            UVStream.closeDescriptor(duplicate)
            throw TransportError(code: UV_EMFILE.rawValue, operation: "listen")
        }
        let stream = try UVStream(kind: self.bound.kind, loop: self.bound.loop, descriptor: duplicate)
        // The stream's handle outlives the listener's use of it; the context is released when the stream is closed.
        stream.handler = ListenerContext(listener: self)
        let status = unsafe uv_listen(stream.handle, Self.backlog) { handle, status in
            guard
                let handle = unsafe handle,
                let context = unsafe UVStream.of(handle).handler as? ListenerContext
            else { return }
            if status == 0 {
                context.listener.accept()
            } else {
                context.listener.couldNotAccept(status)
            }
        }
        guard status == 0 else {
            stream.close()
            throw TransportError(code: status, operation: "listen")
        }
        self.accepting = stream
    }

    /// Where the listener listens, with the port the system chose.
    package var localAddress: NetworkAddress? {
        self.bound.localAddress
    }

    /// Stops accepting.
    ///
    /// Whoever has connected by now is accepted first, since the end of the socket would reset them, unless somebody else
    /// may accept them.
    package func close() {
        self.bound.loop.assertInLoop()
        self.bound.loop.cancel(self.resumption)
        self.resumption.onExpiry(nil)
        if self.isOwner {
            // The bound socket is the same as those that accept. More than fit the queue come from who never stops.
            var remaining = Self.backlog
            while remaining > 0, let accepted = self.bound.acceptWaiting() {
                remaining -= 1
                self.distribute(accepted)
            }
        }
        // While it listens, as no other server replaces it until then.
        self.file?.remove()
        self.accepting?.close()
        self.accepting = nil
        self.bound.close()
    }

    private func couldNotAccept(_ status: CInt) {
        switch status {
        case UV_EMFILE.rawValue, UV_ENFILE.rawValue, UV_ENOBUFS.rawValue, UV_ENOMEM.rawValue:
            // libuv would try again at once and for ever, and nothing else on the loop could give anything back.
            self.pause(TransportError(code: status, operation: "accept"))
        default:
            // Of one connection, which is gone.
            break
        }
    }

    private func pause(_ reason: TransportError) {
        self.accepting?.close()
        self.accepting = nil
        self.resumeLater()
        self.onFailure(reason)
    }

    private func resumeLater() {
        self.resumption.onExpiry { _ in
            do {
                try self.listen(isResuming: true)
                self.resumption.onExpiry(nil)
            } catch {
                self.resumeLater()
            }
        }
        self.bound.loop.schedule(self.resumption, at: self.bound.loop.now + Self.pause)
    }

    private func accept() {
        guard let accepting else { return }
        do {
            let accepted = try UVStream(kind: accepting.kind, loop: accepting.loop)
            // The handle is fresh and of the listener's kind and loop, as uv_accept wants it.
            let status = unsafe uv_accept(accepting.handle, accepted.handle)
            if status < 0 {
                accepted.close()
            } else {
                if accepted.hasReservedDescriptor {
                    // The last for now.
                    self.pause(TransportError(code: UV_EMFILE.rawValue, operation: "accept"))
                }
                self.distribute(accepted)
            }
        } catch {
            // Without memory for a handle there is no connection; libuv calls again.
        }
        accepting.loop.runJobs()
    }

    /// Gives a connection to the loop that has the fewest.
    private func distribute(_ accepted: UVStream) {
        let target = self.loops.leastLoaded
        if target === accepted.loop {
            self.onConnection(accepted)
        } else {
            self.handOver(accepted, to: target)
        }
    }

    /// Moves a connection to another loop: libuv's handles cannot move, but a descriptor's duplicate can.
    private func handOver(_ stream: UVStream, to target: EventLoop) {
        let duplicate = stream.duplicateDescriptor()
        guard duplicate >= 0 else {
            // No descriptor is left for the move: the connection is served where it is.
            self.onConnection(stream)
            return
        }
        let kind = stream.kind
        stream.close()
        // Counted at once, so that the next connection sees it.
        target.connectionCount.add(1, ordering: .relaxed)
        let onConnection = self.onConnection
        target.execute {
            target.connectionCount.subtract(1, ordering: .relaxed)
            guard let moved = try? UVStream(kind: kind, loop: target, descriptor: duplicate) else { return }
            onConnection(moved)
        }
    }
}

/// Keeps a listener alive as long as its stream is open; a listening stream has no data to handle.
private final class ListenerContext: ByteStreamHandler {
    let listener: Listener

    init(listener: Listener) {
        self.listener = listener
    }

    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {}
    func streamDidReceiveEnd() {}
    func streamDidDrain() {}
    func streamDidClose() {}
    func streamDidFailWriting(_ error: any Error) {}
    func streamDidFail(_ error: any Error) {}
}
