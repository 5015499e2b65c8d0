// The page comes in parts, each when it is first shown.
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { goTo, join, untroubled } from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

test('a part that does not arrive is said to be missing, and comes when it is tried again', async () => {
  // Without the service worker, which would have kept it since the first visit.
  const ana = await arrive(town, { serviceWorkers: 'block' });
  const { page } = ana;
  const roles = '**/page-part-roles-*.wasm';
  await page.route(roles, (route) => route.abort());
  await join(ana, town.links.partner[0], 'Ana');
  await goTo(page, 'Rôles');
  await page.getByText('Cette page n’est pas encore sur cet appareil').waitFor();
  // The rest of the board goes on.
  await goTo(page, 'Contexte');
  await page.getByRole('button', { name: 'Ajouter un acteur' }).waitFor();
  await goTo(page, 'Rôles');
  await page.unroute(roles);
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await page.getByRole('gridcell').first().waitFor();
  untroubled(ana);
});

test('whoever was here once opens every part without a network', async () => {
  const ana = await arrive(town);
  const { page } = ana;
  await join(ana, town.links.partner[0], 'Ana');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await ana.goOffline();
  await page.reload();
  for (const section of ['Résultats', 'Rôles', 'Contexte', 'Vision']) {
    await goTo(page, section);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
  }
  await page.goto(`${town.url}/b/${ana.board}/membres`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  untroubled(ana);
});
