//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// How many files, and so connections, the process may have open.
enum OpenFilesLimit {
    /// Raises the limit as far as the system lets a user.
    ///
    /// - Returns: The limit as it is then.
    static func raise() -> Int {
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        // The structure is read and written during the calls; if one fails, the limit is what it was.
        guard unsafe getrlimit(resource, &limit) == 0 else { return .max }
        var raised = limit
        #if canImport(Darwin)
        // More than this is refused.
        raised.rlim_cur = min(limit.rlim_max, rlim_t(OPEN_MAX))
        #else
        raised.rlim_cur = limit.rlim_max
        #endif
        if unsafe setrlimit(resource, &raised) == 0 {
            limit = raised
        }
        return Int(clamping: limit.rlim_cur)
    }
}
