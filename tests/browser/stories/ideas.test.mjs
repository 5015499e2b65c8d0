// A question to the table: cards that each writes alone, shown together, grouped, given points.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { goTo, join, onTheServer, seated, shared, until, untroubled } from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

const QUESTION = 'Pourquoi des ménages reviennent-ils au feu ouvert ?';

/** Opens the page of ideas from the results, as one does. */
async function openIdeas(page) {
  await goTo(page, 'Résultats');
  await page.locator('#main').getByRole('link', { name: 'Idées' }).click();
}

/** Séna asks the table; the others open her question. */
async function ask(sena, { budget = 5, unnamed = false } = {}) {
  const { page } = sena;
  await openIdeas(page);
  await page.getByRole('button', { name: 'Poser une question' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Poser une question' });
  await dialog.getByLabel('La question').fill(QUESTION);
  await dialog.getByLabel('Points par organisation').fill(String(budget));
  if (unnamed) await dialog.getByRole('button', { name: 'Aucun nom' }).click();
  await dialog.getByRole('button', { name: 'Ouvrir l’écriture' }).click();
  await page.getByRole('heading', { level: 1, name: /feu ouvert/ }).waitFor();
}

async function openQuestion(page) {
  await openIdeas(page);
  await page.getByRole('link', { name: /feu ouvert/ }).click();
  await page.getByRole('heading', { level: 1, name: /feu ouvert/ }).waitFor();
}

async function write(page, text) {
  await page.getByRole('textbox', { name: 'Nouvelle carte' }).fill(text);
  await page.keyboard.press('Enter');
}

const card = (page, text) => page.locator('.idea', { hasText: text });
const group = (page, name) => page.getByRole('region', { name });
const count = (page) => page.locator('.idea-groups .idea').count();

/** Waits until a device says that it has stored the cards that it holds back. */
const kept = (page) => page.getByText('Gardées sur cet appareil, nulle part ailleurs').waitFor();

test('cards stay with their writers until the reveal, also with one who was away', async () => {
  const { sena, ana, binta } = await seated(town, 'sena', 'ana', 'binta');
  await ask(sena);
  await openQuestion(ana.page);
  await openQuestion(binta.page);
  await write(ana.page, 'Le grillage casse');
  await write(ana.page, 'Personne ne répare au village');
  await kept(ana.page);
  await binta.goOffline();
  await write(binta.page, 'Trop petit pour les fêtes');
  await kept(binta.page);

  // Séna sees how many, and nothing else is anywhere.
  await sena.page.getByText(/2 cartes écrites/).waitFor();
  assert.doesNotMatch(JSON.stringify(await onTheServer(ana)), /grillage|village|fêtes/);

  // The lid is closed and opened again.
  await ana.page.reload();
  const own = ana.page.getByRole('textbox', { name: /^Votre carte/ });
  await until('both cards', async () => (await own.count()) === 2);
  await shared(ana.page);

  await sena.page.getByRole('textbox', { name: 'Nouvelle carte' }).fill('Dit tout haut');
  await sena.page.getByRole('button', { name: 'Ajouter', exact: true }).click();
  await sena.page.getByRole('button', { name: 'Dévoiler les cartes' }).click();
  for (const { page } of [sena, ana]) {
    await until('three cards', async () => (await count(page)) === 3);
  }
  await ana.page.getByText('3 cartes dévoilées').waitFor({ state: 'attached' });
  await card(sena.page, 'Dit tout haut').getByText('saisie en salle par S').waitFor();
  await card(ana.page, 'Le grillage casse').getByText('votre carte').waitFor();
  assert.equal(await binta.page.getByRole('textbox', { name: /^Votre carte/ }).count(), 1);

  // Binta was on a train: her card comes with her, and says so.
  await binta.goOnline();
  for (const { page } of [sena, ana, binta]) {
    await card(page, 'Trop petit pour les fêtes').getByText('arrivée après la révélation').waitFor();
    await until('four cards', async () => (await count(page)) === 4);
  }
  for (const text of ['Le grillage casse', 'Dit tout haut']) {
    assert.equal(await card(sena.page, text).getByText('arrivée après').count(), 0);
  }
  await shared(binta.page);
  assert.match(JSON.stringify(await onTheServer(ana)), /grillage/);
  untroubled(sena, ana, binta);
});

test('with the keyboard alone a round is grouped, given points and becomes part of the plan', async () => {
  const { sena, ana, binta } = await seated(town, 'sena', 'ana', 'binta');
  await ask(sena, { budget: 2 });
  await openQuestion(ana.page);
  await openQuestion(binta.page);
  await write(ana.page, 'Le grillage casse');
  await write(binta.page, 'Personne ne répare au village');
  await kept(ana.page);
  await kept(binta.page);
  await sena.page.getByRole('button', { name: 'Dévoiler les cartes' }).click();
  for (const { page } of [ana, binta]) await until('two cards', async () => (await count(page)) === 2);

  // G groups, a name and Enter begin a group; arrows lead from card to card.
  await card(ana.page, 'Le grillage casse').focus();
  await ana.page.keyboard.press('g');
  await ana.page.getByRole('dialog').getByLabel('Nouveau groupe').fill('Entretien');
  await ana.page.keyboard.press('Enter');
  await group(binta.page, 'Entretien').getByText('Le grillage casse').waitFor();
  await card(binta.page, 'Personne ne répare').focus();
  await binta.page.keyboard.press('g');
  await binta.page.getByRole('dialog').getByRole('button', { name: 'Entretien' }).press('Enter');
  await until('both in one group', async () => (await group(ana.page, 'Entretien').locator('.idea').count()) === 2);

  await sena.page.getByRole('button', { name: 'Ouvrir les points' }).click();
  const left = (page) => page.locator('.idea-tray .tray-left');
  await left(ana.page).waitFor();
  await card(ana.page, 'Le grillage casse').focus();
  await ana.page.keyboard.press('Digit1');
  await ana.page.keyboard.press('Digit1');
  await card(ana.page, 'Le grillage casse').getByRole('img', { name: '2 de vos points' }).waitFor();
  await ana.page.keyboard.press('Digit1');
  await ana.page.getByText('Vos 2 points sont donnés').first().waitFor();
  await ana.page.keyboard.press('Shift+Digit1');
  await until('one point left', async () => /1 point à donner/.test(await left(ana.page).textContent()));
  await shared(ana.page);

  // Binta is shown her own points only.
  await left(binta.page).waitFor();
  assert.equal(await binta.page.locator('.idea .points').count(), 0);
  await card(binta.page, 'Personne ne répare').focus();
  await binta.page.keyboard.press('Digit1');
  await card(binta.page, 'Personne ne répare').getByRole('img', { name: '1 de vos points' }).waitFor();
  await shared(binta.page);
  await until('both gave', async () => /2 en ont donné/.test(await sena.page.locator('.idea-tray').textContent()));

  await sena.page.getByRole('button', { name: 'Clore les points' }).click();
  for (const { page } of [sena, ana, binta]) {
    await group(page, 'Entretien').getByText('2 points · 2 cartes').waitFor();
  }
  await card(ana.page, 'Le grillage casse').focus();
  await ana.page.keyboard.press('d');
  await ana.page.getByRole('dialog').getByLabel('Titre').fill('Réparer au village');
  await ana.page.keyboard.press('Enter');
  await card(binta.page, 'Le grillage casse').getByRole('link', { name: /Réparer au village/ }).click();
  await binta.page.locator('#panel').waitFor();
  await binta.page.locator('.node-card', { hasText: 'Réparer au village' }).waitFor();
  untroubled(sena, ana, binta);
});

test('without names, nobody’s letters are on a card, and a stack keeps both texts', async () => {
  const { sena, ana } = await seated(town, 'sena', 'ana');
  await ask(sena, { unnamed: true });
  await openQuestion(ana.page);
  await write(ana.page, 'Le grillage casse');
  await write(ana.page, 'La grille casse');
  await kept(ana.page);
  await sena.page.getByText('2 cartes écrites par les autres').waitFor();
  await sena.page.getByRole('button', { name: 'Dévoiler les cartes' }).click();
  await until('two cards', async () => (await count(sena.page)) === 2);
  assert.equal(await sena.page.locator('.idea .org').count(), 0);
  await card(sena.page, 'La grille casse').focus();
  await sena.page.keyboard.press('g');
  await sena.page.getByRole('dialog').getByLabel('Même idée que').selectOption({ label: 'Le grillage casse' });
  await sena.page.getByRole('dialog').getByRole('button', { name: 'Superposer' }).click();
  await card(ana.page, 'Le grillage casse').getByText('1 carte dessous').click();
  await card(ana.page, 'Le grillage casse').getByText('La grille casse').waitFor();
  untroubled(sena, ana);
});

test('on a phone the points stay above the bar and everything fits', async () => {
  const { sena } = await seated(town, 'sena');
  await ask(sena);
  const ana = await arrive(town, { width: 390, height: 844, hasTouch: true, isMobile: true });
  await join(ana, town.links.partner[0], 'Ana');
  await openQuestion(ana.page);
  await write(ana.page, 'Le grillage casse, la pièce est à deux jours de marche');
  await kept(ana.page);
  await sena.page.getByRole('button', { name: 'Dévoiler les cartes' }).click();
  await until('the card', async () => (await count(ana.page)) === 1);
  await sena.page.getByRole('button', { name: 'Ouvrir les points' }).click();
  await ana.page.getByRole('button', { name: /^Donner un point/ }).tap();
  await card(ana.page, 'Le grillage').getByRole('img', { name: '1 de vos points' }).waitFor();
  const box = await ana.page.locator('.idea-tray').boundingBox();
  const bar = await ana.page.locator('.tab-bar').boundingBox();
  assert.ok(box.y + box.height <= bar.y + 1 && bar.y - (box.y + box.height) < 8, JSON.stringify({ box, bar }));
  const wide = await ana.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${wide} px too wide`);
  untroubled(sena, ana);
});
