//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

let filePage = #"""
    <!DOCTYPE html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>File</title>
    <style>
      body { font: 16px/1.4 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color-scheme: light dark }
      #text { border: 1px solid gray; padding: .5em; white-space: pre-wrap; font-family: monospace }
    </style>
    <h1>File</h1>
    <p id="state">Connecting…</p>
    <div id="text"></div>
    <script>
      const $ = id => document.getElementById(id)
      let changes = 0
      const socket = new WebSocket(new URL("/file", location.href.replace(/^http/, "ws")))
      socket.onmessage = event => {
        $("text").textContent = event.data
        $("state").textContent = "Shown " + ++changes + " times, at last at " + new Date().toLocaleTimeString()
      }
      socket.onclose = event => { $("state").textContent = "Closed with " + event.code }
    </script>
    """#
