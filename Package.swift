// swift-tools-version: 6.3
//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// Counts allocations, for tests.
let allocationCounter = Target.Dependency.product(name: "CAllocationCounter", package: "CAllocationCounter")

let package = Package(
    name: "swift-websockets",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "WebSockets", targets: ["WebSockets"]),
        .library(name: "WebSocketHub", targets: ["WebSocketHub"]),
        .library(name: "WebSocketHubRedis", targets: ["WebSocketHubRedis"]),
        .library(name: "WebSocketProtocol", targets: ["WebSocketProtocol"]),
        .library(name: "WebSocketTesting", targets: ["WebSocketTesting"]),
        .executable(name: "ws", targets: ["ws"]),
    ],
    dependencies: [
        // For tests only, so that it is not resolved for an application.
        .package(path: "Tests/CAllocationCounter")
    ],
    targets: [
        // The core: bytes and values, the standard library only.
        .target(name: "WSBase"),
        .target(name: "WebSocketProtocol", dependencies: ["WSBase"]),
        .target(name: "WSHTTP", dependencies: ["WSBase"]),
        .target(name: "WSHTTP1", dependencies: ["WSBase", "WSHTTP"]),
        .target(name: "WSProxies", dependencies: ["WSBase", "WebSocketProtocol"]),

        // permessage-deflate: bytes in, bytes out.
        .systemLibrary(name: "CWSZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "CWSDeflate",
            pkgConfig: "libdeflate",
            providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]
        ),
        .target(name: "WSDeflate", dependencies: ["CWSDeflate", "CWSZlib"]),

        // TLS: bytes in, bytes out.
        .systemLibrary(
            name: "CWSOpenSSL",
            pkgConfig: "openssl",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]
        ),
        .target(name: "WSTLS", dependencies: ["CWSOpenSSL"]),

        // The shell: event loops, sockets, timers.
        .systemLibrary(
            name: "CWSLibuv",
            pkgConfig: "libuv",
            providers: [.apt(["libuv1-dev"]), .brew(["libuv"])]
        ),
        .systemLibrary(name: "CWSMalloc"),
        .target(name: "WSTransport", dependencies: ["CWSLibuv", "CWSMalloc", "WSBase", "WSTLS"]),

        // The face: what users import.
        .target(
            name: "WebSockets",
            dependencies: [
                "WSBase", "WSDeflate", "WSHTTP", "WSHTTP1", "WSProxies", "WSTLS", "WSTransport", "WebSocketProtocol",
            ]
        ),

        // Topics for many, on top of it.
        .target(name: "WebSocketHub", dependencies: ["WSBase", "WSTransport", "WebSockets"]),

        // Topics for many machines, by Redis.
        // Without pkg-config, which has a flag for it that packages must not have.
        .systemLibrary(name: "CWSHiredis", providers: [.apt(["libhiredis-dev"]), .brew(["hiredis"])]),
        .target(
            name: "WebSocketHubRedis",
            dependencies: [
                "CWSHiredis", "WSBase", "WSTLS", "WSTransport", "WebSocketHub", "WebSocketProtocol", "WebSockets",
            ]
        ),

        // Handlers and servers in memory, for the tests of applications.
        .target(name: "WebSocketTesting", dependencies: ["WSBase", "WSHTTP", "WSHTTP1", "WSTransport", "WebSockets"]),

        // The command.
        .executableTarget(
            name: "ws",
            dependencies: ["WSBase", "WebSocketHub", "WebSocketHubRedis", "WebSocketProtocol", "WebSockets"]
        ),

        // Tests. Their helpers are test targets, too: applications do not get those into their package graphs.
        .testTarget(name: "TestSupport"),
        .testTarget(name: "AuthoritySupport", dependencies: ["CWSOpenSSL", "WSTLS"]),
        .testTarget(name: "LoopbackSupport", dependencies: ["WSTransport", "WebSockets", allocationCounter]),
        .testTarget(
            name: "WebSocketProtocolTests",
            dependencies: ["TestSupport", "WSBase", "WebSocketProtocol", allocationCounter]
        ),
        .testTarget(name: "WSHTTPTests", dependencies: ["TestSupport", "WSBase", "WSHTTP"]),
        .testTarget(
            name: "WSHTTP1Tests",
            dependencies: ["TestSupport", "WSBase", "WSHTTP", "WSHTTP1", allocationCounter]
        ),
        .testTarget(name: "WSProxiesTests", dependencies: ["TestSupport", "WSBase", "WSProxies"]),
        .testTarget(name: "WSDeflateTests", dependencies: ["TestSupport", "WSDeflate"]),
        .testTarget(name: "WSTLSTests", dependencies: ["AuthoritySupport", "TestSupport", "WSTLS"]),
        .testTarget(name: "WSBaseTests", dependencies: ["TestSupport", "WSBase"]),
        .testTarget(name: "WSTransportTests", dependencies: ["CWSLibuv", "TestSupport", "WSTransport"]),
        .testTarget(
            name: "WebSocketsTests",
            dependencies: [
                "CWSLibuv", "LoopbackSupport", "TestSupport", "WSHTTP", "WSHTTP1", "WSProxies", "WSTLS", "WSTransport",
                "WebSocketProtocol", "WebSockets",
            ]
        ),
        .testTarget(name: "WebSocketTestingTests", dependencies: ["WebSocketTesting", "WebSockets"]),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "AuthoritySupport", "LoopbackSupport", "TestSupport", "WSDeflate", "WSTLS", "WSTransport",
                "WebSocketProtocol", "WebSockets", allocationCounter,
            ]
        ),
        .testTarget(
            name: "HubTests",
            dependencies: [
                "LoopbackSupport", "TestSupport", "WSBase", "WSTransport", "WebSocketHub", "WebSockets",
                allocationCounter,
            ]
        ),
        .testTarget(
            name: "HubRedisTests",
            dependencies: ["TestSupport", "WSBase", "WebSocketHub", "WebSocketHubRedis", "WebSockets"]
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "AuthoritySupport", "LoopbackSupport", "TestSupport", "WSBase", "WebSocketHub", "WebSocketProtocol",
                "WebSockets", "ws",
            ]
        ),
        .testTarget(
            name: "InteropTests",
            dependencies: [
                "AuthoritySupport", "LoopbackSupport", "TestSupport", "WSTransport", "WebSocketHub",
                "WebSocketHubRedis", "WebSockets", "ws",
            ],
            exclude: ["Peers", "requirements.txt"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

let settings: [SwiftSetting] = [
    .strictMemorySafety(),
    // The other platforms have never been built.
    .treatAllWarnings(as: .error, .when(platforms: [.linux])),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
]

for target in package.targets where target.type != .system && !target.name.hasPrefix("C") {
    target.swiftSettings = (target.swiftSettings ?? []) + settings
}

// What is measured in optimized code is in few of the test targets, and to optimize the others takes minutes.
if Context.environment["WEBSOCKETS_TESTS"] == "optimized" {
    let others = [
        "CommandTests", "HubRedisTests", "InteropTests", "WSTLSTests", "WSTransportTests", "WebSocketTestingTests",
        "WebSocketsTests",
    ]
    package.targets.removeAll { others.contains($0.name) }
}
