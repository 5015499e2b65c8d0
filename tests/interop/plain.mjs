// What the plain Automerge JavaScript build takes for the same document: loading it, and applying its last
// 10,000 changes to what was there before them. Figures to stand beside those of `tests/browser/bench`.
// TABLEE_LARGE names the board's file.
import * as Automerge from "@automerge/automerge"
import { readFile } from "node:fs/promises"

const RUNS = 5
const LAST = 10_000

const file = await readFile(process.env.TABLEE_LARGE)
// An envelope names the board (`shared/src/file.rs`): eight bytes, the name's length, the name.
const document = new Uint8Array(file.subarray(9 + file[8]))

const timed = act => {
  const from = performance.now()
  const made = act()
  return [performance.now() - from, made]
}
const median = figures => Math.round(figures.sort((a, b) => a - b)[figures.length >> 1])

const loads = Array.from({ length: RUNS }, () => timed(() => Automerge.load(document)))
console.log(`loading the document: median ${median(loads.map(([ms]) => ms))} ms of ${RUNS}`)

const changes = Automerge.getAllChanges(loads[0][1])
const [earlier] = Automerge.applyChanges(Automerge.init(), changes.slice(0, -LAST))
const applies = Array.from({ length: RUNS }, () => {
  const before = Automerge.clone(earlier)
  return timed(() => Automerge.applyChanges(before, changes.slice(-LAST)))[0]
})
console.log(`applying ${Math.min(LAST, changes.length)} of ${changes.length} changes: median ${median(applies)} ms of ${RUNS}`)
