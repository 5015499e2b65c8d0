// The vision at rest: what is said about it stands beside it, and under the statement whose words it is.
import { after, afterEach, beforeEach, test } from 'node:test';
import { leaveTown, openTown } from '../town.mjs';
import { goTo, seated, shared, shows, statement, typeAt, untroubled, until, visionOf } from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

test('under the statement stand the organisations whose words it is made of', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  const before = await visionOf(ana.page);
  await typeAt(statement(ana.page), before.length, ' Avec les pêcheurs.');
  await shared(ana.page);
  await binta.page.getByText('Énoncé écrit par 1 organisation', { exact: true }).waitFor();
  const now = await shows(statement(binta.page), (text) => text.includes('pêcheurs'));
  await typeAt(statement(binta.page), now.length, ' Et les jeunes.');
  await ana.page.getByText('Énoncé écrit par 2 organisations').waitFor();
  untroubled(ana, binta);
});

test('open comments on the vision stand beside it at rest, and give way to the panel of an object', async () => {
  const { ana, binta } = await seated(town, 'ana', 'binta');
  await visionOf(ana.page);
  const { page } = ana;
  await page.getByRole('button', { name: /^Détails/ }).first().click();
  const panel = page.locator('#panel');
  await panel.getByRole('button', { name: 'Commenter' }).click();
  await panel.locator('.composer').getByRole('textbox').fill('Qui mesure cela ?');
  await panel.getByRole('button', { name: 'Envoyer' }).click();
  await visionOf(binta.page);
  const rest = binta.page.locator('.side-rest');
  await rest.getByText('Qui mesure cela ?').waitFor();
  await binta.page.getByRole('button', { name: /^Détails/ }).nth(1).click();
  await rest.waitFor({ state: 'detached' });
  await goTo(binta.page, 'Résultats');
  await until('no panel of the vision', async () => await rest.count() === 0);
  untroubled(ana, binta);
});
