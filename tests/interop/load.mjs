// Many unmodified automerge-repo clients on one board, some of them typing twice a second.
// Says "ready" once all have the board, waits for a line, and prints the figures as JSON.
import { Repo } from "@automerge/automerge-repo"
import { splice } from "@automerge/automerge"
import { WebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket"

const [address, url, clients, typing, seconds] = process.argv.slice(2).map((text, n) => (n < 2 ? text : Number(text)))
const pause = ms => new Promise(done => setTimeout(done, ms))
const text = doc => doc.vision.statement

const handles = []
for (let n = 0; n < clients; n++) {
  const socket = new WebSocketClientAdapter(`ws://${address}/sync?ticket=person${n}.partner`)
  const repo = new Repo({ network: [socket], peerId: `person${n}-${Math.random()}` })
  handles.push(await repo.find(url))
}

// Each edit writes a mark that occurs once; a client has it when its text first contains it.
const made = new Map()
const times = []
const seen = handles.map(() => new Set())
const look = n => {
  const now = performance.now()
  for (const [, mark] of text(handles[n].doc()).matchAll(/<(\d+)>/g)) {
    if (seen[n].has(mark)) continue
    seen[n].add(mark)
    const { at, by } = made.get(mark) ?? {}
    if (by !== undefined && by !== n) times.push(now - at)
  }
}
handles.forEach((handle, n) => handle.on("change", () => look(n)))

console.log("ready")
await new Promise(go => process.stdin.once("data", go))
let count = 0
const until = Date.now() + seconds * 1000
while (Date.now() < until) {
  for (let n = 0; n < typing; n++) {
    const mark = String(++count)
    made.set(mark, { at: performance.now(), by: n })
    // A mark takes the place of the one before it, so that the text does not grow.
    handles[n].change(doc => {
      const known = text(doc)
      const end = known.indexOf("<")
      const close = known.indexOf(">", end)
      const many = (known.match(/</g) ?? []).length > 40
      if (many && end >= 0 && close > end) splice(doc, ["vision", "statement"], end, close - end + 1, "")
      splice(doc, ["vision", "statement"], text(doc).length, 0, `<${mark}>`)
    })
  }
  await pause(500)
}
await pause(3000)
times.sort((a, b) => a - b)
const at = share => Math.round(times[Math.round((times.length - 1) * share)])
const expected = count * (clients - 1)
console.log(JSON.stringify({ edits: count, expected, delivered: times.length, p50_ms: at(0.5), p99_ms: at(0.99) }))
process.exit(0)
