//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What processes have used, as Linux tells in /proc.
struct ProcessUsage {
    /// The CPU time in user mode, in seconds.
    var user = 0.0
    /// The CPU time in the kernel, in seconds.
    var system = 0.0
    /// The memory, in bytes.
    var resident = 0

    /// The CPU time of this process, in seconds.
    static var ownSeconds: Double {
        Double(clock()) / Double(CLOCKS_PER_SEC)
    }

    /// Asks the system.
    ///
    /// - Parameter pids: The processes, whose sum it is.
    /// - Throws: ``ProcessUsageError``.
    init(of pids: [Int]) throws(ProcessUsageError) {
        for pid in pids {
            try self.add(pid)
        }
    }

    private mutating func add(_ pid: Int) throws(ProcessUsageError) {
        guard let stat = Self.text(of: pid, "stat") else {
            throw Self.text(of: "/proc/self/stat") == nil ? .noProc : .noProcess(pid)
        }
        // The name, in parentheses, may hold spaces and parentheses; user and system time are the 14th and 15th field.
        let fields = (stat.split(separator: ")").last ?? "").split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw .noProcess(pid)
        }
        let ticksPerSecond = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
        self.user += user / ticksPerSecond
        self.system += system / ticksPerSecond
        // The proportional share, where it may be read: memory that several processes share then counts once.
        let resident =
            Self.text(of: pid, "smaps_rollup").flatMap { Self.kilobytes("Pss:", in: $0) }
            ?? Self.text(of: pid, "status").flatMap { Self.kilobytes("VmRSS:", in: $0) }
        self.resident += (resident ?? 0) * 1024
    }

    private static func kilobytes(_ name: String, in text: String) -> Int? {
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    private static func text(of pid: Int, _ file: String) -> String? {
        Self.text(of: "/proc/\(pid)/\(file)")
    }

    private static func text(of path: String) -> String? {
        guard let data = try? Data(contentsOf: URL(filePath: path)), !data.isEmpty else { return nil }
        return String(decoding: data, as: UTF8.self)
    }
}
