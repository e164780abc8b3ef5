//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

// What libuv has no call for.
extension UVStream {
    /// The descriptor of the stream's socket, which stays its own; negative if it has none.
    private var descriptor: CInt {
        if self.knownDescriptor < 0 {
            // Any open handle may be asked; one that has no socket leaves it as it is.
            let handle = unsafe UnsafeMutableRawPointer(self.handle).assumingMemoryBound(to: uv_handle_t.self)
            unsafe uv_fileno(handle, &self.knownDescriptor)
        }
        return self.knownDescriptor
    }

    /// Writes bytes now, as many as the kernel takes, when no request is under way.
    ///
    /// It is what `uv_try_write` does, without looking at libuv's handle, which is in no cache when many streams take turns, and by
    /// a shorter way into the kernel than `write` takes.
    ///
    /// - Returns: Their number, or libuv's code of an error.
    func writeNow(_ bytes: UnsafeRawBufferPointer) -> CInt {
        while true {
            // The bytes are valid during the call, which only reads them.
            let count = unsafe send(self.descriptor, bytes.baseAddress, bytes.count, 0)
            if count >= 0 { return CInt(truncatingIfNeeded: count) }
            if errno != EINTR { return -errno }
        }
    }

    package var networkConnection: TransportConnection? {
        self.loop.assertInLoop()
        return self.isClosed ? nil : .socket(descriptor: self.descriptor)
    }

    /// Returns a new descriptor of the stream's socket, which the caller owns; negative on failure.
    func duplicateDescriptor() -> CInt {
        fcntl(self.descriptor, F_DUPFD_CLOEXEC, 0)
    }

    /// How many descriptors peers leave to the rest of the process; a quarter if there are few.
    ///
    /// Swift's own thread pool ends the process if it cannot open a file for a moment (libdispatch counts its runnable threads by
    /// /proc), and what else the application opens is not for strangers to prevent.
    private static let reservedDescriptors = 32

    /// Whether a descriptor is so high that none but the reserved ones may be left: the system hands out the lowest.
    static func isReserved(_ descriptor: CInt) -> Bool {
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        // The structure is written during the call. It may change at any time, and to ask takes less than to accept.
        guard unsafe getrlimit(resource, &limit) == 0 else { return false }
        let count = Int(clamping: limit.rlim_cur)
        return Int(descriptor) >= count - min(Self.reservedDescriptors, count / 4)
    }

    /// Whether the stream's descriptor is one of the last that peers may take.
    var hasReservedDescriptor: Bool { Self.isReserved(self.descriptor) }

    /// Ends our side of the stream's socket.
    func shutDownDescriptor() {
        _ = shutdown(self.descriptor, CInt(SHUT_WR))
    }

    /// Creates a stream from a socket's descriptor, which it then owns; it is closed if that fails.
    convenience init(kind: Kind, loop: EventLoop, descriptor: CInt) throws(TransportError) {
        do {
            try self.init(kind: kind, loop: loop)
        } catch {
            Self.closeDescriptor(descriptor)
            throw error
        }
        // Handle and descriptor are fresh and of the same kind.
        let status =
            switch kind {
            case .tcp: unsafe uv_tcp_open(self.tcp, descriptor)
            case .pipe: unsafe uv_pipe_open(self.pipe, descriptor)
            }
        if status < 0 {
            self.close()
            Self.closeDescriptor(descriptor)
            throw TransportError(code: status, operation: "open")
        }
    }

    /// Creates a stream from the descriptor of a connected stream socket, which it then owns; it is closed if that fails.
    convenience init(adopting descriptor: CInt, loop: EventLoop) throws(TransportError) {
        // What calls it gives it memory that is large enough.
        unsafe try self.init(adopting: descriptor, loop: loop, getpeername)
    }

