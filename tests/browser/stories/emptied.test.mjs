// The server's data is gone; its members bring everything back by themselves.
import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { after, afterEach, beforeEach, test } from 'node:test';
import { leaveTown, openTown } from '../town.mjs';
import {
  goTo, onTheServer, seated, shared, shows, statement, typeAt, until, untroubled, visionOf, waiting,
} from '../verbs.mjs';

let town;
let kept;
beforeEach(async () => {
  // The key of receipts lies elsewhere than the data, as docs/limits.md advises.
  kept = await mkdtemp(path(tmpdir(), 'tablee-key-'));
  town = await openTown({ flags: ['--receipt-key', path(kept, 'receipts.key')] });
});
afterEach(async () => {
  await town.close();
  await rm(kept, { recursive: true, force: true });
});
after(leaveTown);

test('the server’s data is emptied and its members fill it again, a partner first and alone', async () => {
  const { sena, ana, binta } = await seated(town, 'sena', 'ana', 'binta');
  const before = await visionOf(ana.page);
  await typeAt(statement(ana.page), before.length, ' Avant la perte.');
  await shared(ana.page);
  await goTo(binta.page, 'Vision');
  await shows(statement(binta.page), `${before} Avant la perte.`);
  await shared(binta.page);
  const { board } = ana;

  await sena.close();
  await town.kill();
  await typeAt(statement(ana.page), 0, 'Sans serveur. ');
  await waiting(ana.page);
  await town.empty();
  await town.start();

  // Ana is let in by the card of her place, brings the board by its receipt, and then her own words.
  await shared(ana.page);
  const after = `Sans serveur. ${before} Avant la perte.`;
  assert.ok(JSON.stringify(await onTheServer(ana)).includes('Avant la perte.'));
  await shows(statement(binta.page), after);
  await shared(binta.page);
  await typeAt(statement(binta.page), after.length, ' Et après.');
  await shows(statement(ana.page), `${after} Et après.`);

  const members = await ana.page.evaluate(async (at) => (await fetch(at)).json(), `/api/boards/${board}/members`);
  assert.deepEqual(members.map((one) => one.role), ['partner', 'partner']);
  untroubled(ana, binta);
});

test('whoever was removed does not come back with the others', async () => {
  const { sena, ana, binta } = await seated(town, 'sena', 'ana', 'binta');
  await visionOf(ana.page);
  await shared(ana.page);
  await shared(binta.page);
  const gone = await sena.page.evaluate(async (at) => {
    const cards = await (await fetch(at)).json();
    const binta = cards.find((card) => card.name === 'Binta');
    return (await fetch(`${at}/${binta.member}`, { method: 'DELETE' })).status;
  }, `/api/boards/${sena.board}/members`);
  assert.equal(gone, 200);

  await town.kill();
  await town.empty();
  await town.start();
  await binta.page.reload();
  await shared(sena.page);
  const names = async () => {
    const cards = await sena.page.evaluate(async (at) => (await fetch(at)).json(), `/api/boards/${sena.board}/members`);
    return cards.map((card) => card.name).sort().join();
  };
  await until('Ana and Séna to be back', async () => (await names()) === 'Ana,Séna');
  const told = await binta.page.evaluate(async (at) => (await fetch(at)).status, `/api/boards/${sena.board}/members`);
  assert.equal(told, 404);
  untroubled(sena, ana);
});
