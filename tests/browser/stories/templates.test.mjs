// Beginning with a plan to fill in, also without a network.
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import { begin, goTo, untroubled } from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown({ demo: false }); });
afterEach(() => town.close());
after(leaveTown);

for (const [template, card, karte] of [
  ['Une première phase', 'Une feuille de route provisoire', 'Ein vorläufiger Fahrplan'],
  ['Un cadre logique (Union européenne)', 'Objectif général : à quoi cela contribue', 'Oberziel: wozu das beiträgt'],
  ['Un modèle à plusieurs branches', 'Les gens changent leurs pratiques', 'Menschen ändern ihr Handeln'],
]) {
  test(`offline, Séna begins with ${template}, and reads it in German too`, async () => {
    const sena = await arrive(town);
    const { page } = sena;
    await page.goto(town.url);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await sena.goOffline();
    await page.reload();
    await begin(sena, 'Forêt du plateau', template);
    await page.getByRole('banner').getByText('Forêt du plateau').waitFor();
    await goTo(page, 'Résultats');
    await page.locator('.node-card', { hasText: card }).waitFor();
    await page.getByRole('button', { name: /^Langue/ }).click();
    await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
    await page.locator('.node-card', { hasText: karte }).waitFor();
    untroubled(sena);
  });
}
