// The same work as load.mjs for clients of Yjs, against y-sweet: the figure that ours is held to.
// Says "ready" once all have the document, waits for a line, and prints the figures as JSON.
import * as Y from 'yjs'
import { WebsocketProvider } from 'y-websocket'
import WebSocket from 'ws'

const [address, clients, typing, seconds] = process.argv.slice(2).map((text, n) => (n < 1 ? text : Number(text)))
const pause = ms => new Promise(done => setTimeout(done, ms))
const created = await fetch(`http://${address}/doc/new`, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ docId: 'load' }),
})
const { docId } = await created.json()

const texts = []
for (let n = 0; n < clients; n++) {
  const doc = new Y.Doc()
  const options = { WebSocketPolyfill: WebSocket, disableBc: true }
  const provider = new WebsocketProvider(`ws://${address}/d/${docId}/ws`, docId, doc, options)
  await new Promise(done => provider.once('sync', done))
  texts.push(doc.getText('statement'))
}

const made = new Map()
const times = []
const seen = texts.map(() => new Set())
texts.forEach((text, n) => text.observe(() => {
  const now = performance.now()
  for (const [, mark] of text.toString().matchAll(/<(\d+)>/g)) {
    if (seen[n].has(mark)) continue
    seen[n].add(mark)
    const { at, by } = made.get(mark) ?? {}
    if (by !== undefined && by !== n) times.push(now - at)
  }
}))

console.log('ready')
await new Promise(go => process.stdin.once('data', go))
let count = 0
const until = Date.now() + seconds * 1000
while (Date.now() < until) {
  for (let n = 0; n < typing; n++) {
    const mark = String(++count)
    made.set(mark, { at: performance.now(), by: n })
    texts[n].doc.transact(() => {
      const known = texts[n].toString()
      const end = known.indexOf('<')
      const close = known.indexOf('>', end)
      const many = (known.match(/</g) ?? []).length > 40
      if (many && end >= 0 && close > end) texts[n].delete(end, close - end + 1)
      texts[n].insert(texts[n].length, `<${mark}>`)
    })
  }
  await pause(500)
}
await pause(3000)
times.sort((a, b) => a - b)
const at = share => Math.round(times[Math.round((times.length - 1) * share)])
console.log(JSON.stringify({ edits: count, expected: count * (clients - 1), delivered: times.length, p50_ms: at(0.5), p99_ms: at(0.99) }))
process.exit(0)
