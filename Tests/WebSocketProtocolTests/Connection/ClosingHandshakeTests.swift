//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketProtocol

@Suite("The closing handshake")
struct ClosingHandshakeTests {
    /// All that a machine says of its closing handshake.
    private struct Status: Equatable {
        var canSendData = false
        var wasClean = false
        var duty: WebSocketMachine.TransportDuty
        var sent: CloseFrame?
        var received: CloseFrame?
    }

    private func status(of machine: borrowing WebSocketMachine) -> Status {
        Status(
            canSendData: machine.canSendData,
            wasClean: machine.wasClean,
            duty: machine.transportDuty,
            sent: machine.sentClose,
            received: machine.receivedClose
        )
    }

    private func feed(_ frames: [RawFrame], to machine: inout WebSocketMachine, _ role: WebSocketRole) -> [Transcript
        .Event]
    {
        Transcript(of: [frames.flatMap { $0.bytes(from: role.peer) }], to: &machine).events
    }

    /// The transport's fate once both sides have sent Close: the server closes it first (RFC 6455 §7.1.1).
    private func finalDuty(_ role: WebSocketRole) -> WebSocketMachine.TransportDuty {
        role == .server ? .close : .awaitPeer
    }

    private let text = RawFrame(opcode: 1, payload: [0x61])

    private let bad = RawFrame(opcode: 3)

    @Test("An open connection sends data and keeps its transport", arguments: WebSocketRole.allCases)
    func open(role: WebSocketRole) {
        let machine = WebSocketMachine(role: role)
        #expect(status(of: machine) == Status(canSendData: true, duty: .keepOpen))
    }

    @Test("Started by the peer: no more data, one answer, then clean", arguments: WebSocketRole.allCases)
    func startedByPeer(role: WebSocketRole) throws {
        var machine = WebSocketMachine(role: role)
        let frame = try CloseFrame(code: .goingAway, reason: "bye")
        let wire = RawFrame(opcode: 8, payload: [0x03, 0xE9] + Array("bye".utf8))
        #expect(feed([wire], to: &machine, role) == [.close(frame)])
        #expect(status(of: machine) == Status(duty: .keepOpen, received: frame))
        #expect(machine.sendClose(frame.reply) == true)
        #expect(machine.sendClose(frame) == false)
        let expected = Status(wasClean: true, duty: finalDuty(role), sent: frame.reply, received: frame)
        #expect(status(of: machine) == expected)
    }

    @Test("Started by us: data still arrives until the peer answers", arguments: WebSocketRole.allCases)
    func startedByUs(role: WebSocketRole) throws {
        var machine = WebSocketMachine(role: role)
        let frame = try CloseFrame(code: .normalClosure)
        #expect(machine.sendClose(frame) == true)
        #expect(machine.sendClose(frame.reply) == false)
        #expect(status(of: machine) == Status(duty: .keepOpen, sent: frame))
        #expect(feed([text], to: &machine, role) == [.message(.text, [0x61])])
        #expect(feed([RawFrame(opcode: 8)], to: &machine, role) == [.close(CloseFrame())])
        #expect(machine.sendClose(CloseFrame()) == false)
        let expected = Status(wasClean: true, duty: finalDuty(role), sent: frame, received: CloseFrame())
        #expect(status(of: machine) == expected)
    }

    @Test("Nothing is looked at after the peer's Close, in the same bytes or later", arguments: WebSocketRole.allCases)
    func nothingAfterClose(role: WebSocketRole) {
        var machine = WebSocketMachine(role: role)
        let wire = [text, RawFrame(opcode: 8), text, bad]
        #expect(feed(wire, to: &machine, role) == [.message(.text, [0x61]), .close(CloseFrame())])
        #expect(feed([text, bad], to: &machine, role) == [])
        #expect(machine.sendClose(CloseFrame()) == true)
        #expect(machine.wasClean == true)
    }

    @Test("A violation ends it: one Close may be sent, and the transport is closed", arguments: WebSocketRole.allCases)
    func violation(role: WebSocketRole) {
        var machine = WebSocketMachine(role: role)
        let violation = ProtocolViolation.reservedOpcode(WebSocketOpcode(rawValue: 3))
        #expect(feed([bad], to: &machine, role) == [.violation(violation)])
        #expect(status(of: machine) == Status(duty: .close))
        #expect(machine.sendClose(CloseFrame(violation)) == true)
        #expect(machine.sendClose(CloseFrame()) == false)
        #expect(status(of: machine) == Status(duty: .close, sent: CloseFrame(violation)))
    }

    @Test("After our Close, a violation is not answered by another", arguments: WebSocketRole.allCases)
    func violationAfterClose(role: WebSocketRole) {
        var machine = WebSocketMachine(role: role)
        #expect(machine.sendClose(CloseFrame()) == true)
        #expect(feed([bad], to: &machine, role).count == 1)
        #expect(machine.sendClose(CloseFrame()) == false)
        #expect(status(of: machine) == Status(duty: .close, sent: CloseFrame()))
    }

    @Test("What only the caller can find fails the connection as a violation does", arguments: WebSocketRole.allCases)
    func failedByCaller(role: WebSocketRole) {
        var machine = WebSocketMachine(role: role)
        machine.fail()
        #expect(status(of: machine) == Status(duty: .close))
        #expect(feed([text], to: &machine, role) == [])
        #expect(machine.sendClose(CloseFrame(.invalidCompressedData)) == true)
        #expect(machine.wasClean == false)
    }

    @Test("A failure before our answer is not clean; one after a complete handshake changes nothing")
    func failureAndCleanliness() {
        var unanswered = WebSocketMachine(role: .server)
        #expect(feed([RawFrame(opcode: 8)], to: &unanswered, .server).count == 1)
        unanswered.fail()
        #expect(unanswered.sendClose(CloseFrame()) == true)
        #expect(unanswered.wasClean == false)
        var complete = WebSocketMachine(role: .client)
        #expect(feed([RawFrame(opcode: 8)], to: &complete, .client).count == 1)
        #expect(complete.sendClose(CloseFrame()) == true)
        complete.fail()
        #expect(complete.wasClean == true)
        #expect(complete.transportDuty == .awaitPeer)
    }
}
