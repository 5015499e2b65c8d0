// A whole committee with everybody in it: the secretariat, two organisations, and a second member
// of one of them. From the agenda to the minutes, one of them on a train while a section is held,
// to a version that the table adopts. Once with a pointer on wide windows, once on phones by
// keyboard alone.
import { strict as assert } from 'node:assert';
import { after, afterEach, beforeEach, test } from 'node:test';
import { CLICK, KEYS } from '../hands.mjs';
import { bar, inBar, note, prepare } from '../sessions.mjs';
import { arrive, leaveTown, openTown } from '../town.mjs';
import {
  band, invited, invitedAll, join, proposal, proposing, shared, shows, statement, typeAt, until, untroubled, waiting,
} from '../verbs.mjs';
import { ballot, dialog, openVote, putToVote, say, vote, writeRule } from '../votes.mjs';

let town;
beforeEach(async () => { town = await openTown(); });
afterEach(() => town.close());
after(leaveTown);

const ADOPTED = 'Adopter « Version 3 »';
/** A pointer on a wide window, and the keys alone on a phone's. */
const WIDE = { ...CLICK, window: { width: 1440, height: 900 } };
const PHONE = { ...KEYS, window: { width: 390, height: 844 } };

/** Everybody, seated: Paul is of Ana's organisation. */
async function four(hands) {
  const people = {};
  const sit = async (name, called, link) => {
    people[name] = await arrive(town, hands.window);
    await join(people[name], link, called);
  };
  await sit('sena', 'Séna', town.links.secretariat[0]);
  await sit('ana', 'Ana', town.links.partner[0]);
  await sit('binta', 'Binta', town.links.partner[1]);
  const { page } = people.sena;
  await fromMenu(hands, page, 'Membres');
  const link = await invited(page, { organisation: { label: 'Métropole de Port-Lumière' } });
  await invitedAll(page);
  await sit('paul', 'Paul', link);
  return people;
}

async function fromMenu({ press }, page, item) {
  await press(page.getByRole('banner').getByRole('button', { name: /^Partenariat/ }));
  await press(page.getByRole('menuitem', { name: item }));
}

