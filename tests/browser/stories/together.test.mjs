// One plan, several people, one of them offline.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { leaveTown, openTown } from '../town.mjs';
import {
  addActor, addCard, goTo, onTheDevice, onTheServer, seated, setRole, shared, shows, statement, typeAt, until, untroubled, visionOf, waiting,
} from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

test('two people write in the same sentence and no letter is lost', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  await Promise.all([goTo(ana.page, 'Vision'), goTo(binta.page, 'Vision')]);
  const before = await shows(statement(ana.page), (text) => text.length > 20);
  await shows(statement(binta.page), before);
  await Promise.all([
    typeAt(statement(ana.page), 0, 'Ensemble, nous le voulons : '),
    typeAt(statement(binta.page), before.length, ' Nous y tenons, chacune et chacun.'),
  ]);
  const after = `Ensemble, nous le voulons : ${before} Nous y tenons, chacune et chacun.`;
  await shows(statement(ana.page), after);
  await shows(statement(binta.page), after);
  // Each caret is still where its owner was writing.
  const caret = (page) => statement(page).evaluate((element) => element.selectionStart);
  assert.equal(await caret(ana.page), 'Ensemble, nous le voulons : '.length);
  assert.equal(await caret(binta.page), after.length);
  untroubled(ana, binta);
});

test('one is offline on a train, all edit all four sections, and then screens and server read the same', async () => {
  const { sena, ana, binta } = await seated(town, 'sena', 'ana', 'binta');
  const before = await visionOf(binta.page);
  await shared(binta.page);
  await binta.goOffline();

  // Binta, on the train.
  await typeAt(statement(binta.page), before.length, ' Écrit dans le train.');
  await waiting(binta.page);
  await goTo(binta.page, 'Résultats');
  await addCard(binta.page, 'Activités', 'Atelier du train');
  const trains = await setRole(binta.page, 3, 'c');
  await addActor(binta.page, 'Cheminots de Port-Lumière');

  // Ana and Séna, in the room.
  await visionOf(ana.page);
  await typeAt(statement(ana.page), 0, 'Dans la salle : ');
  await goTo(sena.page, 'Résultats');
  await addCard(sena.page, 'Activités', 'Point de tri du marché');
  const rooms = await setRole(ana.page, 12, 'i');
  await addActor(ana.page, 'Marché de la Digue');
  await Promise.all([shared(ana.page), shared(sena.page)]);

  await binta.goOnline();
  await shared(binta.page);
  const after = `Dans la salle : ${before} Écrit dans le train.`;
  for (const { page } of [ana, binta, sena]) {
    await goTo(page, 'Vision');
    await shows(statement(page), after);
    await goTo(page, 'Résultats');
    await page.getByText('Atelier du train').first().waitFor();
    await page.getByText('Point de tri du marché').first().waitFor();
    await goTo(page, 'Rôles');
    for (const cell of [trains, rooms]) await page.getByRole('gridcell', { name: cell, exact: true }).waitFor();
    await goTo(page, 'Contexte');
    await page.getByText('Cheminots de Port-Lumière').first().waitFor();
    await page.getByText('Marché de la Digue').first().waitFor();
  }
  const plan = JSON.stringify(await onTheServer(sena));
  for (const words of [after, 'Atelier du train', 'Point de tri du marché', 'Cheminots de Port-Lumière', 'Marché de la Digue']) {
    assert.ok(plan.includes(words), words);
  }
  // What the devices hold is what the server holds, to the last record.
  for (const person of [ana, binta]) assert.deepEqual(await onTheDevice(person), JSON.parse(plan));
  untroubled(sena, ana, binta);
});

test('after the network returns, everybody sees who is here', async () => {
  const { ana, binta } = await seated(town, 'sena', 'ana', 'binta');
  await Promise.all([visionOf(ana.page), visionOf(binta.page)]);
  const sees = (page, number) => page.getByRole('button', { name: `${number} autres personnes présentes` }).waitFor();
  await Promise.all([sees(ana.page, 2), sees(binta.page, 2)]);
  await binta.goOffline();
  await ana.page.getByRole('button', { name: '1 autre personne présente' }).waitFor();
  await until('Binta to be told nobody is here', async () => (await binta.page.getByRole('button', { name: /présente/ }).count()) === 0);
  await binta.goOnline();
  await Promise.all([sees(ana.page, 2), sees(binta.page, 2)]);
  // And where they are: Binta writes, Ana sees in which section.
  await typeAt(statement(binta.page), 0, 'B');
  await ana.page.getByText('écrit ici').first().waitFor();
  untroubled(ana, binta);
});
