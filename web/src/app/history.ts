/** Synchronizes the address with the browser's history, so that back undoes and links restore. */
import { effect, signal, untracked } from '@preact/signals';
import { type Address, decodeAddress, encodeAddress, type Link } from '../base/address.ts';
import { NO_FILTER } from '../base/filter.ts';
import { throttle } from '../base/throttle.ts';
import { ask, asking, started } from '../engine/session.ts';
import { draft } from '../views/filter/draft.ts';
import { arrive, recentFilters } from '../views/filter/edits.ts';
import { parse } from '../views/filter/parsed.ts';
import { notice } from '../views/saving.ts';
import { address, history, linked, type Step } from '../views/state.ts';

/** Browsers reject more than a few hundred changes in half a minute. */
const REPLACE_MS = 300;

/** Whether the address of a change waits to be written to the browser's history. */
export const writing = signal(false);

/** Reads the fragment, then follows changes in both directions. */
export function followHistory(): void {
  let unwritten: string | null = null;
  let following = '';
  const read = (): void => {
    // Two events report the same change.
    if (linked.value !== null && location.hash === following) return;
    following = location.hash;
    unwritten = null;
    writing.value = false;
    if (location.hash !== encodeAddress(address.value)) follow(decodeAddress(location.hash));
  };
  const write = (): void => {
    if (unwritten !== null && location.hash !== unwritten) window.history.pushState(null, '', unwritten);
    unwritten = null;
    writing.value = false;
  };
  const replace = throttle(
    () => REPLACE_MS,
    () =>
      whenAnswered(() => {
        write();
        rewrite();
      }),
  );
  history.follow = (next: Address, step: Step) => {
    if (step === 'quiet') return;
    // One entry per change.
    write();
    if (step === 'replace') {
      replace();
      return;
    }
    unwritten = encodeAddress(next);
    writing.value = true;
    whenAnswered(write);
  };
  read();
  addEventListener('popstate', read);
  addEventListener('hashchange', read);
}

/** Follows a link. A filter that is new in this visit is first parsed by the core. */
function follow(link: Link): void {
  linked.value = null;
  if (link.unknown !== null) {
    notice.value = {
      text: `This link is of version ${link.unknown}, which this page does not know: its filter is left out.`,
      error: true,
    };
  }
  const { filter } = link.address;
  if (link.terms === null && (filter === NO_FILTER || recentFilters().includes(filter))) {
    settle(link.address);
    return;
  }
  linked.value = link;
  // Nothing is selected yet, so the view can change at once.
  if (!started.value) address.value = { ...link.address, filter: NO_FILTER };
  const early = !started.value;
  let begun = false;
  const stop = effect(() => {
    if (!started.value || begun) return;
    begun = true;
    queueMicrotask(() => stop());
    void untracked(() => read(link, early));
  });
}

async function read(link: Link, early: boolean): Promise<void> {
  // If the user has navigated while the core started, that place wins.
  const place = (): Address => (early ? address.value : link.address);
  try {
    const text = link.terms ? await textOf(link) : await canonical(link);
    if (linked.value !== link) return;
    linked.value = null;
    if (text === null) {
      // The box shows the text and its error; the previous filter stays.
      draft.value = link.address.filter;
      address.value = { ...place(), filter: address.value.filter };
      return;
    }
    settle({ ...place(), filter: text });
    rewrite();
  } catch (error) {
    if (linked.value !== link) return;
    linked.value = null;
    address.value = { ...place(), filter: address.value.filter };
    notice.value = {
      text: `The filter of this link cannot be read: ${error instanceof Error ? error.message : error}`,
      error: true,
    };
  }
}

async function textOf({ terms }: Link): Promise<string> {
  const { filter } = await ask('link', {
    ask: 'fromTerms',
    terms: terms?.terms ?? [],
    time: terms?.time ?? null,
  });
  return filter;
}

async function canonical({ address: { filter } }: Link): Promise<string | null> {
  return (await parse('link', filter)).filter;
}

function settle(next: Address): void {
  draft.value = null;
  address.value = next;
  arrive(next.filter);
}

function rewrite(): void {
  const fragment = encodeAddress(address.value);
  if (location.hash !== fragment) window.history.replaceState(null, '', fragment);
}

/**
 * Runs a callback once the latest change and its answers are on screen: writing a history entry can take
 * fifteen milliseconds, during which the page paints nothing.
 */
function whenAnswered(run: () => void): void {
  // The views draw a change and send their questions before the next task.
  setTimeout(() => {
    let waits = true;
    const stop = effect(() => {
      if (!waits || asking.value > 0) return;
      waits = false;
      requestAnimationFrame(() => setTimeout(run, 0));
      queueMicrotask(() => stop());
    });
  }, 0);
}
