// What people do on a board, in their own words. Everything is found as a person or a screen
// reader finds it: by role and name. French, unless the story is about languages.
import { strict as assert } from 'node:assert';

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

/** Goes to a section by the rail, as one clicks through the plan. */
export async function goTo(page, section) {
  await page.getByRole('navigation').getByRole('link', { name: new RegExp(`^${section}`) }).first().click();
}

/** Waits until the screen says that everything is here and with the table. */
export async function shared(page) {
  await page.getByRole('button', { name: /Enregistré ici.*Partagé avec la table/ }).waitFor();
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
  const deadline = Date.now() + 20_000;
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
  const answer = await person.page.request.get(`${new URL(person.page.url()).origin}/api/boards/${person.board}/export`);
  assert.equal(answer.status(), 200);
  return answer.json();
}

/** Nothing panicked and the content policy held. */
export function untroubled(...people) {
  for (const person of people) assert.deepEqual(person.trouble, []);
}
