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

/// The system's own lookup of names: `getaddrinfo`, which reads `/etc/hosts`, asks name servers, and does whatever else the system
/// is configured for.
enum SystemLookup {
    /// Returns the addresses of a host, with port 0, or libuv's number of the error.
    ///
    /// It may block for as long as the system likes, unless `isNumeric` asks for addresses only, which are read without any I/O.
    static func addresses(of host: String, isNumeric: Bool = false) -> Resolver.Answer {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_flags = isNumeric ? AI_NUMERICHOST : 0
        #if canImport(Glibc)
        unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        #else
        unsafe hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        // Host and hints are read during the call only; the list is freed below, after it has been copied.
        let status = unsafe getaddrinfo(host, nil, &hints, &list)
        guard status == 0 else { return .failure(Self.failure(status, errno)) }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [NetworkAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            if let address = unsafe entry.pointee.ai_addr, let address = unsafe NetworkAddress(address) {
                addresses.append(address)
            }
            unsafe next = entry.pointee.ai_next
        }
        return addresses.isEmpty ? .failure(Resolver.Failure(code: UV_EAI_NONAME.rawValue)) : .success(addresses)
    }

    /// `EAI_NODATA`, the name has no address: C headers define it only together with GNU's extensions.
    #if canImport(Darwin)
    private static let noData: CInt = 7
    #else
    private static let noData: CInt = -5
    #endif

    /// libuv's number for what `getaddrinfo` returned.
    private static func failure(_ status: CInt, _ systemError: CInt) -> Resolver.Failure {
        let code =
            switch status {
            case EAI_AGAIN: UV_EAI_AGAIN
            case EAI_FAMILY: UV_EAI_FAMILY
            case EAI_MEMORY: UV_EAI_MEMORY
            case EAI_NONAME: UV_EAI_NONAME
            case Self.noData: UV_EAI_NODATA
            case EAI_SYSTEM: uv_errno_t(rawValue: -systemError)
            default: UV_EAI_FAIL
            }
        return Resolver.Failure(code: code.rawValue)
    }
}