    /// Creates a stream from the descriptor of a stream socket that is bound to an address, which it then owns; it is closed
    /// if that fails.
    convenience init(adoptingBound descriptor: CInt, loop: EventLoop) throws(TransportError) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        // What calls it gives it memory that is large enough.
        unsafe try self.init(adopting: descriptor, loop: loop, getsockname)
    }

    private typealias Name = (CInt, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> CInt

    private convenience init(adopting descriptor: CInt, loop: EventLoop, _ name: Name) throws(TransportError) {
        let kind: Kind
        do throws(TransportError) {
            // The call is one of the two above.
            kind = try unsafe Self.kind(of: descriptor, name)
        } catch {
            Self.closeDescriptor(descriptor)
            throw error
        }
        try self.init(kind: kind, loop: loop, descriptor: descriptor)
        if kind == .tcp {
            // The handle is open.
            unsafe uv_tcp_nodelay(self.tcp, 1)
        }
    }

    /// What libuv calls a stream socket that has a name.
    private static func kind(of descriptor: CInt, _ name: Name) throws(TransportError) -> Kind {
        var type: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        // The option is an int, which the call writes.
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0 else {
            throw TransportError(code: -errno, operation: "adopt descriptor \(descriptor)")
        }
        var storage = sockaddr_storage()
        size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // The storage is large enough for every family, and begins with a sockaddr.
        let status = unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe bytes.baseAddress.map {
                unsafe name(descriptor, $0.assumingMemoryBound(to: sockaddr.self), &size)
            }
        }
        guard status == 0 else { throw TransportError(code: -errno, operation: "adopt descriptor \(descriptor)") }
        #if canImport(Glibc)
        let isStream = type == CInt(SOCK_STREAM.rawValue)
        #else
        let isStream = type == SOCK_STREAM
        #endif
        switch CInt(storage.ss_family) {
        case AF_INET where isStream, AF_INET6 where isStream: return .tcp
        case AF_UNIX where isStream: return .pipe
        default: throw TransportError(code: UV_EINVAL.rawValue, operation: "adopt descriptor \(descriptor)")
        }
    }

    /// Accepts a connection that waits at a socket that listens; `nil` if there is none, or no descriptor for it.
    func acceptWaiting() -> UVStream? {
        // Nobody wants the address now. The socket does not block: it is libuv's.
        let accepted = accept(self.descriptor, nil, nil)
        guard accepted >= 0 else { return nil }
        _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
        return try? UVStream(kind: self.kind, loop: self.loop, descriptor: accepted)
    }

    /// Creates a stream for a TCP address that others may listen at as well.
    convenience init(sharingPortOf address: NetworkAddress, loop: EventLoop) throws(TransportError) {
        // The address is valid during the call, which reads its family.
        guard let family = unsafe address.withNumeric({ CInt(unsafe $0.pointee.sa_family) }) else {
            throw TransportError(code: UV_EINVAL.rawValue, operation: "bind to \(address)")
        }
        let descriptor = Self.newSocket(family: family)
        guard descriptor >= 0 else { throw TransportError(code: -errno, operation: "socket") }
        var isOn: CInt = 1
        // The option is an int, which the call reads.
        let status = unsafe setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_REUSEPORT,
            &isOn,
            socklen_t(MemoryLayout<CInt>.size)
        )
        guard status == 0 else {
            let error = TransportError(code: -errno, operation: "share the port of \(address)")
            Self.closeDescriptor(descriptor)
            throw error
        }
        try self.init(kind: .tcp, loop: loop, descriptor: descriptor)
    }

    /// Returns the descriptor of a new stream socket that does not block, which the caller owns; negative if it cannot be made.
    static func newSocket(family: CInt) -> CInt {
        #if canImport(Glibc)
        return socket(family, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        #elseif canImport(Musl)
        return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)
        #elseif canImport(Darwin)
        let descriptor = socket(family, SOCK_STREAM, 0)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        return descriptor
        #endif
    }

    static func closeDescriptor(_ descriptor: CInt) {
        #if canImport(Glibc)
        _ = Glibc.close(descriptor)
        #elseif canImport(Musl)
        _ = Musl.close(descriptor)
        #elseif canImport(Darwin)
        _ = Darwin.close(descriptor)
        #endif
    }
}
