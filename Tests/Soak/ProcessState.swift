//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CSoakMalloc
import Glibc

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a process has taken of the system, as Linux tells.
struct ProcessState: Encodable {
    /// How many files are open.
    let descriptors: Int
    /// The memory, in bytes.
    let resident: Int
    /// How much of that has been allocated and not been freed.
    let allocated: Int

    /// Asks the system about this process.
    init() {
        let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        // One is that of the folder itself.
        self.descriptors = (files?.count ?? 1) - 1
        let statm = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let pages = statm.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        self.resident = pages * sysconf(Int32(_SC_PAGESIZE))
        self.allocated = soak_allocated_bytes()
    }
}
