// A user without a mouse.

/** Presses a key with others held: `press(page, 'End', 'Control')`. */
export async function press(page, key, ...held) {
  for (const one of held) await page.keyboard.down(one);
  await page.keyboard.press(key);
  for (const one of held.reverse()) await page.keyboard.up(one);
}

/**
 * Tabs through the page from its start. Returns the stops in order, and focusable elements that were never
 * reached; each is described by its role or element, and its name.
 */
export async function tabThrough(page) {
  const count = await page.evaluate(watch);
  // Back to the very first stop, by a key, or no focus ring would be drawn.
  await press(page, 'Tab', 'Shift');
  // A few more than expected, since scrolling areas take the focus as well. But not many more: after the last
  // stop the focus goes to the browser's own window, from where Firefox does not return. This number of
  // presses never goes that far.
  for (let presses = 0; presses < count + 20; ) {
    const left = await page.evaluate(() => window.tabbed.left());
    if (left === 0) break;
    for (let press = 0; press < left; press += 1) await page.keyboard.press('Tab');
    presses += left;
  }
  return page.evaluate(() => window.tabbed.tell());
}

/** Runs in the page: records every element that takes the focus, and whether that is visible. */
function watch() {
  const nameOf = (element) => {
    const role = element.getAttribute('role') ?? element.localName;
    const label =
      element.getAttribute('aria-label') ?? element.closest('label')?.innerText ?? element.innerText;
    return `${role} ${(label ?? '').trim().replace(/\s+/g, ' ').slice(0, 60)}`.trim();
  };
  const hasMark = (element) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    const drawn = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
    return drawn && !/, 0\)$|transparent/.test(outlineColor);
  };
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    const hidden = getComputedStyle(element).visibility === 'hidden';
    return (
      box.width > 0 && box.height > 0 && !hidden && element.closest('[inert], dialog:not([open])') === null
    );
  };
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex]')].filter(
    (element) => element.tabIndex >= 0 && !element.disabled && isSeen(element),
  );
  const stops = [];
  const seen = new Set();
  const onFocus = ({ target }) => {
    if (seen.has(target)) return;
    seen.add(target);
    // A file input lies invisibly over its label, which is drawn as the button.
    const drawn = target.matches('input[type=file]') ? target.closest('label') : target;
    stops.push({ name: nameOf(target), marked: hasMark(drawn), tabIndex: target.tabIndex });
  };
  all[1].focus();
  document.addEventListener('focusin', onFocus);
  // Elements gone since, such as a row scrolled away, can no longer be reached.
  const missed = () =>
    all.filter((element) => !seen.has(element) && element.isConnected && element.tabIndex >= 0);
  window.tabbed = {
    left: () => missed().length,
    tell() {
      document.removeEventListener('focusin', onFocus);
      return { stops, missed: missed().map(nameOf) };
    },
  };
  return all.length;
}

/** Presses Tab, or Shift and Tab, until the selector's element has the focus. */
export async function tabTo(page, selector, { back = false, most = 150 } = {}) {
  for (let presses = 0; presses < most; presses += 1) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    await press(page, 'Tab', ...(back ? ['Shift'] : []));
  }
  throw new Error(`Tab does not reach ${selector}`);
}

/** The focused element. */
export function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    return {
      element: element.localName,
      role: element.getAttribute('role'),
      name: element.getAttribute('aria-label') ?? element.innerText?.trim() ?? '',
      row: Number(element.closest('[role="row"]')?.getAttribute('aria-rowindex') ?? 0) - 1,
      column: Number(element.getAttribute('aria-colindex') ?? 0),
    };
  });
}
