// The results chain as partners work with it: made from a text, written by keys alone, looked at by
// whom and for what, taken along as a picture.
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { after, afterEach, beforeEach, test } from 'node:test';
import { leaveTown, openTown } from '../town.mjs';
import { filled, goTo, onTheServer, paste, seated, shared, until, untroubled } from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

const cards = (page) => page.locator('[data-card]');
const card = (page, title) => page.locator(`[data-card][aria-label^="${title}"]`);

/** The links of the plan, as the server holds them, told by titles. */
async function links(person) {
  const { chain } = (await onTheServer(person)).sections;
  const titles = Object.fromEntries(Object.entries(chain.nodes).map(([id, { title }]) => [id, title]));
  return Object.values(chain.links).filter(({ removed }) => !removed).map(({ from, to }) => `${titles[from]} → ${titles[to]}`);
}

test('a text pasted by one is a linked chain for both, and one act takes it back', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  await Promise.all([goTo(ana.page, 'Résultats'), goTo(binta.page, 'Résultats')]);
  await cards(ana.page).first().waitFor();
  await paste(ana.page, 'La rive reste propre\n  Bacs posés au marché\n    Poser des bacs\n    Tenir une veille');
  const dialog = ana.page.getByRole('dialog', { name: 'Une chaîne à partir d’un texte' });
  await dialog.getByText('4 cartes, 3 liens').waitFor();
  await dialog.getByRole('button', { name: 'Ajouter 4 cartes' }).click();
  for (const { page } of [ana, binta]) {
    await card(page, 'La rive reste propre').waitFor();
    await card(page, 'Tenir une veille').waitFor();
  }
  await shared(ana.page);
  const made = await links(ana);
  for (const link of ['Bacs posés au marché → La rive reste propre', 'Poser des bacs → Bacs posés au marché', 'Tenir une veille → Bacs posés au marché']) {
    assert.ok(made.includes(link), `${link} in ${made}`);
  }
  await ana.page.keyboard.press('Control+z');
  await card(binta.page, 'La rive reste propre').waitFor({ state: 'detached' });
  untroubled(ana, binta);
});

test('a spreadsheet of activities and outputs becomes cards in their columns', async () => {
  const { ana } = await seated(town, 'ana');
  await goTo(ana.page, 'Résultats');
  await cards(ana.page).first().waitFor();
  await paste(ana.page, 'Activités\tProduits\nSonder la rive\tCarte des courants\n\tJournal de bord');
  await ana.page.getByRole('button', { name: 'Ajouter 3 cartes' }).click();
  await card(ana.page, 'Journal de bord').waitFor();
  await shared(ana.page);
  const made = await links(ana);
  assert.ok(made.includes('Sonder la rive → Carte des courants') && made.includes('Sonder la rive → Journal de bord'), `${made}`);
  untroubled(ana);
});

test('a chain is written by keys: Enter for the next card, Tab for what it leads to', async () => {
  const { ana } = await seated(town, 'ana');
  const { page } = ana;
  await goTo(page, 'Résultats');
  await page.getByRole('button', { name: 'Ajouter dans Activités' }).click();
  const field = page.getByRole('textbox', { name: /^Titre du nouvel élément/ });
  await field.waitFor();
  await page.keyboard.type('Tracer les sentiers');
  await page.keyboard.press('Tab');
  await page.getByText('Suite de « Tracer les sentiers »').waitFor();
  await page.keyboard.type('Sentiers tracés');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Sentiers balisés');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await card(page, 'Sentiers balisés').waitFor();
  await shared(page);
  const made = await links(ana);
  assert.ok(made.includes('Tracer les sentiers → Sentiers tracés') && made.includes('Tracer les sentiers → Sentiers balisés'), `${made}`);
  untroubled(ana);
});

test('one looks at what one organisation carries, at one path, and close together by objective', async () => {
  const { ana } = await seated(town, 'ana');
  const { page } = ana;
  await goTo(page, 'Résultats');
  await cards(page).first().waitFor();
  await filled(page);
  const all = await cards(page).count();
  await page.getByRole('button', { name: 'Filtrer' }).click();
  const by = page.getByLabel('Portées par');
  await by.selectOption({ index: 1 });
  await until('fewer cards', async () => (await cards(page).count()) < all);
  await page.getByRole('button', { name: 'Tout montrer' }).click();
  await until('all cards again', async () => (await cards(page).count()) === all);

  // The path of a card goes all the way up and down.
  await cards(page).nth(1).click();
  await page.getByRole('button', { name: 'N’afficher que ce chemin' }).click();
  await until('only its path', async () => (await cards(page).count()) < all);
  await page.getByRole('button', { name: 'Afficher toute la chaîne' }).click();
  await page.keyboard.press('Escape');

  // Close together, an objective folds by its head and unfolds by a stack.
  await page.getByRole('button', { name: 'Compacte' }).click();
  const head = page.locator('.chain-band-head').first();
  await head.focus();
  await page.keyboard.press('-');
  await page.locator('.chain-stack').first().click();
  await page.locator('.chain-stack').first().waitFor({ state: 'detached' });
  await until('all cards unfolded', async () => (await cards(page).count()) === all);
  await page.getByRole('button', { name: 'Ample' }).click();
  untroubled(ana);
});

test('the overview moves the view, and the graph is taken along as a drawing and as an image', async () => {
  const { ana } = await seated(town, 'ana');
  const { page } = ana;
  await goTo(page, 'Résultats');
  await cards(page).first().waitFor();
  await page.getByRole('button', { name: 'Plan d’ensemble' }).click();
  const map = page.getByRole('group', { name: /^Plan d’ensemble/ });
  await map.focus();
  for (let n = 0; n < 5; n += 1) await page.keyboard.press('ArrowDown');
  await until('the graph to be scrolled', () => page.locator('.chain-scroll').evaluate((frame) => frame.scrollTop > 0));

  const save = async (item) => {
    await page.getByRole('button', { name: 'Autres actions sur la chaîne' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()]);
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  };
  const drawing = await save('Dessin (SVG)');
  assert.match(drawing.name, /chaine-de-resultats\.svg$/);
  const title = await page.locator('[data-card] .card-title').first().textContent();
  assert.ok(drawing.bytes.toString().includes(title.trim().split(' ')[0]), title);
  const image = await save('Image (PNG)');
  assert.match(image.name, /\.png$/);
  assert.equal(image.bytes.subarray(1, 4).toString(), 'PNG');
  untroubled(ana);
});
