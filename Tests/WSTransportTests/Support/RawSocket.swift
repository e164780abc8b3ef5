//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import WSTransport

/// A plain blocking socket, the peer of a stream under test; used off the loops, by ``onThread(_:)``.
//
// Sendable, unchecked: the descriptor is written once, and closed by whoever used the socket last.
final class RawSocket: @unchecked Sendable {
    /// What a call to the operating system left in `errno`.
    struct Failure: Error {
        let call: StaticString
        let number: CInt
    }

    let descriptor: CInt
    private var isClosed = false

    private init(_ descriptor: CInt) throws {
        guard descriptor >= 0 else { throw Failure(call: "socket", number: errno) }
        self.descriptor = descriptor
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        // No test may hang in a call: each ends after 20 seconds. The structure is copied.
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        self.close()
    }

    /// Makes a socket that is not connected yet, with a receive buffer of about `receiveBuffer` bytes if given.
    convenience init(for address: NetworkAddress, receiveBuffer: Int? = nil) throws {
        let family =
            switch address {
            case .tcp: AF_INET
            case .unix: AF_UNIX
            }
        #if canImport(Glibc)
        try self.init(socket(family, CInt(SOCK_STREAM.rawValue), 0))
        #else
        try self.init(socket(family, SOCK_STREAM, 0))
        #endif
        if let receiveBuffer {
            try self.setOption(SO_RCVBUF, to: receiveBuffer)
        }
    }

    /// Connects.
    static func connected(to address: NetworkAddress, receiveBuffer: Int? = nil) async throws -> RawSocket {
        try await onThread {
            let socket = try RawSocket(for: address, receiveBuffer: receiveBuffer)
            try socket.connect(to: address)
            return socket
        }
    }

    /// Connects a socket to an address of its kind.
    func connect(to address: NetworkAddress) throws {
        let status = unsafe address.withKernelForm { unsafe Foundation.connect(self.descriptor, $0, $1) }
        guard status == 0 else { throw Failure(call: "connect", number: errno) }
    }

    /// Listens at a free loopback port, with room for hardly any connection that is not accepted.
    static func listeningWithoutRoom() throws -> (socket: RawSocket, address: NetworkAddress) {
        let socket = try RawSocket(for: .loopback)
        guard unsafe NetworkAddress.loopback.withKernelForm({ unsafe bind(socket.descriptor, $0, $1) }) == 0 else {
            throw Failure(call: "bind", number: errno)
        }
        guard listen(socket.descriptor, 0) == 0 else { throw Failure(call: "listen", number: errno) }
        return (socket, .tcp(host: "127.0.0.1", port: localPort(of: socket.descriptor) ?? 0))
    }

    /// Sends all of the bytes.
    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            // The storage is valid during the call. Without the flag a broken connection would end the process.
            let count = unsafe bytes.withUnsafeBytes { bytes in
                unsafe Foundation.send(
                    self.descriptor,
                    bytes.baseAddress.map { unsafe $0 + sent },
                    bytes.count - sent,
                    Self.noSignal
                )
            }
            guard count > 0 else { throw Failure(call: "send", number: errno) }
            sent += count
        }
    }

    /// Waits for at most `limit` bytes; empty at the peer's end.
    func receive(atMost limit: Int) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: limit)
        // The storage is valid during the call.
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe recv(self.descriptor, bytes.baseAddress, bytes.count, 0)
        }
        guard count >= 0 else { throw Failure(call: "recv", number: errno) }
        return Array(buffer.prefix(count))
    }

    /// Waits for a number of bytes, taking at most `step` at a time; fewer if the peer ends before.
    func receive(_ count: Int, step: Int = 65_536) throws -> [UInt8] {
        var received: [UInt8] = []
        while received.count < count {
            let bytes = try self.receive(atMost: min(step, count - received.count))
            guard !bytes.isEmpty else { break }
            received += bytes
        }
        return received
    }

    /// Ends our side; the peer's stays open.
    func shutDownOutput() {
        _ = shutdown(self.descriptor, CInt(SHUT_WR))
    }

    /// Closes with a reset instead of an end.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        // The structure is copied.
        unsafe setsockopt(self.descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        self.close()
    }

    func close() {
        guard !self.isClosed else { return }
        self.isClosed = true
        _ = Foundation.close(self.descriptor)
    }

    private func setOption(_ option: CInt, to value: Int) throws {
        guard setSocketOption(self.descriptor, option, to: value) == 0 else {
            throw Failure(call: "setsockopt", number: errno)
        }
    }

    #if canImport(Glibc)
    private static let noSignal = CInt(MSG_NOSIGNAL)
    #else
    private static let noSignal: CInt = 0
    #endif
}

/// Runs what blocks on a thread of its own.
func onThread<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result { try work() }) }
    }
}

/// Gives every socket of this process that is bound to `address` a send buffer as small as the system allows.
///
/// - Returns: How many there are.
func shrinkSendBuffers(ofSocketsAt address: NetworkAddress) -> Int {
    var count = 0
    for descriptor in 0..<getdtablesize() where isBound(descriptor, to: address) {
        count += 1
        _ = setSocketOption(descriptor, SO_SNDBUF, to: 1)
    }
    return count
}

private func setSocketOption(_ descriptor: CInt, _ option: CInt, to value: Int) -> CInt {
    var value = CInt(value)
    // The value is copied.
    return unsafe setsockopt(descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<CInt>.size))
}

private func isBound(_ descriptor: CInt, to address: NetworkAddress) -> Bool {
    switch address {
    case .tcp(_, let port): localPort(of: descriptor) == port
    case .unix(let path): localPath(of: descriptor) == path
    }
}

private func localPort(of descriptor: CInt) -> Int? {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // The call writes at most `length` bytes, and begins with the family.
    let status = unsafe withUnsafeMutableBytes(of: &address) { bytes in
        unsafe getsockname(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, &length)
    }
    guard status == 0, CInt(address.sin_family) == AF_INET else { return nil }
    return Int(UInt16(bigEndian: address.sin_port))
}

private func localPath(of descriptor: CInt) -> String? {
    var address = sockaddr_un()
    var length = socklen_t(MemoryLayout<sockaddr_un>.size)
    // As above.
    let status = unsafe withUnsafeMutableBytes(of: &address) { bytes in
        unsafe getsockname(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, &length)
    }
    guard status == 0, CInt(address.sun_family) == AF_UNIX else { return nil }
    // The structure is plain bytes.
    return unsafe withUnsafeBytes(of: &address.sun_path) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}

extension NetworkAddress {
    /// Calls `body` with an IPv4 loopback address or a Unix path in the kernel's form.
    fileprivate func withKernelForm(_ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        switch self {
        case .tcp(_, let port):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = UInt16(port).bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            return unsafe Self.withBytes(of: &address, body)
        case .unix(let path):
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            // The structure is plain bytes, zero so far, and longer than the tests' paths.
            unsafe withUnsafeMutableBytes(of: &address.sun_path) { bytes in
                unsafe bytes.copyBytes(from: path.utf8.prefix(bytes.count - 1))
            }
            return unsafe Self.withBytes(of: &address, body)
        }
    }

    private static func withBytes<Value>(
        of value: inout Value,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
    ) -> CInt {
        // Both structures begin with a sockaddr, and the length tells how much there is.
        unsafe withUnsafeBytes(of: &value) { bytes in
            guard let address = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return -1 }
            return unsafe body(address, socklen_t(bytes.count))
        }
    }
}
