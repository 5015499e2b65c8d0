// Who changed what, and the board as it was: by pointer, by keyboard, offline and on a phone.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { goTo, join, seated, shared, shows, statement, typeAt, until, untroubled, visionOf } from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

const acts = (page) => page.getByRole('complementary', { name: 'Modifications' }).locator('.act');
const slider = (page) => page.getByRole('slider', { name: 'Moment du plateau' });
const past = (page) => page.getByText(/^Vous regardez le/);

async function openHistory(page) {
  await page.getByRole('link', { name: 'Historique' }).click();
  await past(page).waitFor();
  await acts(page).first().waitFor();
}

test('Binta sees by organisation what Ana wrote, goes back, and brings the words back', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  const before = await visionOf(ana.page);
  await visionOf(binta.page);
  await typeAt(statement(ana.page), 0, 'Dès demain : ');
  await shared(ana.page);
  await shows(statement(binta.page), `Dès demain : ${before}`);

  await openHistory(binta.page);
  const newest = acts(binta.page).first();
  await newest.getByText('Ana').waitFor();
  await newest.getByText(/Énoncé\s: «\sDès demain\s:\s» est entré/).waitFor();

  // Another organisation did nothing of the kind.
  const whom = binta.page.getByLabel('Par qui');
  const all = await acts(binta.page).count();
  await whom.selectOption({ label: 'Secrétariat et autres' });
  await until('fewer acts', async () => (await acts(binta.page).getByText('Ana').count()) === 0);
  await whom.selectOption({ label: 'Toute la table' });
  await until('all acts', async () => (await acts(binta.page).count()) === all);

  // One change earlier the words are not there, and nothing can be edited.
  await slider(binta.page).focus();
  await binta.page.keyboard.press('ArrowLeft');
  await shows(statement(binta.page), before);
  assert.equal(await statement(binta.page).getAttribute('readonly') !== null, true);
  await binta.page.getByText('Passé · lecture seule').waitFor();
  // Ana goes on meanwhile: the past stays as it was.
  await typeAt(statement(ana.page), 0, 'Et ici. ');
  await shared(ana.page);
  assert.equal(await statement(binta.page).inputValue(), before);

  await binta.page.getByRole('button', { name: 'Reprendre…' }).click();
  const dialog = binta.page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Reprendre ce texte, Énoncé/ }).click();
  await shows(statement(ana.page), before);
  await binta.page.keyboard.press('Escape');
  await binta.page.getByRole('button', { name: 'Revenir au présent' }).click();
  await shows(statement(binta.page), before);

  // It was an edit of her own, and is taken back like any other.
  await binta.page.keyboard.press('Control+z');
  await shows(statement(binta.page), `Et ici. Dès demain : ${before}`);
  await shows(statement(ana.page), `Et ici. Dès demain : ${before}`);
  untroubled(ana, binta);
});

test('two moments are compared in words, by keyboard and without a network', async () => {
  const { ana } = await seated(town, 'ana');
  const before = await visionOf(ana.page);
  await typeAt(statement(ana.page), 0, 'Dès demain : ');
  await shared(ana.page);
  await ana.goOffline();
  await openHistory(ana.page);
  await slider(ana.page).focus();
  await ana.page.keyboard.press('ArrowLeft');
  await shows(statement(ana.page), before);
  await ana.page.getByRole('link', { name: 'Comparer' }).click();
  const words = ana.page.getByRole('complementary', { name: 'En mots' });
  await words.getByText('1 changement', { exact: true }).waitFor();
  await words.getByText(/«\sDès demain\s:\s» est entré/).waitFor();
  await shows(statement(ana.page), `Dès demain : ${before}`);

  // The other way round it went out.
  await ana.page.keyboard.press('x');
  await words.getByText(/«\sDès demain\s:\s» est sorti/).waitFor();
  await ana.page.keyboard.press('j');
  await ana.page.getByText('1 sur 1').waitFor();
  await ana.page.getByRole('button', { name: 'Revenir au présent' }).click();
  await shows(statement(ana.page), `Dès demain : ${before}`);
  untroubled(ana);
});

test('a card that was added is marked on the chain', async () => {
  const { ana } = await seated(town, 'ana');
  await goTo(ana.page, 'Résultats');
  await ana.page.locator('.node-card').first().waitFor();
  await ana.page.getByRole('button', { name: 'Ajouter dans Produits' }).click();
  await ana.page.getByRole('textbox', { name: /^Titre du nouvel élément/ }).fill('Pompes solaires');
  await ana.page.keyboard.press('Enter');
  await ana.page.keyboard.press('Escape');
  await openHistory(ana.page);
  await ana.page.getByRole('group', { name: /Pompes solaires.*ajouté/ }).waitFor();
  await ana.page.keyboard.press('Escape');
  await slider(ana.page).focus();
  await ana.page.keyboard.press('ArrowLeft');
  await until('the card to be gone', async () => (await ana.page.locator('.node-card', { hasText: 'Pompes solaires' }).count()) === 0);
  await ana.page.keyboard.press('End');
  await ana.page.locator('.node-card', { hasText: 'Pompes solaires' }).waitFor();
  untroubled(ana);
});

test('on a phone the history opens from the menu and leads back', async () => {
  const person = await arrive(town, { width: 390, height: 844 });
  await join(person, town.links.partner[0], 'Ana');
  const { page } = person;
  const before = await visionOf(page);
  await typeAt(statement(page), 0, 'Dès demain : ');
  await page.getByRole('button', { name: 'Tout', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Historique' }).click();
  await past(page).waitFor();
  await page.getByRole('button', { name: 'Modification précédente' }).click();
  await shows(statement(page), before);
  await page.getByRole('button', { name: 'Revenir au présent' }).click();
  await shows(statement(page), `Dès demain : ${before}`);
  untroubled(person);
});
