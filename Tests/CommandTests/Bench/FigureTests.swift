//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import ws

@Suite("Numbers for people")
struct FigureTests {
    @Test("counts have groups of three digits")
    func counts() {
        #expect(Figure.count(0) == "0")
        #expect(Figure.count(999) == "999")
        #expect(Figure.count(1000) == "1,000")
        #expect(Figure.count(1_234_567) == "1,234,567")
        #expect(Figure.count(12.34) == "12.3")
        #expect(Figure.count(1, "connection") == "1 connection")
        #expect(Figure.count(2000, "connection") == "2,000 connections")
    }

    @Test("times have a unit that suits them, at the borders, too")
    func times() {
        #expect(Figure.time(0) == "0.00 µs")
        #expect(Figure.time(1234) == "1.23 µs")
        #expect(Figure.time(99_900) == "99.9 µs")
        #expect(Figure.time(999_499) == "999 µs")
        #expect(Figure.time(999_500) == "1.00 ms")
        #expect(Figure.time(12_345_678) == "12.3 ms")
        #expect(Figure.time(999_500_000) == "1.00 s")
        #expect(Figure.time(75_000_000_000) == "75.0 s")
    }

    @Test("amounts of data have a unit that suits them")
    func bytes() {
        #expect(Figure.bytes(0) == "0 B")
        #expect(Figure.bytes(9999) == "9,999 B")
        #expect(Figure.bytes(10_000) == "10.0 kB")
        #expect(Figure.bytes(123_456_789) == "123 MB")
        #expect(Figure.bytes(-12_345) == "-12.3 kB")
    }

    @Test("what is no number, or too large for one, does not stop the process")
    func extremes() {
        #expect(Figure.decimal(.infinity, 2) == "inf")
        #expect(Figure.decimal(1e300, 0) == "1e+300")
        #expect(Figure.decimal(-0.001, 2) == "0.00")
    }

    @Test("axes begin at 0 and have a few round numbers", arguments: [0, 0.3, 1, 7, 99, 100, 101, 123_456, 2.5e6])
    func linearScale(maximum: Double) {
        let scale = Scale.linear(upTo: maximum, (start: 0, end: 100))
        #expect(scale.ticks.first == 0)
        #expect(scale.domain.upperBound >= maximum)
        #expect((2...6).contains(scale.ticks.count))
        #expect(scale.position(0) == 0)
        #expect(scale.position(scale.domain.upperBound) == 100)
    }

    @Test(
        "logarithmic axes hold what they show",
        arguments: [(1.0, 1.0), (0.5, 20), (3, 4000), (250, 1e6), (0, 5), (999, 1001)]
    )
    func logarithmicScale(minimum: Double, maximum: Double) {
        let scale = Scale.logarithmic(minimum...maximum, (start: 0, end: 100))
        #expect(scale.position(minimum) >= -0.01 && scale.position(maximum) <= 100.01)
        #expect((2...12).contains(scale.ticks.count))
        #expect(scale.ticks.allSatisfy { (-0.01...100.01).contains(scale.position($0)) })
    }
}
