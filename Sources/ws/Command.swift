//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The `ws` command: finds the subcommand and runs it.
@main
enum Command {
    private static let subcommands: [any Subcommand.Type] = [
        ServeCommand.self, ConnectCommand.self, BenchCommand.self,
    ]

    static func main() async {
        let status = await Self.run(CommandLine.arguments.dropFirst().map { Secret($0) }[...])
        // Not by returning: a thread may be waiting for input.
        exit(status.rawValue)
    }

    private static func run(_ arguments: ArraySlice<Secret>) async -> ExitStatus {
        guard let name = arguments.first else {
            StandardStream.error.write(Self.usage)
            return .usage
        }
        if ["help", "--help", "-h"].contains(name) {
            return Self.help(arguments.dropFirst())
        }
        guard let subcommand = Self.subcommand(name) else { return Self.refuseCommand() }
        return await Self.run(subcommand, arguments.dropFirst())
    }

    private static func subcommand(_ name: Secret) -> (any Subcommand.Type)? {
        Self.subcommands.first { Secret($0.name) == name }
    }

    private static func refuseCommand() -> ExitStatus {
        // Not named: it may be a URL with a password, before which the command was forgotten.
        Self.refuse("There is no such command.", Self.usage)
    }

    private static func run(_ subcommand: any Subcommand.Type, _ arguments: ArraySlice<Secret>) async -> ExitStatus {
        let command: any Subcommand
        do throws(ArgumentProblem) {
            var reader = ArgumentReader(arguments)
            command = try subcommand.init(&reader)
        } catch {
            switch error {
            case .helpRequested:
                StandardStream.output.write(subcommand.usage)
                return .success
            case .wrong(let message):
                return Self.refuse(message, subcommand.usage)
            }
        }
        return await command.run()
    }

    private static func help(_ topics: ArraySlice<Secret>) -> ExitStatus {
        guard let topic = topics.first, topic != "help" else {
            StandardStream.output.write(Self.usage)
            return .success
        }
        guard let subcommand = Self.subcommand(topic) else { return Self.refuseCommand() }
        StandardStream.output.write(subcommand.usage)
        return .success
    }

    private static func refuse(_ message: String, _ usage: String) -> ExitStatus {
        StandardStream.error.writeLine("ws: \(message)")
        StandardStream.error.write("\n" + usage)
        return .usage
    }

    private static var usage: String {
        let commands = Self.subcommands.map { subcommand in
            let indent = String(repeating: " ", count: max(1, 10 - subcommand.name.count))
            return "  \(subcommand.name)\(indent)\(subcommand.summary)\n"
        }
        return """
            Usage: ws COMMAND [OPTIONS]

            \(commands.joined())  help      Say how a command is used: ws help connect

            Exit status: 0 if all went well, 1 if it did not, 2 if ws was called wrongly.

            """
    }
}
