//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv

/// Where a server listens or a peer is.
public enum NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    /// A TCP port of a host: a name, an IPv4 address or an IPv6 address without brackets, to which a zone may belong (`fe80::1%eth0`).
    /// Port 0 lets the system choose.
    case tcp(host: String, port: Int)

    /// A Unix domain socket at a path.
    case unix(path: String)

    /// The address as it is written in a URL: `127.0.0.1:80`, `[::1]:80`, or the path.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): path
        }
    }

    /// The zone of an IPv6 address: the name or the number of a network interface.
    static func zone(of host: String) -> Substring? {
        guard host.utf8.contains(UInt8(ascii: ":")) else { return nil }
        return host.utf8.firstIndex(of: UInt8(ascii: "%")).map { Substring(host.utf8[host.utf8.index(after: $0)...]) }
    }

    /// The port of a TCP address.
    public var port: Int? {
        switch self {
        case .tcp(_, let port): port
        case .unix: nil
        }
    }

    /// Calls `body` with the address in the kernel's form.
    ///
    /// - Returns: What `body` returns, or `nil` if the host is not a numeric address or the port out of range.
    func withNumeric<Result>(_ body: (UnsafePointer<sockaddr>) -> Result) -> Result? {
        guard case .tcp(let host, let port) = self, (0...65_535).contains(port) else { return nil }
        // Both structures are large enough for what the calls write, and begin with a sockaddr.
        var ipv4 = sockaddr_in()
        if unsafe uv_ip4_addr(host, CInt(port), &ipv4) == 0 {
            return unsafe withUnsafeBytes(of: &ipv4) { bytes in
                unsafe bytes.baseAddress.map { unsafe body($0.assumingMemoryBound(to: sockaddr.self)) }
            }
        }
        var ipv6 = sockaddr_in6()
        if unsafe uv_ip6_addr(host, CInt(port), &ipv6) == 0 {
            // An unknown interface is an error; an interface may also be given by number.
            if let zone = Self.zone(of: host), ipv6.sin6_scope_id == 0 {
                guard let number = UInt32(zone), number > 0 else { return nil }
                ipv6.sin6_scope_id = number
            }
            return unsafe withUnsafeBytes(of: &ipv6) { bytes in
                unsafe bytes.baseAddress.map { unsafe body($0.assumingMemoryBound(to: sockaddr.self)) }
            }
        }
        return nil
    }

    #if canImport(Darwin)
    private static let maxPathSize = 103
    #else
    private static let maxPathSize = 107
    #endif

    /// Checks that the kernel gets a Unix path as it is: libuv cuts one that is too long, C ends it at a zero byte, and
    /// what then has the shorter name is somebody else's.
    static func checkPath(_ path: String, _ operation: String) throws(TransportError) {
        let bytes = path.utf8
        guard bytes.count <= Self.maxPathSize else {
            let limit = ", which has \(bytes.count) bytes of at most \(Self.maxPathSize)"
            throw TransportError(code: UV_ENAMETOOLONG.rawValue, operation: operation + limit)
        }
        guard !bytes.isEmpty, !bytes.contains(0) else {
            throw TransportError(code: UV_EINVAL.rawValue, operation: operation)
        }
    }

    /// Creates an address from the kernel's form; `nil` if it is neither IPv4 nor IPv6.
    init?(_ address: UnsafePointer<sockaddr>) {
        // The family says which structure the pointer leads to.
        switch CInt(unsafe address.pointee.sa_family) {
        case AF_INET:
            let ipv4 = unsafe UnsafeRawPointer(address).assumingMemoryBound(to: sockaddr_in.self)
            guard let host = unsafe Self.name({ unsafe uv_ip4_name(ipv4, $0, $1) }) else { return nil }
            self = .tcp(host: host, port: Int(UInt16(bigEndian: unsafe ipv4.pointee.sin_port)))
        case AF_INET6:
            let ipv6 = unsafe UnsafeRawPointer(address).assumingMemoryBound(to: sockaddr_in6.self)
            guard let host = unsafe Self.name({ unsafe uv_ip6_name(ipv6, $0, $1) }) else { return nil }
            self = .tcp(host: host, port: Int(UInt16(bigEndian: unsafe ipv6.pointee.sin6_port)))
        default:
            return nil
        }
    }

    /// Returns the name that `write` writes, which ends at a zero.
    private static func name(_ write: (UnsafeMutablePointer<CChar>, Int) -> CInt) -> String? {
        // The buffer holds the longest address, and what is written is read before it ends.
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { name in
            guard let start = name.baseAddress, unsafe write(start, name.count) == 0 else { return nil }
            return unsafe String(cString: start)
        }
    }

    private typealias TCPName =
        (UnsafePointer<uv_tcp_t>?, UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<CInt>?) -> CInt
    private typealias PipeName =
        (UnsafePointer<uv_pipe_t>?, UnsafeMutablePointer<CChar>?, UnsafeMutablePointer<Int>?) -> CInt

    static func local(of stream: UVStream) -> NetworkAddress? {
        switch stream.kind {
        case .tcp: unsafe Self.tcpName(of: stream.tcp, uv_tcp_getsockname)
        case .pipe: unsafe Self.pipeName(of: stream.pipe, uv_pipe_getsockname)
        }
    }

    static func remote(of stream: UVStream) -> NetworkAddress? {
        switch stream.kind {
        case .tcp: unsafe Self.tcpName(of: stream.tcp, uv_tcp_getpeername)
        case .pipe: unsafe Self.pipeName(of: stream.pipe, uv_pipe_getpeername)
        }
    }

    private static func tcpName(of handle: UnsafePointer<uv_tcp_t>, _ call: TCPName) -> NetworkAddress? {
        var storage = sockaddr_storage()
        // The storage is large enough for every family, and the length says so.
        return unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            guard let address = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return nil }
            var length = CInt(truncatingIfNeeded: bytes.count)
            guard unsafe call(handle, address, &length) == 0 else { return nil }
            return unsafe NetworkAddress(address)
        }
    }

    private static func pipeName(of handle: UnsafePointer<uv_pipe_t>, _ call: PipeName) -> NetworkAddress? {
        var path = [CChar](repeating: 0, count: 256)
        var length = path.count
        // The call writes at most `length` bytes and sets it to how many.
        guard unsafe call(handle, &path, &length) == 0 else { return nil }
        let bytes = path.prefix(length).prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return .unix(path: String(decoding: bytes, as: UTF8.self))
    }
}
