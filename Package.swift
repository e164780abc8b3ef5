// swift-tools-version: 6.3
//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
    name: "swift-websockets",
    platforms: [.macOS(.v26)],
    products: [
        .library(name: "WebSockets", targets: ["WebSockets"]),
        .library(name: "WebSocketHub", targets: ["WebSocketHub"]),
        .library(name: "WebSocketHubRedis", targets: ["WebSocketHubRedis"]),
        .library(name: "WebSocketProtocol", targets: ["WebSocketProtocol"]),
        .executable(name: "ws", targets: ["ws"]),
    ],
    targets: [
        // The core: bytes and values, the standard library only.
        .target(name: "WSBase"),
        .target(name: "WebSocketProtocol", dependencies: ["WSBase"]),
        .target(name: "HTTP1", dependencies: ["WSBase"]),
        .target(name: "Proxies", dependencies: ["WSBase", "WebSocketProtocol"]),

        // permessage-deflate: bytes in, bytes out.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "CDeflate",
            pkgConfig: "libdeflate",
            providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]
        ),
        .target(name: "WebSocketDeflate", dependencies: ["CDeflate", "CZlib"]),

        // TLS: bytes in, bytes out.
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "openssl",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]
        ),
        .target(name: "TLS", dependencies: ["COpenSSL"]),

        // The shell: event loops, sockets, timers.
        .systemLibrary(
            name: "CUV",
            pkgConfig: "libuv",
            providers: [.apt(["libuv1-dev"]), .brew(["libuv"])]
        ),
        .systemLibrary(name: "CMalloc"),
        .target(name: "Transport", dependencies: ["CMalloc", "CUV", "TLS", "WSBase"]),

        // The face: what users import.
        .target(
            name: "WebSockets",
            dependencies: [
                "HTTP1", "Proxies", "TLS", "Transport", "WSBase", "WebSocketDeflate", "WebSocketProtocol",
            ]
        ),

        // Topics for many, on top of it.
        .target(name: "WebSocketHub", dependencies: ["Transport", "WSBase", "WebSockets"]),

        // Topics for many machines, by Redis.
        // Without pkg-config, which has a flag for it that packages must not have.
        .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"]), .brew(["hiredis"])]),
        .target(
            name: "WebSocketHubRedis",
            dependencies: [
                "CHiredis", "TLS", "Transport", "WSBase", "WebSocketHub", "WebSocketProtocol", "WebSockets",
            ]
        ),

        // The command.
        .executableTarget(name: "ws", dependencies: ["WSBase", "WebSocketHub", "WebSocketHubRedis", "WebSockets"]),

        // Tests.
        .executableTarget(
            name: "Soak",
            dependencies: ["CMalloc", "WebSocketHub", "WebSocketHubRedis", "WebSockets"],
            path: "Tests/Soak",
            exclude: ["soak.py", "soak_redis.py", "soak_support.py"]
        ),
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .target(name: "AuthoritySupport", dependencies: ["COpenSSL", "TLS"], path: "Tests/AuthoritySupport"),
        .target(
            name: "LoopbackSupport",
            dependencies: ["CAllocationCounter", "Transport", "WebSockets"],
            path: "Tests/LoopbackSupport"
        ),
        .testTarget(
            name: "WebSocketProtocolTests",
            dependencies: ["CAllocationCounter", "TestSupport", "WebSocketProtocol"]
        ),
        .testTarget(name: "HTTP1Tests", dependencies: ["CAllocationCounter", "HTTP1", "TestSupport"]),
        .testTarget(name: "ProxiesTests", dependencies: ["Proxies", "TestSupport", "WSBase"]),
        .testTarget(name: "WebSocketDeflateTests", dependencies: ["TestSupport", "WebSocketDeflate"]),
        .testTarget(name: "TLSTests", dependencies: ["AuthoritySupport", "TLS", "TestSupport"]),
        .testTarget(name: "WSBaseTests", dependencies: ["TestSupport", "WSBase"]),
        .testTarget(name: "TransportTests", dependencies: ["CUV", "TestSupport", "Transport"]),
        .testTarget(
            name: "WebSocketsTests",
            dependencies: [
                "CUV", "HTTP1", "LoopbackSupport", "Proxies", "TLS", "TestSupport", "Transport", "WebSocketProtocol",
                "WebSockets",
            ]
        ),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "AuthoritySupport", "CAllocationCounter", "LoopbackSupport", "TLS", "TestSupport", "Transport",
                "WebSocketDeflate", "WebSockets",
            ]
        ),
        .testTarget(
            name: "HubTests",
            dependencies: [
                "CAllocationCounter", "LoopbackSupport", "TestSupport", "Transport", "WSBase", "WebSocketHub",
                "WebSockets",
            ]
        ),
        .testTarget(
            name: "HubRedisTests",
            dependencies: ["TestSupport", "WSBase", "WebSocketHub", "WebSocketHubRedis", "WebSockets"]
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "AuthoritySupport", "LoopbackSupport", "TestSupport", "WSBase", "WebSocketHub", "WebSockets", "ws",
            ]
        ),
        .testTarget(
            name: "InteropTests",
            dependencies: [
                "AuthoritySupport", "LoopbackSupport", "TestSupport", "Transport", "WebSocketHub", "WebSocketHubRedis",
                "WebSockets", "ws",
            ],
            exclude: ["Peers", "requirements.txt"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

let settings: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
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
