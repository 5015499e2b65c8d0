// One partnership, several people, one of them offline.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { addCard, goTo, join, onTheServer, shared, shows, statement, typeAt, untroubled, waiting } from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

/** The secretariat and two partners, seated on the demo board. */
async function seated() {
  const [sena, ana, binta] = [await arrive(town), await arrive(town), await arrive(town)];
  await join(sena, town.links.secretariat[0], 'Séna');
  await join(ana, town.links.partner[0], 'Ana');
  await join(binta, town.links.partner[1], 'Binta');
  return { sena, ana, binta };
}

test('two people write in the same sentence and no letter is lost', async () => {
  const { ana, binta } = await seated();
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

test('one is offline on a train, all edit, and when the train arrives they read the same plan', async () => {
  const { sena, ana, binta } = await seated();
  await goTo(binta.page, 'Vision');
  const before = await shows(statement(binta.page), (text) => text.length > 20);
  await shared(binta.page);
  await binta.goOffline();

  // Binta, on the train.
  await typeAt(statement(binta.page), before.length, ' Écrit dans le train.');
  await waiting(binta.page);
  await goTo(binta.page, 'Résultats');
  await addCard(binta.page, 'Activités', 'Atelier du train');
  await goTo(binta.page, 'Rôles');
  const cell = (page) => page.getByRole('gridcell').nth(3);
  await cell(binta.page).click();
  await binta.page.keyboard.press('c');
  await goTo(binta.page, 'Contexte');
  await binta.page.getByRole('button', { name: 'Ajouter un acteur' }).click();
  await binta.page.getByRole('textbox', { name: 'Nom' }).fill('Cheminots de Port-Lumière');

  // Ana and Séna, in the room.
  await goTo(ana.page, 'Vision');
  await typeAt(statement(ana.page), 0, 'Dans la salle : ');
  await goTo(sena.page, 'Résultats');
  await addCard(sena.page, 'Activités', 'Point de tri du marché');
  await shared(ana.page);

  await binta.goOnline();
  await shared(binta.page);
  const after = `Dans la salle : ${before} Écrit dans le train.`;
  for (const { page } of [ana, binta, sena]) {
    await goTo(page, 'Vision');
    await shows(statement(page), after);
    await goTo(page, 'Résultats');
    await page.getByText('Atelier du train').first().waitFor();
    await page.getByText('Point de tri du marché').first().waitFor();
    await goTo(page, 'Contexte');
    await page.getByText('Cheminots de Port-Lumière').first().waitFor();
  }
  const plan = JSON.stringify(await onTheServer(sena));
  for (const words of [after, 'Atelier du train', 'Point de tri du marché', 'Cheminots de Port-Lumière']) {
    assert.ok(plan.includes(words), words);
  }
  untroubled(sena, ana, binta);
});

test('the server is killed, the page reloaded and written on, and then everything arrives', async () => {
  const { ana, binta } = await seated();
  await goTo(ana.page, 'Vision');
  await shared(ana.page);
  await ana.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await town.kill();
  await ana.page.reload();
  const before = await shows(statement(ana.page), (text) => text.length > 20);
  await typeAt(statement(ana.page), before.length, ' Écrit sans la table.');
  await waiting(ana.page);
  await ana.page.reload();
  await shows(statement(ana.page), `${before} Écrit sans la table.`);
  await waiting(ana.page);
  await town.start();
  await shared(ana.page);
  await goTo(binta.page, 'Vision');
  await shows(statement(binta.page), `${before} Écrit sans la table.`);
  untroubled(ana, binta);
});

test('a second tab writes too, and goes on sharing when the first is closed', async () => {
  const { ana, binta } = await seated();
  await goTo(ana.page, 'Vision');
  const before = await shows(statement(ana.page), (text) => text.length > 20);
  const second = await ana.tab();
  await second.goto(ana.page.url());
  await shows(statement(second), before);
  await typeAt(statement(second), before.length, ' Du second onglet.');
  await shows(statement(ana.page), `${before} Du second onglet.`);
  await ana.page.close();
  await typeAt(statement(second), 0, 'Seul : ');
  await shared(second);
  await goTo(binta.page, 'Vision');
  await shows(statement(binta.page), `Seul : ${before} Du second onglet.`);
  untroubled(ana, binta);
});

test('a member whose access ends sees so within a moment and keeps what they wrote', async () => {
  const { sena, ana } = await seated();
  await goTo(ana.page, 'Vision');
  const before = await shows(statement(ana.page), (text) => text.length > 20);
  await shared(ana.page);
  const members = await (await sena.page.request.get(`${town.url}/api/boards/${sena.board}/members`)).json();
  const { member } = members.find(({ name }) => name === 'Ana');
  const gone = await sena.page.request.delete(`${town.url}/api/boards/${sena.board}/members/${member}`, { headers: { Origin: town.url } });
  assert.ok(gone.ok());
  await ana.page.getByRole('button', { name: /Accès fermé/ }).waitFor({ timeout: 5_000 });
  await shows(statement(ana.page), before);
  const strange = await ana.page.request.get(`${town.url}/api/boards/${ana.board}/export`);
  const missing = await ana.page.request.get(`${town.url}/api/boards/4NMNnkMhL8jXrdJ9jamS58PAVdXu/export`);
  assert.equal(strange.status(), missing.status());
  untroubled(sena, ana);
});

test('the interface speaks the three languages, and the plan keeps its own', async () => {
  const { ana } = await seated();
  await goTo(ana.page, 'Vision');
  await statement(ana.page).waitFor();
  const plan = await statement(ana.page).inputValue();
  for (const [name, title, lang] of [['Deutsch', 'Wirkung', 'de'], ['English', 'Results', 'en'], ['Français', 'Résultats', 'fr']]) {
    await ana.page.getByRole('button', { name: /^(Langue|Sprache|Language)/ }).click();
    await ana.page.getByRole('menuitemradio', { name }).click();
    await ana.page.getByRole('link', { name: new RegExp(`^${title}`) }).first().waitFor();
    assert.equal(await ana.page.locator('html').getAttribute('lang'), lang);
  }
  await shows(statement(ana.page), plan);
  untroubled(ana);
});
