//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing
import WSBase

struct FIFOTests {
    @Test("what came first leaves first, and an empty queue has nothing")
    func order() {
        var queue = FIFO<Int>()
        #expect(queue.isEmpty)
        #expect(queue.popFirst() == nil)
        queue.append(1)
        queue.append(2)
        #expect(queue.count == 2)
        #expect(queue.popFirst() == 1)
        queue.append(3)
        #expect(queue.popFirst() == 2)
        #expect(queue.popFirst() == 3)
        #expect(queue.popFirst() == nil)
        #expect(queue.isEmpty)
    }

    @Test("what is put back leaves first", arguments: [0, 1, 5000])
    func prepending(popped: Int) {
        var queue = FIFO<Int>()
        for value in 0..<10_000 { queue.append(value) }
        for value in 0..<popped { #expect(queue.popFirst() == value) }
        queue.prepend(-1)
        queue.prepend(-2)
        #expect(queue.count == 10_002 - popped)
        #expect(queue.first == -2)
        for value in [-2, -1] + (popped..<10_000) { #expect(queue.popFirst() == value) }
        #expect(queue.isEmpty)
        queue.prepend(7)
        #expect(queue.popFirst() == 7)
        #expect(queue.popFirst() == nil)
    }

    @Test("optional elements are elements, nil too")
    func optionals() {
        var queue = FIFO<Int?>()
        queue.append(nil)
        queue.append(1)
        #expect(queue.count == 2)
        #expect(queue.popFirst() == .some(nil))
        #expect(queue.popFirst() == .some(1))
        #expect(queue.popFirst() == .none)
    }

    @Test("the order survives the queue making room at its front")
    func compaction() {
        var queue = FIFO<Int>()
        var next = 0
        // Longer than what is kept without compaction, and never empty.
        for value in 0..<50_000 {
            queue.append(value)
            if value % 3 != 0 {
                #expect(queue.popFirst() == next)
                next += 1
            }
        }
        #expect(queue.count == 50_000 - next)
        while let value = queue.popFirst() {
            #expect(value == next)
            next += 1
        }
        #expect(next == 50_000)
    }

    @Test("an element is released when it leaves")
    func release() {
        final class Element {}
        var queue = FIFO<Element>()
        let held = Element()
        queue.append(held)
        weak var left: Element?
        do {
            let element = Element()
            left = element
            queue.append(element)
        }
        #expect(left != nil)
        #expect(queue.popFirst() === held)
        #expect(queue.popFirst() != nil)
        #expect(left == nil)
    }

    @Test("it does what an array does", arguments: 1...20 as ClosedRange<UInt64>)
    func oracle(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var queue = FIFO<Int>()
        var oracle: [Int] = []
        for _ in 0..<3000 {
            let value = Int.random(in: 0..<50, using: &random)
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<9:
                queue.append(value)
                oracle.append(value)
            case 9..<17:
                #expect(queue.popFirst() == (oracle.isEmpty ? nil : oracle.removeFirst()))
            case 17, 18:
                let removed = queue.removeFirst { $0 == value }
                let index = oracle.firstIndex(of: value)
                #expect(removed == index.map { oracle.remove(at: $0) })
            default:
                if value == 0 {
                    queue.removeAll()
                    oracle = []
                }
            }
            #expect(queue.count == oracle.count)
            #expect(queue.isEmpty == oracle.isEmpty)
        }
    }
}
