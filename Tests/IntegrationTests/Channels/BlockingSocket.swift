//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import WebSockets

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Sockets as a program that knows nothing of event loops has them.
enum BlockingSocket {
    /// Two connected Unix sockets, whose descriptors are the caller's.
    static func pair() -> (CInt, CInt) {
        var descriptors: [CInt] = [-1, -1]
        // The call writes two descriptors.
        unsafe precondition(socketpair(AF_UNIX, Self.streamType, 0, &descriptors) == 0)
        return (descriptors[0], descriptors[1])
    }

    /// Returns the descriptor of a socket that is connected to nothing.
    static func unconnected() -> CInt {
        socket(AF_INET, Self.streamType, 0)
    }

    /// Returns the descriptor of a socket that is connected to a port of 127.0.0.1.
    ///
    /// - Parameters:
    ///   - port: The port.
    ///   - host: The last part of the address that it connects from, which begins with 127.0.0.
    /// - Returns: The descriptor.
    static func connected(toPort port: Int, fromHost host: UInt8 = 1) -> CInt {
        let descriptor = Self.unconnected()
        var status = unsafe Self.withLoopbackAddress(host: host, port: 0) { unsafe bind(descriptor, $0, $1) }
        precondition(status == 0, "bind: \(errno)")
        status = unsafe Self.withLoopbackAddress(host: 1, port: port) { unsafe connect(descriptor, $0, $1) }
        precondition(status == 0, "connect: \(errno)")
        return descriptor
    }

    private static func withLoopbackAddress(
        host: UInt8,
        port: Int,
        _ call: (UnsafePointer<sockaddr>, socklen_t) -> CInt
    ) -> CInt {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = (UInt32(0x7F00_0000) | UInt32(host)).bigEndian
        // The structure is an IPv4 address and its size says so.
        return unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe call($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Returns the descriptor of a socket that listens at a free loopback port.
    static func listening() -> CInt {
        let descriptor = Self.unconnected()
        precondition(listen(descriptor, 128) == 0, "listen: \(errno)")
        return descriptor
    }

    /// Returns another descriptor of a socket.
    static func duplicate(_ descriptor: CInt) -> CInt {
        dup(descriptor)
    }

    /// Accepts and closes all who wait at a socket that listens, and returns how many they were.
    static func acceptAll(_ descriptor: CInt) -> Int {
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        var count = 0
        while case let accepted = accept(descriptor, nil, nil), accepted >= 0 {
            Self.close(accepted)
            count += 1
        }
        return count
    }

    /// Makes connecting to a port of `::1` wait for ever, by a listener that accepts nobody and those who fill its queue.
    ///
    /// - Parameter port: The port.
    /// - Returns: The descriptors of all of them; none if there is no such address, or the port is taken.
    static func deafListener(atPort port: Int) -> [CInt] {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin6_addr = in6addr_loopback
        func call(_ function: (CInt, UnsafePointer<sockaddr>, socklen_t) -> CInt, _ descriptor: CInt) -> Bool {
            // The structure is an IPv6 address and its size says so.
            unsafe withUnsafePointer(to: &address) { address in
                unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
                }
            }
        }
        let listener = socket(AF_INET6, Self.streamType, 0)
        guard unsafe call({ unsafe bind($0, $1, $2) }, listener), listen(listener, 0) == 0 else {
            Self.close(listener)
            return []
        }
        var descriptors = [listener]
        for _ in 0..<4 {
            let client = socket(AF_INET6, Self.streamType, 0)
            _ = fcntl(client, F_SETFL, O_NONBLOCK)
            _ = unsafe call({ unsafe connect($0, $1, $2) }, client)
            descriptors.append(client)
        }
        return descriptors
    }

    /// The number that the system knows an open file by, whatever its descriptor; `nil` if it is not open.
    ///
    /// A descriptor that was closed may be another file's at once.
    static func file(_ descriptor: CInt) -> UInt64? {
        var facts = stat()
        // The structure is written to by the call.
        return unsafe fstat(descriptor, &facts) == 0 ? UInt64(facts.st_ino) : nil
    }

    /// Closes a descriptor.
    static func close(_ descriptor: CInt) {
        #if canImport(Glibc)
        _ = Glibc.close(descriptor)
        #elseif canImport(Musl)
        _ = Musl.close(descriptor)
        #elseif canImport(Darwin)
        _ = Darwin.close(descriptor)
        #endif
    }

    /// Reads once; empty at the end.
    static func read(_ descriptor: CInt, atMost count: Int = 4096) async -> [UInt8] {
        await Self.onThread {
            [UInt8](capacity: count) { output in
                // The call writes at most `count` bytes, and tells how many.
                unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
                    initialized = max(0, unsafe recv(descriptor, buffer.baseAddress, count, 0))
                }
            }
        }
    }

    /// Writes all of the bytes, which the kernel has room for.
    static func write(_ bytes: [UInt8], to descriptor: CInt) {
        // The bytes are valid during the call.
        let count = unsafe send(descriptor, bytes, bytes.count, 0)
        precondition(count == bytes.count)
    }

    private static func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: body()) }
        }
    }

    private static var streamType: CInt {
        #if canImport(Glibc)
        CInt(SOCK_STREAM.rawValue)
        #else
        SOCK_STREAM
        #endif
    }
}
