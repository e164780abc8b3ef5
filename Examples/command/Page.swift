//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

let commandPage = #"""
    <!DOCTYPE html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Command</title>
    <style>
      body { font: 16px/1.4 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color-scheme: light dark }
      #log { height: 25em; overflow: auto; border: 1px solid gray; padding: .5em; white-space: pre-wrap; font-family: monospace }
    </style>
    <h1>Command</h1>
    <div id="log"></div>
    <form id="what"><input id="text" size="60" autocomplete="off" autofocus> <button>Send</button></form>
    <script>
      const $ = id => document.getElementById(id)
      const say = line => { $("log").append(line + "\n"); $("log").scrollTop = 1e9 }
      const socket = new WebSocket(new URL("/run", location.href.replace(/^http/, "ws")))
      socket.onmessage = event => say(event.data)
      socket.onclose = event => say("(closed with " + event.code + " " + event.reason + ")")
      $("what").onsubmit = event => {
        event.preventDefault()
        say("> " + $("text").value)
        socket.send($("text").value)
        $("text").value = ""
      }
    </script>
    """#
