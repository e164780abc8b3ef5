// swift-tools-version: 6.3
//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import PackageDescription

// The core's modules stand here as links to their sources, so that they are built with the fuzzer's instruments, and so that
// what is `package` in them can be reached.
let package = Package(
    name: "Fuzz",
    platforms: [.macOS(.v26)],
    targets: [
        .target(name: "WSBase"),
        .target(name: "WebSocketProtocol", dependencies: ["WSBase"]),
        .target(name: "HTTP1", dependencies: ["WSBase"]),
        .target(name: "Proxies", dependencies: ["WSBase", "WebSocketProtocol"]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate"),
        .target(name: "WebSocketDeflate", dependencies: ["CDeflate", "CZlib"]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl"),
        .target(name: "TLS", dependencies: ["COpenSSL"]),
        .target(name: "CFuzzer"),
        .executableTarget(
            name: "Fuzzer",
            dependencies: ["CFuzzer", "COpenSSL", "HTTP1", "Proxies", "TLS", "WebSocketDeflate", "WebSocketProtocol"],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system && !target.name.hasPrefix("C") {
    target.swiftSettings = [
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableExperimentalFeature("Lifetimes"),
        // Nobody depends on this package. Optimised, with all checks on, as the library is when it meets strangers.
        .unsafeFlags(["-sanitize=fuzzer,address", "-O"]),
    ]
}
