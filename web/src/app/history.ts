/** Keeps the address and the browser's history in step, so that back undoes and a link restores. */
import { type Address, decodeAddress, encodeAddress } from '../base/address.ts';
import { throttle } from '../base/throttle.ts';
import { address, history, type Step } from '../views/desk.ts';

/** Browsers refuse more than a few hundred changes in half a minute. */
const REPLACE_MS = 300;

/** Reads the fragment, and from now on follows changes in either direction. */
export function followHistory(): void {
  const read = (): void => {
    if (location.hash !== encodeAddress(address.value)) address.value = decodeAddress(location.hash);
  };
  const replace = throttle(REPLACE_MS, () =>
    window.history.replaceState(null, '', encodeAddress(address.value)),
  );
  history.follow = (next: Address, step: Step) => {
    if (step === 'quiet') return;
    if (step === 'replace') replace();
    else if (location.hash !== encodeAddress(next)) window.history.pushState(null, '', encodeAddress(next));
  };
  read();
  addEventListener('popstate', read);
  addEventListener('hashchange', read);
}
