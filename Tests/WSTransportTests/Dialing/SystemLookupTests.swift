//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv
import Foundation
import Testing
import WSTransport

@Suite(.timeLimit(.minutes(1)))
struct SystemLookupTests {
    @Test("a name is looked up while every thread of libuv's pool is busy")
    func busyPool() async {
        let release = DispatchSemaphore(value: 0)
        // As many as the pool can have; those that find no thread wait, and end with the rest.
        let count = 1024
        let loop = UnsafeMutablePointer<uv_loop_t>.allocate(capacity: 1)
        let work = UnsafeMutablePointer<uv_work_t>.allocate(capacity: count)
        let context = unsafe Unmanaged.passUnretained(release).toOpaque()
        // Loop, requests and semaphore live until the loop has run to its end below.
        unsafe uv_loop_init(loop)
        for index in 0..<count {
            unsafe work[index].data = unsafe context
            unsafe uv_queue_work(
                loop,
                work + index,
                { work in
                    guard let data = unsafe work?.pointee.data else { return }
                    unsafe Unmanaged<DispatchSemaphore>.fromOpaque(data).takeUnretainedValue().wait()
                },
                { _, _ in }
            )
        }
        let addresses = try? await withLoops(1) { try await $0[0].resolve(host: "localhost", port: 80) }
        for _ in 0..<count { release.signal() }
        unsafe uv_run(loop, UV_RUN_DEFAULT)
        unsafe uv_loop_close(loop)
        unsafe work.deallocate()
        unsafe loop.deallocate()
        #expect(addresses?.isEmpty == false)
    }
}
