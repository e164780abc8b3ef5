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

/// A Unix socket that listens, and its file.
///
/// A process that is killed leaves its file behind, at which nothing can be bound. Such a file is replaced: a connection to it is
/// refused. The folder is locked between that test and `listen`, as of two servers that start together the second would otherwise
/// replace the file of the first. To lock a folder, a process needs the right to read it: with the rights to write and search
/// alone it can create a socket, but replaces no file.
package struct UnixSocketFile: Sendable {
    /// The descriptor of the socket, which the listener that gets it owns.
    let descriptor: CInt
    private let path: String
    private let identity: Identity

    /// What tells a file from others that have had its name.
    private struct Identity: Equatable {
        let device: UInt64
        let number: UInt64

        /// The identity of a socket's file; `nil` for a file of another kind.
        init?(_ facts: stat) {
            guard facts.st_mode & S_IFMT == S_IFSOCK else { return nil }
            self.device = UInt64(truncatingIfNeeded: facts.st_dev)
            self.number = UInt64(truncatingIfNeeded: facts.st_ino)
        }
    }

    /// How many milliseconds another server that starts may hold the lock.
    private static let lockTimeout = 1000

    /// How often it tries to bind.
    private static let maxAttempts = 10

    /// Creates a socket that listens at a path, and replaces the file of one at which nothing listens.
    ///
    /// It waits for at most a second for another server that starts in the same folder, and blocks no thread meanwhile.
    ///
    /// - Parameter path: The path of the file, which this creates.
    /// - Returns: The socket, for a ``Listener``; otherwise it must be discarded.
    /// - Throws: ``TransportError`` if a process listens there, a file is in the way that is not a socket, the folder is missing
    ///   or the path is too long.
    package static func create(at path: String) async throws(TransportError) -> UnixSocketFile {
        let lock = await Self.lockFolder(of: path)
        defer { if lock >= 0 { UVStream.closeDescriptor(lock) } }
        return try UnixSocketFile(at: path, canReplace: lock >= 0)
    }

    /// Creates a socket that listens at a path.
    ///
    /// - Parameters:
    ///   - path: The path of the file, which this creates.
    ///   - canReplace: Whether it may replace a file: the caller holds the lock of the folder.
    /// - Throws: ``TransportError``.
    init(at path: String, canReplace: Bool) throws(TransportError) {
        try NetworkAddress.checkPath(path, "bind to \(path)")
        let descriptor = UVStream.newSocket(family: AF_UNIX)
        guard descriptor >= 0 else { throw TransportError(code: -errno, operation: "socket") }
        do throws(TransportError) {
            try Self.bindSocket(descriptor, to: path, canReplace: canReplace)
            guard let identity = Self.identity(of: path) else {
                throw TransportError(code: UV_ENOENT.rawValue, operation: "bind to \(path)")
            }
            self.descriptor = descriptor
            self.path = path
            self.identity = identity
            guard listen(descriptor, Listener.backlog) == 0 else {
                let error = TransportError(code: -errno, operation: "listen at \(path)")
                self.remove()
                throw error
            }
        } catch {
            UVStream.closeDescriptor(descriptor)
            throw error
        }
    }

    /// Closes the socket and removes its file, for a socket that no listener has got.
    package func discard() {
        self.remove()
        UVStream.closeDescriptor(self.descriptor)
    }

    /// Removes the file, unless another has its name by now.
    func remove() {
        guard Self.identity(of: self.path) == self.identity else { return }
        // The path is valid during the call.
        _ = unsafe unlink(self.path)
    }

    private static func bindSocket(_ descriptor: CInt, to path: String, canReplace: Bool) throws(TransportError) {
        var code = EADDRINUSE
        // Files may go between two calls: another server stops, or replaces the same file.
        for _ in 0..<Self.maxAttempts {
            code = unsafe Self.call(path) { unsafe bind(descriptor, $0, $1) }
            guard code == EADDRINUSE else { break }
            guard try Self.removeObstacle(at: path, canReplace: canReplace) else { break }
        }
        switch code {
        case 0: break
        case ENOENT:
            let operation = "bind to \(path), whose folder \(Self.folder(of: path)) is missing"
            throw TransportError(code: UV_ENOENT.rawValue, operation: operation)
        default: throw TransportError(code: -code, operation: "bind to \(path)")
        }
    }

    /// Removes the file of a socket at which nothing listens.
    ///
    /// - Returns: Whether there is no file any more.
    /// - Throws: ``TransportError`` if the file is not a socket's.
    private static func removeObstacle(at path: String, canReplace: Bool) throws(TransportError) -> Bool {
        var facts = stat()
        // The path is valid during the call, which writes the structure.
        guard unsafe lstat(path, &facts) == 0 else { return errno == ENOENT }
        guard let identity = Identity(facts) else {
            throw TransportError(code: UV_EEXIST.rawValue, operation: "bind to \(path), which is not a socket")
        }
        switch Self.connectionError(at: path) {
        case ENOENT: return true
        case ECONNREFUSED where canReplace && Self.identity(of: path) == identity:
            // The path is valid during the call.
            return unsafe unlink(path) == 0
        default: return false
        }
    }

    /// Tries to connect to a socket's file.
    ///
    /// - Returns: The number of the error: `ECONNREFUSED` if nothing listens there.
    private static func connectionError(at path: String) -> CInt {
        let descriptor = UVStream.newSocket(family: AF_UNIX)
        guard descriptor >= 0 else { return errno }
        defer { UVStream.closeDescriptor(descriptor) }
        // It does not wait: where a queue is full it fails with EAGAIN.
        return unsafe Self.call(path) { unsafe connect(descriptor, $0, $1) }
    }

    /// The identity of a socket's file; `nil` if there is none, or a file of another kind.
    private static func identity(of path: String) -> Identity? {
        var facts = stat()
        // The path is valid during the call, which writes the structure.
        return unsafe lstat(path, &facts) == 0 ? Identity(facts) : nil
    }

    /// Locks the folder of a path until the descriptor that is returned is closed.
    ///
    /// It waits for another server that starts, but not for a program that keeps the lock: it does not replace files.
    ///
    /// - Returns: The descriptor; negative if the folder cannot be locked.
    private static func lockFolder(of path: String) async -> CInt {
        // The path is valid during the call.
        let descriptor = unsafe open(Self.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return -1 }
        for _ in 0..<Self.lockTimeout {
            guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return descriptor }
            guard errno == EWOULDBLOCK || errno == EINTR else { break }
            // A task that is cancelled does not wait any longer.
            guard (try? await Task.sleep(for: .milliseconds(1))) != nil else { break }
        }
        UVStream.closeDescriptor(descriptor)
        return -1
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.utf8.startIndex ? "/" : String(Substring(path.utf8[..<slash]))
    }

    /// Makes a call with the address that a path is in the kernel's form.
    ///
    /// - Parameters:
    ///   - path: The path, which fits.
    ///   - body: The call, which returns a negative number if it fails.
    /// - Returns: 0, or the number of the error.
    private static func call(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // The structure is plain bytes, all zero, and the array is longer than the path, which was checked.
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        // The structure is an address of the family that it names, and its size is its own.
        let status = unsafe withUnsafeBytes(of: &address) { bytes in
            unsafe bytes.baseAddress.map {
                unsafe body($0.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
            }
        }
        return status == 0 ? 0 : errno
    }
}
