/** A function that runs at once, then at most every `ms()`; a call during the pause runs at its end. */
export function throttle(ms: () => number, run: () => void): { (): void; flush(): void } {
  let last = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const fire = (): void => {
    clearTimeout(timer);
    timer = undefined;
    last = performance.now();
    run();
  };
  const call = (): void => {
    if (timer !== undefined) return;
    const wait = last + ms() - performance.now();
    if (wait <= 0) fire();
    else timer = setTimeout(fire, wait);
  };
  /** Runs now, ignoring the pause. */
  call.flush = fire;
  return call;
}
