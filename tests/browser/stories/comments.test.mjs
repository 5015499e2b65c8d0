// A question to the table, beside the words it is about.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { leaveTown, openTown } from '../town.mjs';
import { goTo, seated, shared, shows, statement, typeAt, untroubled, visionOf } from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

const PASSAGE = 'emballages y circulent';

/** Selects words in a text as a person does with the keyboard. */
async function select(text, words) {
  await text.focus();
  await text.evaluate((area, words) => {
    const from = area.value.indexOf(words);
    area.setSelectionRange(from, from + words.length);
    area.dispatchEvent(new KeyboardEvent('keyup', { key: 'Shift', bubbles: true }));
  }, words);
}

const marks = (page) => page.locator('.text-block-mirror .commented').allTextContents();
const panel = (page) => page.locator('#panel');

test('Ana asks about a passage, Binta answers and resolves, and the mark follows the words', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  const before = await visionOf(ana.page);
  await visionOf(binta.page);
  await select(statement(ana.page), PASSAGE);
  await ana.page.getByRole('button', { name: 'Commenter ce passage' }).click();
  await panel(ana.page).getByRole('textbox').fill('Combien de tonnes ? @MP');
  await ana.page.keyboard.press('Control+Enter');
  await panel(ana.page).getByText('Combien de tonnes').waitFor();
  assert.deepEqual(await marks(ana.page), [PASSAGE]);

  // Binta hears of it, offline she writes before the passage, and answers.
  const button = binta.page.getByRole('button', { name: 'Commentaires : 1 ouvert', exact: true });
  await button.waitFor();
  await binta.goOffline();
  await typeAt(statement(binta.page), 0, 'Dans le train : ');
  await button.click();
  await panel(binta.page).getByText('Combien de tonnes').waitFor();
  await panel(binta.page).getByRole('button', { name: 'Répondre…' }).click();
  await panel(binta.page).getByRole('textbox').fill('9 400 par an.');
  await panel(binta.page).getByRole('button', { name: 'Répondre', exact: true }).click();
  await binta.goOnline();
  await shared(binta.page);

  await panel(ana.page).getByText('9 400 par an.').waitFor();
  await shows(statement(ana.page), `Dans le train : ${before}`);
  assert.deepEqual(await marks(ana.page), [PASSAGE]);

  // What Binta wrote is hers: Ana is offered no way to change it, her own she may.
  const said = (words) => panel(ana.page).locator('.said', { hasText: words });
  assert.equal(await said('9 400 par an.').getByRole('button').count(), 0);
  assert.equal(await said('Combien de tonnes').getByRole('button').count(), 1);

  await panel(binta.page).getByRole('button', { name: 'Résoudre' }).click();
  await ana.page.getByRole('button', { name: 'Commentaires : 0 ouvert', exact: true }).waitFor();
  assert.deepEqual(await marks(ana.page), []);
  await panel(ana.page).getByRole('button', { name: 'Résolus (1)' }).click();
  await panel(ana.page).getByText('9 400 par an.').waitFor();
  untroubled(ana, binta);
});

test('a card says how many comments there are, and its panel holds them', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  await goTo(ana.page, 'Résultats');
  await goTo(binta.page, 'Résultats');
  await ana.page.locator('.node-card').first().click();
  await panel(ana.page).getByRole('button', { name: 'Commenter' }).click();
  await panel(ana.page).locator('.composer').getByRole('textbox').fill('Qui signe le virement ?');
  await panel(ana.page).getByRole('button', { name: 'Envoyer' }).click();
  const card = binta.page.locator('.node-card').first();
  await card.getByRole('img', { name: '1 commentaire' }).waitFor();
  await card.click();
  await panel(binta.page).getByText('Qui signe le virement ?').waitFor();
  untroubled(ana, binta);
});
