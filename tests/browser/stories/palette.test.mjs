// Finding and doing by typing, without a mouse.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { join, untroubled } from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

const field = (page) => page.getByRole('combobox', { name: 'Chercher un élément ou une action' });

test('Ana finds an actor without its accents, and adds an objective, all by keyboard', async () => {
  const ana = await arrive(town);
  await join(ana, town.links.partner[0], 'Ana');
  const { page } = ana;
  await page.getByRole('heading', { name: 'Vision', level: 1 }).waitFor();

  await page.keyboard.press('Control+k');
  await field(page).fill('pecheurs');
  await page.getByRole('option', { name: /Comité des pêcheurs de la lagune/, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/context\/actors\./);
  await page.getByRole('textbox', { name: 'Nom' }).waitFor();

  await page.keyboard.press('Control+k');
  await field(page).fill('ajouter objectif');
  await page.getByRole('option', { name: 'Ajouter un objectif', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/vision\/objectives\./);
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
  await page.keyboard.type('Des quais propres');

  // What she wrote is found at once, and what nobody wrote is said not to be there.
  await page.keyboard.press('Control+k');
  await field(page).fill('QUAIS');
  await page.getByRole('option', { name: /Des quais propres/ }).waitFor();
  await field(page).fill('dromadaire');
  await page.getByText('Rien ne correspond à « dromadaire ».').waitFor();
  assert.equal(await page.getByRole('listbox', { name: 'Résultats' }).getByRole('option').count(), 0);
  await page.keyboard.press('Escape');
  await field(page).waitFor({ state: 'detached' });
  untroubled(ana);
});

test('an observer is offered what observers can do', async () => {
  const omar = await arrive(town);
  await join(omar, town.links.observer[0], 'Omar');
  await omar.page.getByRole('heading', { name: 'Vision', level: 1 }).waitFor();
  await omar.page.keyboard.press('Control+k');
  await field(omar.page).fill('ajouter');
  await omar.page.getByText('Rien ne correspond à « ajouter ».').waitFor();
  await field(omar.page).fill('roles');
  await omar.page.getByRole('option', { name: 'Aller à : Rôles' }).waitFor();
  untroubled(omar);
});
