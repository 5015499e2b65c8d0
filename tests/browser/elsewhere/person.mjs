// What a person does in any browser that can be driven: finds things by what they are called, clicks, types.
import { strict as assert } from 'node:assert';
import { until } from '../verbs.mjs';

/** Runs in the page: the middle of the first thing on the screen of this kind and name, and what it holds. */
function found(selector, start) {
  const plain = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
  const named = (element) => plain(element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent);
  for (const element of document.querySelectorAll(selector)) {
    if (element.getClientRects().length === 0 || !named(element).startsWith(start)) continue;
    element.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = element.getBoundingClientRect();
    return { name: named(element), value: element.value ?? null, x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
  }
  return null;
}

const BUTTON = 'button';
const FIELD = 'textarea, input';
const LINK = 'nav a, nav [role=link]';

/** One person at one of the browsers of `drivers.mjs`. */
export function person(driver) {
  const look = (selector, start) => driver.ask(found, selector, start);
  const wait = (selector, start = '') => until(`${start || selector} in ${driver.name}`, () => look(selector, start));
  const click = async (selector, start) => {
    const { x, y } = await wait(selector, start);
    const mouse = [{ type: 'pointerMove', x, y, duration: 0 }, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }];
    await driver.act([{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: mouse }]);
  };
  return {
    wait,
    press: (name) => click(BUTTON, name),
    goTo: (section) => click(LINK, section),
    async type(text) {
      const keys = [...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]);
      await driver.act([{ type: 'key', id: 'keys', actions: keys }]);
    },
    /** Clicks into a field and puts the caret before what it says. */
    async begin(field) {
      await click(FIELD, field);
      await driver.ask(() => { document.activeElement.setSelectionRange(0, 0); });
    },
    async shows(field, expected) {
      let last;
      await until(`${field} to show “${expected}” in ${driver.name}`, async () => {
        last = await look(FIELD, field);
        return last?.value?.includes(expected);
      }).catch((why) => assert.fail(`${why.message}; it shows ${JSON.stringify(last)}`));
    },
    /** What the pill of the top bar says of saving. */
    says: (words) => until(`the pill to say ${words} in ${driver.name}`, async () => {
      const said = await driver.ask(() => [...document.querySelectorAll('header button')].map((one) => `${one.getAttribute('aria-label') ?? ''} ${one.textContent}`).join('\n').replace(/\s+/g, ' '));
      return words.test(said);
    }),
    /** What stands above the section. */
    notices: () => driver.ask(() => [...document.querySelectorAll('.banner')].map((one) => one.textContent.replace(/\s+/g, ' '))),
  };
}
