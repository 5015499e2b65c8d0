// Writes the frames that an unmodified automerge-repo client sends, one file per type, to the
// folder named on the command line: the samples that `shared::wire` must always read.
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Repo, cbor } from "@automerge/automerge-repo"
import { WebSocketClientAdapter, WebSocketServerAdapter } from "@automerge/automerge-repo-network-websocket"
import { WebSocketServer } from "ws"

const folder = process.argv[2]
mkdirSync(folder, { recursive: true })
const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" })
await new Promise(done => sockets.once("listening", done))
const seen = new Set()
const keep = (from, bytes) => {
  const name = `${from}-${cbor.decode(new Uint8Array(bytes)).type}`
  if (!seen.has(name)) writeFileSync(join(folder, `${name}.cbor`), new Uint8Array(bytes))
  seen.add(name)
}
sockets.on("connection", socket => {
  socket.on("message", bytes => keep("client", bytes))
  const send = socket.send.bind(socket)
  socket.send = bytes => (keep("server", bytes), send(bytes))
})
const memory = () => {
  const held = new Map()
  const key = path => path.join("\u0000")
  return {
    load: async path => held.get(key(path)),
    save: async (path, bytes) => void held.set(key(path), bytes),
    remove: async path => void held.delete(key(path)),
    loadRange: async prefix =>
      [...held].filter(([k]) => k.startsWith(key(prefix))).map(([k, data]) => ({ key: k.split("\u0000"), data })),
    removeRange: async prefix => [...held.keys()].filter(k => k.startsWith(key(prefix))).forEach(k => held.delete(k)),
  }
}
const server = new Repo({ network: [new WebSocketServerAdapter(sockets)], peerId: "server", storage: memory(), enableRemoteHeadsGossiping: true })
const address = `ws://127.0.0.1:${sockets.address().port}`
const client = (peerId, storage) =>
  new Repo({ network: [new WebSocketClientAdapter(address)], peerId, storage, enableRemoteHeadsGossiping: true })
const amina = client("amina", memory())
const plan = amina.create({ statement: "ensemble" })
amina.subscribeToRemotes([await server.storageId()])
const until = async what => { while (!what()) await new Promise(done => setTimeout(done, 20)) }
await until(() => seen.has("client-sync") && seen.has("server-sync"))
const bruno = client("bruno")
const found = await bruno.find(plan.url)
found.change(it => { it.statement += " !" })
found.broadcast({ caret: 3 })
await bruno.find("automerge:4NMNnkMhL8jXrdJ9jamS58PAVdXu").catch(() => {})
await until(() => ["client-ephemeral", "client-remote-subscription-change", "server-doc-unavailable", "server-remote-heads-changed"].every(it => seen.has(it)))
console.log([...seen].sort().join("\n"))
process.exit(0)
