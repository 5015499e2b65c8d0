// People with unmodified automerge-repo clients. Called with a story, the server's address, the
// board's `automerge:` URL, and prints what they saw as one line of JSON.
import { Repo, isValidAutomergeUrl } from "@automerge/automerge-repo"
import { splice } from "@automerge/automerge"
import { WebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket"

const [story, address, url] = process.argv.slice(2)
const PATIENCE = 20_000

const until = async (what, condition) => {
  const begun = Date.now()
  while (!condition()) {
    if (Date.now() - begun > PATIENCE) throw new Error(`in vain: ${what}`)
    await new Promise(done => setTimeout(done, 15))
  }
}

const person = (name, ticket) => {
  const socket = new WebSocketClientAdapter(`ws://${address}/sync?ticket=${ticket}`)
  return new Repo({ network: [socket], peerId: `${name}-${Math.random()}`, enableRemoteHeadsGossiping: true })
}

const statement = handle => handle.doc().vision.statement
const write = (handle, index, text) => handle.change(d => splice(d, ["vision", "statement"], index, 0, text))

const acknowledged = async (repo, handle) => {
  await until("a server", () => repo.peers.length === 1)
  const storage = repo.getStorageIdOfPeer(repo.peers[0])
  let heads = handle.getRemoteHeads?.(storage) ?? handle.getSyncInfo?.(storage)?.lastHeads
  handle.on("remote-heads", told => { if (told.storageId === storage) heads = told.heads })
  repo.subscribeToRemotes([storage])
  await until("the server's word", () => JSON.stringify(heads) === JSON.stringify(handle.heads()))
}

const stories = {
  async work() {
    if (!isValidAutomergeUrl(url)) throw new Error("not an automerge URL")
    const amina = person("amina", "amina.partner")
    const bruno = person("bruno", "bruno.partner")
    const hers = await amina.find(url)
    const his = await bruno.find(url)
    const found = statement(hers)
    write(hers, 0, "Amina : ")
    await until("Bruno to read Amina", () => statement(his).startsWith("Amina : "))
    const whispers = []
    hers.on("ephemeral-message", ({ message }) => whispers.push(message))
    his.broadcast({ raised: "hand" })
    await until("Amina to see the hand", () => whispers.length === 1)
    write(his, statement(his).length, " — Bruno")
    await until("Amina to read Bruno", () => statement(hers).endsWith(" — Bruno"))
    await acknowledged(amina, hers)
    await acknowledged(bruno, his)
    return { found, whispers, statement: statement(hers), level: JSON.stringify(hers.heads()) === JSON.stringify(his.heads()) }
  },
  async read() {
    const handle = await person("chiara", "chiara.partner").find(url)
    return { statement: statement(handle) }
  },
  async stranger() {
    const repo = person("nobody", "nobody")
    await until("a server", () => repo.peers.length === 1)
    const said = await repo.find(url).then(() => "found", error => error.message)
    return { said }
  },
}

console.log(JSON.stringify(await stories[story]()))
process.exit(0)