async function committee(hands) {
  const { press, section } = hands;
  const people = await four(hands);
  const { sena, ana, binta, paul } = people;
  const everybody = Object.values(people);

  // The rule is written, the agenda prepared, and the session begins.
  await section(sena.page, 'Décisions');
  await writeRule(sena.page, 'Version à adopter', { press });
  await fromMenu(hands, sena.page, 'Séances');
  await prepare(sena.page, 'Comité d’octobre', [['La vision'], ['La version 3']], hands);
  await press(sena.page.getByRole('button', { name: 'Commencer la séance' }));
  for (const { page } of everybody) await bar(page).getByText('Point 1 sur 2').waitFor();

  // Binta writes on a train, and the vision is held before her words arrive.
  for (const { page } of everybody) await section(page, 'Vision');
  const before = await shows(statement(binta.page), (text) => text.length > 20);
  await shared(binta.page);
  await binta.goOffline();
  await typeAt(statement(binta.page), before.length, ' Écrit dans le train.');
  await waiting(binta.page);
  await press(sena.page.getByRole('button', { name: 'Verrouiller', exact: true }));
  await dialog(sena.page).getByLabel('Raison').fill('Séance');
  await press(dialog(sena.page).getByRole('button', { name: 'Verrouiller' }));
  await band(ana.page).waitFor();
  await typeAt(statement(ana.page), before.length, ' Avec les pêcheuses.');
  await shows(proposing(ana.page), `${before} Avec les pêcheuses.`);
  await press(ana.page.getByRole('button', { name: 'Proposer', exact: true }));
  await press(proposal(sena.page, 'Avec les pêcheuses.').getByRole('button', { name: 'Accepter', exact: true }));
  await shows(statement(paul.page), `${before} Avec les pêcheuses.`);

  await binta.goOnline();
  await binta.page.getByRole('note').filter({ hasText: 'a été verrouillé entre-temps' })
    .getByText('Votre texte est gardé et sera soumis au Secrétariat.').waitFor();
  await press(proposal(sena.page, 'Écrit dans le train.').getByRole('button', { name: 'Accepter', exact: true }));
  const written = `${before} Avec les pêcheuses. Écrit dans le train.`;
  const both = (text) => text.includes('Avec les pêcheuses.') && text.includes('Écrit dans le train.');
  for (const { page } of everybody) {
    const text = await shows(statement(page), both);
    assert.equal(text.length, written.length, text);
  }
  await press(sena.page.getByRole('button', { name: 'Lever le verrou' }));
  await press(dialog(sena.page).getByRole('button', { name: 'Lever le verrou' }));
  await band(binta.page).waitFor({ state: 'detached' });

  // Paul asks for the floor; what is decided is noted; the next item.
  await press(inBar(paul.page, 'Lever la main'));
  await press(inBar(sena.page, /^Donner à Paul/));
  await bar(ana.page).getByText('Paul', { exact: true }).waitFor();
  await note(sena.page, 'Décidé', 'La vision nomme les pêcheuses.', { press });
  await press(inBar(sena.page, 'Point suivant'));
  for (const { page } of everybody) await bar(page).getByText('Point 2 sur 2').waitFor();

  // One organisation is not a quorum, also with two of its members.
  await section(sena.page, 'Décisions');
  await putToVote(sena.page, 'Version 3', hands);
  for (const { page } of [ana, paul, binta]) await openVote(page, ADOPTED, hands);
  await openVote(sena.page, ADOPTED, hands);
  assert.equal(await ballot(sena.page).count(), 0);
  await say(ana.page, 'Approuver', null, hands);
  await vote(paul.page).getByText('approuvent sur 9').waitFor();
  await say(paul.page, 'Approuver', null, hands);
  await vote(sena.page).getByText('Quorum non atteint : 1 organisation présente, il en faut 2.').waitFor();
  const adopt = sena.page.getByRole('button', { name: 'Clore et adopter', exact: true });
  await adopt.press('Enter');
  await sena.page.getByText('La règle n’est pas remplie : voyez ce qui manque. Le vote reste ouvert.').first().waitFor();

  // Binta's organisation makes the quorum; her objection is answered and it is adopted.
  await say(binta.page, 'Objecter', 'Écrivons la date.', hands);
  await vote(sena.page).getByText('« Écrivons la date. »').waitFor();
  await press(vote(sena.page).getByRole('button', { name: 'Répondre' }));
  await vote(sena.page).getByLabel(/^Réponse à l’objection/).fill('La date est au protocole.');
  await press(vote(sena.page).getByRole('button', { name: 'Noter la réponse' }));
  await vote(binta.page).getByText('Réponse de la table : La date est au protocole.').waitFor();
  await press(adopt);
  await press(dialog(sena.page).getByRole('button', { name: 'Adopter maintenant', exact: true }));
  for (const { page } of everybody) await page.getByText('En vigueur : Version 3').first().waitFor();
  // The ring counts what it shows, as it is said.
  await until('the ring to count one', async () => (await vote(ana.page).locator('.ring-centre b').textContent()) === '1');

  // The session is closed, and its minutes are everybody's.
  await press(bar(sena.page).getByRole('link', { name: 'Clore la séance' }));
  await press(sena.page.getByRole('button', { name: 'Clore et partager' }));
  await until('the bar to go', async () => (await bar(paul.page).count()) === 0);
  await fromMenu(hands, paul.page, 'Séances');
  await press(paul.page.getByRole('link', { name: /Comité d’octobre/ }));
  const minutes = paul.page.getByRole('main');
  for (const words of ['La vision nomme les pêcheuses.', 'Version 3', 'Avec les pêcheuses.', '2 organisations sur 9']) {
    await minutes.getByText(words).first().waitFor();
  }
  for (const { page } of everybody) {
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), page.url());
  }
  untroubled(...everybody);
}

test('four people hold a session from its agenda to its minutes, one on a train, and adopt a version', () => committee(WIDE));

test('the same on phones, by keyboard alone', () => committee(PHONE));
