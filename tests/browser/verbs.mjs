// What people do on a board, in their own words. Everything is found as a person or a screen
// reader finds it: by role and name. French, unless the story is about languages.
import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { arrive } from './town.mjs';

/** Follows an invitation and takes a place at the table. */
export async function join(person, link, name) {
  const { page } = person;
  await page.goto(link);
  await page.getByLabel('Votre prénom').fill(name);
  await page.getByRole('button', { name: 'Prendre place' }).click();
  await page.waitForURL(/\/b\//);
  await page.getByRole('navigation').first().waitFor();
  person.board = page.url().match(/\/b\/([^/]+)/)[1];
}

/** Those named (Séna of the secretariat, Ana and Binta of two partners), seated on the demo board. */
export async function seated(town, ...names) {
  const places = { sena: ['Séna', town.links.secretariat[0]], ana: ['Ana', town.links.partner[0]], binta: ['Binta', town.links.partner[1]] };
  const people = await Promise.all(names.map(async (name) => {
    const person = await arrive(town);
    const [called, link] = places[name];
    await join(person, link, called);
    return [name, person];
  }));
  return Object.fromEntries(people);
}

/** Another member of the secretariat, by a link from the server's own machine. */
export async function secretary(town, board, name) {
  const person = await arrive(town);
  await join(person, await town.invite('--board', board), name);
  return person;
}

const inviting = (page) => page.getByRole('dialog', { name: 'Inviter à la table' });

/** On the members' page, makes an invitation for an organisation by hand, and says its link. */
export async function invited(page, { organisation, admission = false }) {
  await page.getByRole('button', { name: 'Nouveau lien' }).click();
  await inviting(page).getByLabel('Organisation').selectOption(organisation);
  if (admission) await inviting(page).getByRole('checkbox', { name: /Passer par la salle d’attente/ }).check();
  await inviting(page).getByRole('button', { name: 'Créer le lien' }).click();
  return inviting(page).getByLabel('Lien d’invitation', { exact: true }).inputValue();
}

/** Has made the links that were to be made. */
export const invitedAll = (page) => inviting(page).getByRole('button', { name: 'Terminer' }).click();

/** Goes to a section by the rail, as one clicks through the plan. */
export async function goTo(page, section) {
  await page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${section}`) }).first().click();
}

/** Waits until the screen says that everything is here and with the table. */
export async function shared(page) {
  await page.getByRole('button', { name: /Enregistré ici.*Partagé avec la table/ }).waitFor();
}

/** Waits until a long list, which fills up frame by frame, is all there. */
export async function filled(page) {
  await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
}

/** Waits until the screen says that everything is on this device and still to be shared. */
export async function waiting(page) {
  await page.getByRole('button', { name: /enregistré sur cet appareil.*à synchroniser/ }).waitFor();
}

export const statement = (page) => page.getByRole('textbox', { name: 'Énoncé de la vision' });

/** Adds a card to a column of the results chain. */
export async function addCard(page, level, title) {
  await page.getByRole('button', { name: `Ajouter dans ${level}` }).click();
  await page.getByRole('textbox', { name: /^Titre du nouvel élément/ }).fill(title);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
}

/** Types at a place of a text, as a hand does: a click, the caret, letters. */
export async function typeAt(field, index, text) {
  await field.focus();
  await field.evaluate((element, at) => element.setSelectionRange(at, at), index);
  await field.pressSequentially(text, { delay: 20 });
}

/** Waits until a field shows what is meant. */
export async function shows(field, expected) {
  const is = typeof expected === 'function' ? expected : (value) => value === expected;
  const deadline = Date.now() + 60_000;
  let value;
  do {
    value = await field.inputValue();
    if (is(value)) return value;
    await field.page().waitForTimeout(50);
  } while (Date.now() < deadline);
  assert.fail(`the field shows ${JSON.stringify(value)}`);
}

/** The board as the server holds it, in the open format. */
export async function onTheServer(person) {
  const path = `/api/boards/${person.board}/export`;
  const { status, text } = await person.page.evaluate(async (at) => {
    const answer = await fetch(at);
    return { status: answer.status, text: await answer.text() };
  }, path);
  assert.equal(status, 200, text);
  return JSON.parse(text);
}

/** Nothing panicked and the content policy held. */
export function untroubled(...people) {
  for (const person of people) assert.deepEqual(person.trouble, []);
}

/** Opens the vision and waits until its words are there. */
export async function visionOf(page) {
  await goTo(page, 'Vision');
  return shows(statement(page), (text) => text.length > 20);
}

/** Chooses from a menu of the top bar. */
export async function choose(page, menu, item) {
  await page.getByRole('banner').getByRole('button', { name: menu }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Saves the board as a file and says where it lies. */
export async function savedCopy(page) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    choose(page, 'Exporter', /Enregistrer une copie/),
  ]);
  return download.path();
}

/** Chooses a file on the home page. */
export async function openFile(page, file) {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Ouvrir un fichier' }).click(),
  ]);
  await chooser.setFiles(file);
}

/** Begins a partnership on this device, with a plan to fill in or with nothing. */
export async function begin(person, name, template) {
  const { page } = person;
  await page.getByRole('button', { name: /^Créer/ }).first().click();
  await page.getByLabel('Nom du partenariat').fill(name);
  await page.getByLabel('Votre prénom').last().fill('Séna');
  if (template) await page.getByLabel('Commencer avec').selectOption({ label: template });
  await page.getByRole('button', { name: 'Créer', exact: true }).last().click();
  await page.waitForURL(/\/b\//);
  person.board = page.url().match(/\/b\/([^/]+)/)[1];
}

/** Waits until something is so. */
export async function until(what, is, within = 60_000) {
  const deadline = Date.now() + within;
  let last;
  do {
    last = await is();
    if (last) return last;
    await new Promise((turn) => { setTimeout(turn, 50); });
  } while (Date.now() < deadline);
  return assert.fail(`in vain: ${what}`);
}

/** The board as this device holds it, in the open format. */
export async function onTheDevice(person) {
  const { page } = person;
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    choose(page, 'Exporter', /Données ouvertes/),
  ]);
  return JSON.parse(await readFile(await download.path(), 'utf8'));
}

/** Writes a letter into a cell of the role matrix and says what the cell is then called. */
export async function setRole(page, cell, letter) {
  await goTo(page, 'Rôles');
  const at = page.getByRole('gridcell').nth(cell);
  const before = await at.getAttribute('aria-label');
  await at.click();
  await page.keyboard.press(letter);
  return until('the cell to change', async () => {
    const now = await at.getAttribute('aria-label');
    return now !== before && now;
  });
}

/** Adds an actor to the context map. */
export async function addActor(page, name) {
  await goTo(page, 'Contexte');
  await page.getByRole('button', { name: 'Ajouter un acteur' }).click();
  await page.getByRole('textbox', { name: 'Nom' }).fill(name);
}

/** Holds the section that is open, and says why. */
export async function hold(page, reason) {
  await page.getByRole('button', { name: 'Verrouiller', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Raison').fill(reason);
  await dialog.getByRole('button', { name: 'Verrouiller' }).click();
  await band(page).waitFor();
}

/** Lifts the lock of the section that is open; `open` says what becomes of what still waits. */
export async function release(page, open) {
  await page.getByRole('button', { name: 'Lever le verrou' }).click();
  const dialog = page.getByRole('dialog');
  if (open) await dialog.getByLabel(open).check();
  await dialog.getByRole('button', { name: 'Lever le verrou' }).click();
  await band(page).waitFor({ state: 'detached' });
}

/** What says that a section is held, by whom and why. */
export const band = (page) => page.getByRole('note', { name: 'Verrouillé' });

/** The proposals on the screen that say something. */
export const proposal = (page, text) => page.getByRole('article').filter({ hasText: text });

/** Where a change to the vision's statement is written. */
export const proposing = (page) => page.getByRole('textbox', { name: /^Votre proposition pour/ });

/** Proposes to add words to the vision's statement, as one who just begins to type in it. */
export async function propose(page, words) {
  const inForce = await statement(page).inputValue();
  await typeAt(statement(page), inForce.length, words);
  await shows(proposing(page), inForce + words);
  await page.getByRole('button', { name: 'Proposer', exact: true }).click();
  await proposal(page, words.trim()).waitFor();
  assert.equal(await statement(page).inputValue(), inForce);
}

/** Pastes a text as the clipboard holds it, where the focus is. */
export async function paste(page, text) {
  await page.evaluate((words) => {
    const data = new DataTransfer();
    data.setData('text/plain', words);
    const at = document.activeElement ?? document.body;
    at.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}
