// Detects when the page has finished: every question answered and the answers on screen.

/** The page counts as finished after this time without changes, which is not part of the measurement. */
const CALM_MS = 150;

/**
 * Puts two functions into the page. `benchWatch(type)` waits for the next event of that type, and `benchFinished(waitMs)`
 * resolves once the page is calm after it: with the milliseconds from the event until the frame was painted that shows the
 * last answer, and until that answer was there (`answeredMs`), with the page's state, and with whether it was `late`. `benchWatch(null)` takes the present for the event.
 */
export function watchPainting(page) {
  return page.evaluate((calmMs) => {
    const app = document.getElementById('app');
    const channel = new MessageChannel();
    let since = null;
    let answeredAt = null;
    let paintedAt = null;
    let looks = 0;
    const busy = () => ['idle', 'loading'].includes(app.dataset.state) || app.dataset.asking !== '0';
    // A message sent at the end of a frame is received after it.
    const look = () => {
      if (since === null) return;
      looks += 1;
      const own = looks;
      paintedAt = null;
      if (busy()) return;
      answeredAt = performance.now();
      requestAnimationFrame(() => {
        channel.port1.onmessage = () => {
          if (own === looks) paintedAt = performance.now();
        };
        channel.port2.postMessage(null);
      });
    };
    new MutationObserver(look).observe(app, { attributes: true });
    const begin = (at) => {
      since = at;
      look();
    };
    window.benchWatch = (type) => {
      since = null;
      paintedAt = null;
      if (type === null) begin(performance.now());
      else addEventListener(type, (event) => begin(event.timeStamp), { capture: true, once: true });
    };
    window.benchFinished = (waitMs) =>
      new Promise((resolve) => {
        const begun = performance.now();
        const timer = setInterval(() => {
          const now = performance.now();
          const isDone = paintedAt !== null && now - paintedAt >= calmMs;
          const late = !isDone && now - begun > waitMs;
          if (!isDone && !late) return;
          clearInterval(timer);
          const { state, events } = app.dataset;
          resolve({
            ms: paintedAt - since,
            answeredMs: answeredAt - since,
            state,
            events: Number(events),
            late,
          });
        }, 10);
      });
  }, CALM_MS);
}
