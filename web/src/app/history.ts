/** Keeps the address and the browser's history in step, so that back undoes and a link restores. */
import { effect } from '@preact/signals';
import { type Address, decodeAddress, encodeAddress } from '../base/address.ts';
import { throttle } from '../base/throttle.ts';
import { asking } from '../engine/session.ts';
import { address, history, type Step } from '../views/desk.ts';

/** Browsers refuse more than a few hundred changes in half a minute. */
const REPLACE_MS = 300;

/** Reads the fragment, and from now on follows changes in either direction. */
export function followHistory(): void {
  let unwritten: string | null = null;
  const read = (): void => {
    unwritten = null;
    if (location.hash !== encodeAddress(address.value)) address.value = decodeAddress(location.hash);
  };
  const write = (): void => {
    if (unwritten !== null && location.hash !== unwritten) window.history.pushState(null, '', unwritten);
    unwritten = null;
  };
  const replace = throttle(
    () => REPLACE_MS,
    () =>
      whenAnswered(() => {
        write();
        window.history.replaceState(null, '', encodeAddress(address.value));
      }),
  );
  history.follow = (next: Address, step: Step) => {
    if (step === 'quiet') return;
    // Each entry is of one change.
    write();
    if (step === 'replace') {
      replace();
      return;
    }
    unwritten = encodeAddress(next);
    whenAnswered(write);
  };
  read();
  addEventListener('popstate', read);
  addEventListener('hashchange', read);
}

/**
 * Runs something once what was just changed is on screen, with its answers: an entry takes the browser up to fifteen
 * milliseconds, in which the page draws nothing.
 */
function whenAnswered(run: () => void): void {
  // The views draw a change and ask before the next task.
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
