// Who comes in, who does not, and who has to leave.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { arrive, leaveTown, openTown } from '../town.mjs';
import {
  goTo, seated, shared, shows, statement, untroubled,
} from '../verbs.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

test('a member whose access ends sees so within a moment and keeps what they wrote', async () => {
  const { sena, ana } = await seated(town, 'sena', 'ana');
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

const ENDED = 'Ce lien n’est plus valable. Demandez-en un à l’organisation qui vous invite.';

test('a wrong, a used-up and a closed link say so and show a way on', async () => {
  const { sena } = await seated(town, 'sena');
  const api = (method, path, data) => sena.page.request.fetch(`${town.url}/api/boards/${sena.board}/${path}`, { method, data, headers: { Origin: town.url } });
  const asked = { role: 'observer', organisation: null, organisation_name: '', uses: 1, days: 7 };
  const made = await (await api('POST', 'invitations', asked)).json();
  assert.ok((await api('DELETE', `invitations/${made.invitation.id}`)).ok());
  const wrong = `${town.url}/rejoindre#${'0'.repeat(32)}`;
  const jonas = await arrive(town);
  for (const link of [wrong, town.links.secretariat[0], `${town.url}${made.path}`]) {
    await jonas.page.goto('about:blank');
    await jonas.page.goto(link);
    await jonas.page.getByRole('alert').filter({ hasText: ENDED }).waitFor();
    assert.ok(!jonas.page.url().includes('#'), 'the secret stays in no address');
  }
  // The way on: a link that holds, pasted where one is.
  await jonas.page.getByLabel('Lien ou code').fill(town.links.observer[0]);
  await jonas.page.getByRole('button', { name: 'Rejoindre' }).click();
  await jonas.page.getByLabel('Votre prénom').fill('Jonas');
  await jonas.page.getByRole('button', { name: 'Prendre place' }).click();
  await jonas.page.waitForURL(/\/b\//);
  await jonas.page.getByText('Vous lisez ce plateau.').waitFor();
  untroubled(sena, jonas);
});

test('the answer to taking a place is lost, and the same person is in at the second try', async () => {
  const ana = await arrive(town);
  let lost = 0;
  await ana.context.route('**/api/invitations/accept', async (route) => {
    if (lost > 0) return route.continue();
    lost += 1;
    // The server hears it; the answer, cookie and all, never arrives.
    const request = route.request();
    const heard = await fetch(request.url(), { method: 'POST', headers: await request.allHeaders(), body: request.postData() });
    assert.equal(heard.status, 200);
    return route.abort('internetdisconnected');
  });
  await ana.page.goto(town.links.partner[0]);
  await ana.page.getByLabel('Votre prénom').fill('Ana');
  await ana.page.getByRole('button', { name: 'Prendre place' }).click();
  await ana.page.getByRole('alert').filter({ hasText: 'Pas de réseau. Réessayez dès son retour.' }).waitFor();
  assert.equal(lost, 1);
  await ana.page.getByRole('button', { name: 'Prendre place' }).click();
  await ana.page.waitForURL(/\/b\//);
  await shared(ana.page);
  const board = ana.page.url().match(/\/b\/([^/]+)/)[1];
  const members = await (await ana.page.request.get(`${town.url}/api/boards/${board}/members`)).json();
  assert.deepEqual(members.map(({ name }) => name), ['Ana']);
  untroubled(ana);
});

test('a board that is renamed is called so on home pages and in offers', async () => {
  const { sena, ana } = await seated(town, 'sena', 'ana');
  await sena.page.goto(`${town.url}/b/${sena.board}/about`);
  const name = sena.page.getByRole('textbox', { name: 'Nom du partenariat' });
  await shows(name, (text) => text.length > 3);
  await name.fill('Lagune retrouvée');
  await shared(sena.page);
  await ana.page.goto(town.url);
  await ana.page.getByRole('heading', { name: 'Lagune retrouvée' }).waitFor();
  const jonas = await arrive(town);
  await jonas.page.goto(town.links.observer[0]);
  await jonas.page.getByRole('heading', { name: 'Lagune retrouvée' }).waitFor();
  untroubled(sena, ana, jonas);
});
