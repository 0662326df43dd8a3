// A person's walk through the page: what is clicked and typed is counted, with the time that the page took to answer.

import { settled } from './page.mjs';

const WAIT_MS = 30_000;

/**
 * Starts a walk. Everything is found by the text or the name that a person reads. `cost` tells the clicks and keys so
 * far, and the seconds in which the page was busy with them.
 */
export function startWalk(page) {
  const cost = { clicks: 0, keys: 0, seconds: 0 };
  const timed = async (act) => {
    const begun = performance.now();
    await act();
    await settled(page);
    cost.seconds += (performance.now() - begun) / 1000;
  };
  return {
    cost,
    /** Clicks what has this text or name, within a part of the page. */
    async click(name, within = 'body') {
      const element = await called(page, name, within);
      cost.clicks += 1;
      await timed(() => element.click());
    },
    /** Clicks what a person sees at a place: a row, a number. */
    async clickAt(selector) {
      cost.clicks += 1;
      await timed(() => page.click(selector));
    },
    /** Chooses in a list: a click to open it and one on the option. */
    async choose(selector, value) {
      cost.clicks += 2;
      await timed(() => page.select(selector, value));
    },
    /** Presses a key. */
    async press(key) {
      cost.keys += 1;
      await timed(() => page.keyboard.press(key));
    },
    /** Types a text. */
    async type(text) {
      cost.keys += text.length;
      await timed(() => page.keyboard.type(text));
    },
  };
}

/** The control that a person would click, once it is there and can be used: a menu waits for a file being saved. */
async function called(page, name, within) {
  try {
    const found = await page.waitForFunction(findNamed, { timeout: WAIT_MS, polling: 20 }, name, within);
    return found.asElement();
  } catch (error) {
    throw new Error(`nothing in ${within} is called ${name}`, { cause: error });
  }
}

/** Runs in the page: the first control with the text or name, or else one that begins so. */
function findNamed(name, within) {
  const controls =
    'a, button, input, select, [role="gridcell"], [role="option"], [role="columnheader"], label';
  const seen = [...(document.querySelector(within)?.querySelectorAll(controls) ?? [])].filter(
    (element) => !element.disabled && element.checkVisibility() && element.getBoundingClientRect().width > 0,
  );
  const namesOf = (element) => [
    element.innerText?.trim(),
    element.getAttribute('aria-label'),
    element.title,
    element.placeholder,
  ];
  return (
    seen.find((element) => namesOf(element).includes(name)) ??
    seen.find((element) => namesOf(element).some((one) => one?.startsWith(name))) ??
    null
  );
}
