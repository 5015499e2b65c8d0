// A large board in a person's browser, from the file that TABLEE_LARGE names.
import { strict as assert } from 'node:assert';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { begin, goTo, openFile } from '../verbs.mjs';

export const CARD = '[data-card], .chain-stack';

/** The large board as a file of another board: an envelope names it (`shared/src/file.rs`). */
async function fileOf(board) {
  assert.ok(process.env.TABLEE_LARGE, 'TABLEE_LARGE names the file of a large board');
  const file = await readFile(process.env.TABLEE_LARGE);
  const start = Buffer.from('tablee\0\x01');
  const at = path(tmpdir(), `${board}.tablee`);
  await writeFile(at, Buffer.concat([start, Buffer.from([board.length]), Buffer.from(board), file.subarray(start.length + 1 + file[start.length])]));
  return at;
}

/** Whoever begins a partnership is its secretariat. A file of that very board then brings the records. */
export async function openLarge(person, town) {
  const { page } = person;
  await page.goto(town.url);
  await begin(person, 'Grande table');
  await page.getByRole('button', { name: /Enregistré ici/ }).waitFor();
  await page.goto(town.url);
  const file = await fileOf(person.board);
  await openFile(page, file);
  await page.waitForURL(/\/b\//);
  await page.getByRole('button', { name: /Enregistré ici/ }).waitFor();
  await rm(file);
  await goTo(page, 'Résultats');
  await page.locator(CARD).first().waitFor();
}
