//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSHTTP

/// Which handler answers which request.
struct Router: Sendable {
    typealias Handler = nonisolated(nonsending) @Sendable (HTTP.Request) async throws -> HTTP.Response

    /// What a route does.
    enum Action {
        /// It answers.
        case answer(Handler)
        /// It opens WebSockets.
        case webSocket(Upgrader, WebSocket.Handler)

        /// Returns the answer to a request.
        func response(to request: HTTP.Request) async throws -> HTTP.Response {
            switch self {
            case .answer(let handler): try await handler(request)
            case .webSocket(let upgrader, let handler): try upgrader.upgrade(request, handler)
            }
        }
    }

    /// What a path leads to.
    enum Match {
        /// A route, and what the path says.
        case route(Route, parameters: [String: String])
        /// The path is known, but not with this method.
        case methodNotAllowed([HTTP.Method])
        case notFound
    }

    fileprivate enum Segment {
        case literal(ExactString)
        case parameter(ExactString)

        /// Whether it matches the same segments of paths as another one.
        func isSame(as other: Segment) -> Bool {
            switch (self, other) {
            case (.literal(let left), .literal(let right)): left == right
            case (.parameter, .parameter): true
            case (.literal, .parameter), (.parameter, .literal): false
            }
        }
    }

    /// A method and a pattern with what they lead to; a class, since every request looks at every route.
    final class Route: Sendable {
        fileprivate let pattern: [Segment]
        fileprivate let method: HTTP.Method
        let action: Action

        fileprivate init(pattern: [Segment], method: HTTP.Method, action: Action) {
            self.pattern = pattern
            self.method = method
            self.action = action
        }

        /// Whether it opens WebSockets.
        fileprivate var isWebSocket: Bool {
            if case .webSocket = self.action { true } else { false }
        }

        /// Whether it answers the same requests as another route.
        fileprivate func isSame(as other: Route) -> Bool {
            self.method == other.method && self.isWebSocket == other.isWebSocket
                && self.pattern.count == other.pattern.count
                && zip(self.pattern, other.pattern).allSatisfy { $0.isSame(as: $1) }
        }

        /// Whether the pattern matches a path.
        fileprivate func matches(_ segments: [String]) -> Bool {
            guard self.pattern.count == segments.count else { return false }
            for index in segments.indices {
                switch self.pattern[index] {
                case .literal(let literal):
                    guard literal == ExactString(segments[index]) else { return false }
                case .parameter:
                    guard !segments[index].isEmpty else { return false }
                }
            }
            return true
        }

        /// What a path that matches says.
        fileprivate func parameters(in segments: [String]) -> [String: String] {
            var parameters: [String: String] = [:]
            for (expected, segment) in zip(self.pattern, segments) {
                if case .parameter(let name) = expected {
                    parameters[name.text] = segment
                }
            }
            return parameters
        }
    }

    private var routes: [Route] = []

    /// Adds a route; one that answers the same requests as an earlier one stops the program, as it would never be used.
    mutating func add(_ method: HTTP.Method, _ pattern: String, _ action: Action) {
        let route = Route(pattern: Self.segments(of: pattern), method: method, action: action)
        precondition(
            !self.routes.contains { $0.isSame(as: route) },
            "There is a \(route.isWebSocket ? "WebSocket" : method.rawValue) route for \(pattern) already."
        )
        self.routes.append(route)
    }

    /// Reads a pattern; one that is invalid stops the program, as no request could match what it means.
    private static func segments(of pattern: String) -> [Segment] {
        precondition(
            pattern.utf8.first == UInt8(ascii: "/"),
            "The route pattern \(pattern) does not begin with a slash."
        )
        precondition(
            !pattern.utf8.contains(UInt8(ascii: "*")),
            "The route pattern \(pattern) has an asterisk, which is no wildcard; a segment in braces matches any one segment."
        )
        var names: Set<ExactString> = []
        let path = pattern.utf8.dropFirst()
        return path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { segment in
            guard segment.contains(where: Self.isBrace) else { return .literal(ExactString(Substring(segment))) }
            let name = segment.dropFirst().dropLast()
            precondition(
                segment.first == UInt8(ascii: "{") && segment.last == UInt8(ascii: "}")
                    && !name.isEmpty && !name.contains(where: Self.isBrace),
                "The route pattern \(pattern) has braces that do not enclose a whole segment with a name, as in /rooms/{name}."
            )
            precondition(
                names.insert(ExactString(Substring(name))).inserted,
                "The route pattern \(pattern) has two parameters of the same name."
            )
            return .parameter(ExactString(Substring(name)))
        }
    }

    private static func isBrace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
    }

    /// Finds the route for a request: of the patterns that match, the one with a literal where others have a
    /// parameter, the earliest such place counting most; then a route of HEAD's own before that of GET, and for an opening
    /// handshake a WebSocket route before that of GET, for all else after it.
    func match(_ request: HTTP.Request) -> Match {
        let (method, segments) = (request.method, request.segments)
        var best: Route?
        for route in self.routes {
            // A HEAD request is answered as GET is, without the body.
            guard route.method == method || (method == .head && route.method == .get), route.matches(segments) else {
                continue
            }
            if let current = best, !Self.isBetter(route, than: current, for: request) { continue }
            best = route
        }
        if let best {
            return .route(best, parameters: best.parameters(in: segments))
        }
        let allowed = self.methods(for: segments)
        return allowed.isEmpty ? .notFound : .methodNotAllowed(allowed)
    }

    /// The methods that a path is known with.
    private func methods(for segments: [String]) -> [HTTP.Method] {
        var methods: [HTTP.Method] = []
        for route in self.routes where route.matches(segments) {
            for method in route.method == .get ? [.get, .head] : [route.method] where !methods.contains(method) {
                methods.append(method)
            }
        }
        return methods
    }

    private static func isBetter(_ left: Route, than right: Route, for request: HTTP.Request) -> Bool {
        for (left, right) in zip(left.pattern, right.pattern) {
            switch (left, right) {
            case (.literal, .parameter): return true
            case (.parameter, .literal): return false
            case (.literal, .literal), (.parameter, .parameter): continue
            }
        }
        if left.isWebSocket != right.isWebSocket {
            return left.isWebSocket == (request.method == .get && request.isWebSocketUpgrade)
        }
        return left.method == request.method && right.method != request.method
    }
}
