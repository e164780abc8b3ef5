//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv

extension EventLoop {
    /// Looks up the TCP addresses of a host, in the order that the system prefers.
    ///
    /// A name is looked up on one of the resolver's threads, never on the loop. An address needs no thread, in whatever spelling
    /// the system reads (`127.1` as well as `127.0.0.1`).
    ///
    /// Cancelling the task returns at once; a lookup that no caller waits for any more is dropped if it has not started.
    ///
    /// - Parameters:
    ///   - host: A name, an internationalised one in its ASCII form (`xn--…`), or an address without brackets.
    ///   - port: The port of the addresses returned.
    ///   - resolver: The threads that look a name up.
    /// - Returns: At least one address.
    /// - Throws: ``TransportError`` if the name is unknown, if an address has the zone of an interface that is not there
    ///   (`UV_ENXIO`), if no thread is free for it within
    ///   ``ResolverLimits/queueTimeout`` (`UV_EAI_AGAIN`), or if there is no answer within ``ResolverLimits/timeout``
    ///   (`UV_ETIMEDOUT`); or `CancellationError`.
    package func resolve(host: String, port: Int, by resolver: Resolver = .shared) async throws -> [NetworkAddress] {
        let numeric = NetworkAddress.tcp(host: host, port: port)
        guard !host.isEmpty, !host.utf8.contains(0), host.utf8.count <= Self.maxNameSize else {
            throw TransportError(code: UV_EAI_NONAME.rawValue, operation: "look up \(host)")
        }
        // The address in the kernel's form is not used.
        if unsafe numeric.withNumeric({ _ in true }) == true {
            return [numeric]
        }
        if NetworkAddress.zone(of: host) != nil {
            // No name has a colon: it is an address whose interface is not there.
            throw TransportError(code: UV_ENXIO.rawValue, operation: "look up \(host)")
        }
        if case .success(let addresses) = SystemLookup.addresses(of: host, isNumeric: true) {
            return addresses.map { $0.withPort(port) }
        }
        let caller = LookupCaller(host: host, port: port, resolver: resolver, loop: self)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.execute { caller.start(continuation) }
            }
        } onCancel: {
            self.execute { caller.cancel() }
        }
    }

    /// The bytes of the longest host: a name has at most 253, with a dot at its end 254, and an address with its zone fewer.
    private static var maxNameSize: Int { 255 }
}

extension NetworkAddress {
    /// The same host at another port.
    func withPort(_ port: Int) -> NetworkAddress {
        guard case .tcp(let host, _) = self else { return self }
        return .tcp(host: host, port: port)
    }
}
