// The interface in three languages; the plan keeps its own.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { leaveTown, openTown } from '../town.mjs';
import {
  goTo, seated, shows, statement, untroubled,
} from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

test('the interface speaks the three languages, and the plan keeps its own', async () => {
  const { ana } = await seated(town, 'ana');
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
