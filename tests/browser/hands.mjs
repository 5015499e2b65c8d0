// How people reach what they want: with a pointer, or with the keys alone.
import { goTo } from './verbs.mjs';

/** A pointer. */
export const CLICK = {
  press: (wanted) => wanted.click(),
  check: (choice) => choice.check(),
  section: goTo,
};

/** The keys alone, on a phone's window. */
export const KEYS = {
  press: async (wanted) => {
    await wanted.focus();
    await wanted.press('Enter');
  },
  check: async (choice) => {
    await choice.focus();
    await choice.press('Space');
  },
  section: async (page, name) => {
    const link = page.locator('.tab-bar').getByRole('link', { name: new RegExp(`^${name}`) });
    if (await link.count()) return KEYS.press(link);
    await KEYS.press(page.getByRole('button', { name: 'Tout', exact: true }));
    return KEYS.press(page.getByRole('menuitem', { name }));
  },
};
