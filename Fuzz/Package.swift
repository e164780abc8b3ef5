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
        .target(name: "WSHTTP", dependencies: ["WSBase"]),
        .target(name: "WSHTTP1", dependencies: ["WSBase", "WSHTTP"]),
        .target(name: "WSProxies", dependencies: ["WSBase", "WebSocketProtocol"]),
        .systemLibrary(name: "CWSZlib", pkgConfig: "zlib"),
        .systemLibrary(name: "CWSDeflate", pkgConfig: "libdeflate"),
        .target(name: "WSDeflate", dependencies: ["CWSDeflate", "CWSZlib"]),
        .systemLibrary(name: "CWSOpenSSL", pkgConfig: "openssl"),
        .target(name: "WSTLS", dependencies: ["CWSOpenSSL"]),
        .target(name: "CFuzzer"),
        .executableTarget(
            name: "Fuzzer",
            dependencies: [
                "CFuzzer", "CWSOpenSSL", "WSBase", "WSDeflate", "WSHTTP", "WSHTTP1", "WSProxies", "WSTLS",
                "WebSocketProtocol",
            ],
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
