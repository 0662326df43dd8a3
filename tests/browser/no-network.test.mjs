// Proves that nothing leaves the machine, and says what the proof covers.
//
// 1. Drops a log in which every field is a link to a listener, or markup that would fetch from it or run a script; then
//    visits every view and exports. The only requests are the page itself and its blob workers, nothing reaches the
//    listener, no window or dialog opens, no element comes from the log, and the policy blocks nothing: text stays text.
// 2. Tries every exit that a script could use, from inside the page, and nothing reaches the listener. This shows what
//    the policy and the page's start-up would block if a foreign script ran; that none runs is tested as well.
// 3. Both would be worthless if the listener or the recorder were deaf. So Node sends to the listener, and a page
//    without a policy, in the same browser, tries the same exits: those are received and recorded.
//
// Not covered: a script in the page could still navigate the tab away (`location = …`), which no policy forbids, and it
// could take a fresh `window.open` from an empty frame. The hashes in `script-src` keep such a script from running.
// Chromium opens an empty connection for a few kinds of element, which the test counts and the policy does not prevent;
// no such element is ever created from a log (1). The listener is on this machine's own address, so the test does not
// observe whether a browser resolves the host names in a log.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { after } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { inBoth } from './support/browsers.mjs';
import { saveAs, summary } from './support/downloads.mjs';
import { tryExits } from './support/exits.mjs';
import { placeRecords, someRecords } from './support/fixtures.mjs';
import { chooseFiles } from './support/give.mjs';
import { HOSTILE_NAME, hostileFile } from './support/hostile.mjs';
import { goTo, open, pageUrl, settled } from './support/page.mjs';
import { listen } from './support/sink.mjs';
import { lookAround, watch } from './support/tour.mjs';
import { place } from './support/work.mjs';

const sink = await listen();
after(() => sink.close());

/**
 * For these Chromium opens a connection in advance and checks the policy later, if at all. Nothing is sent over it, but
 * the address is contacted. Only markup or a script can create them, and the page has none but its own.
 */
const SPECULATIVE = ['preconnect', 'form', 'frame'];

/** Long enough for pending requests to arrive: everything is on one machine. */
const LINGER_MS = 400;

inBoth(
  'the listener and the recorder hear: Node, and a page without a policy',
  async (page, name, context) => {
    sink.forget();
    await fetch(`${sink.url}/node`);
    const socket = createSocket('udp4');
    await new Promise((sent) => socket.send('x', sink.udpPort, '127.0.0.1', sent));
    socket.close();
    await pause(LINGER_MS);
    assert.deepEqual([...sink.seen].sort(), ['GET /node', 'udp']);

    sink.forget();
    const noted = watch(page);
    await page.goto(pathToFileURL(place('control.html', '<!doctype html><title>control</title><body>')).href);
    const results = await page.evaluate(tryExits, sink.url, sink.udpPort);
    await pause(LINGER_MS);
    const heard = new Set(sink.seen.map((line) => line.replace(/^\w+ \//, '')));
    const certain = [
      'fetch',
      'fetch-opaque',
      'xhr',
      'beacon',
      'websocket',
      'eventsource',
      'image',
      'script',
      'style',
    ];
    certain.push('frame', 'object', 'background', 'worker-imports', 'worker-fetch', 'open', 'form');
    for (const exit of certain) assert.ok(heard.has(exit), `${exit} is not heard: ${results[exit]}`);
    const deaf = Object.keys(results).filter(
      (exit) => !heard.has(exit) && !(exit === 'webrtc' && heard.has('udp')),
    );
    context.diagnostic(
      `${name} without a policy: ${heard.size} exits were heard, and nothing of ${deaf.join(', ')}`,
    );
    for (const exit of ['fetch', 'image', 'worker-fetch']) {
      assert.ok(noted.requests.includes(`${sink.url}/${exit}`), `the recorder misses ${exit}`);
    }
    if (name === 'chromium') assert.ok(sink.seen.includes('udp'), 'WebRTC is not heard');
  },
  { expected: /./ },
);

inBoth(
  'a log full of links and markup is opened, looked at everywhere and saved: nothing is requested',
  async (page, name) => {
    sink.forget();
    const noted = watch(page);
    await page.evaluateOnNewDocument(() => {
      window.violations = [];
      addEventListener('securitypolicyviolation', (event) => window.violations.push(event.blockedURI), true);
    });
    await open(page);
    await chooseFiles(page, hostileFile(sink), placeRecords('more.json', someRecords(3)));
    await settled(page);
    const scripts = await page.evaluate(() => document.scripts.length);
    await lookAround(page);
    assert.equal(await page.evaluate(() => document.scripts.length), scripts);
    await goTo(page, 'Events');
    for (const format of ['CSV', 'NDJSON', 'Parquet']) {
      await saveAs(page, name, 'Silver, everything', format, `touchstone-silver.${format.toLowerCase()}`);
    }
    await goTo(page, 'Inputs');
    const { inputs } = await summary(page, name);
    assert.deepEqual(inputs.map(({ path }) => path).sort(), [HOSTILE_NAME, 'more.json'].sort());
    await pause(LINGER_MS);

    assert.deepEqual(sink.seen, []);
    assert.equal(sink.connections(), 0);
    const { requests, windows, dialogs, navigations } = noted;
    const others = requests.filter((url) => !/^(blob|data):/.test(url) && url.replace(/#.*/, '') !== pageUrl);
    assert.deepEqual(others, []);
    assert.deepEqual([windows, dialogs], [[], []]);
    assert.deepEqual([...new Set(navigations)], [pageUrl]);
    assert.deepEqual(await page.evaluate(() => window.violations), []);
  },
);

inBoth(
  'whatever a script in the page tries, nothing reaches the listener',
  async (page, name, context) => {
    sink.forget();
    const noted = watch(page);
    await open(page);
    await chooseFiles(page, placeRecords('few.json', someRecords(3)));
    await settled(page);
    assert.deepEqual(
      await page.evaluate(() => [
        typeof window.open,
        typeof RTCPeerConnection,
        typeof webkitRTCPeerConnection,
      ]),
      ['undefined', 'undefined', 'undefined'],
    );
    // The product's own workers.
    if (name === 'chromium') {
      const cores = await page.evaluate(() => navigator.hardwareConcurrency);
      assert.equal(page.workers().length, 2 + Math.min(cores - 1, 6), 'engine, digest, and the readers');
      for (const worker of page.workers()) {
        const answer = await worker.evaluate(
          (url) =>
            fetch(url).then(
              () => 'sent',
              (error) => error.name,
            ),
          `${sink.url}/own-worker`,
        );
        assert.equal(answer, 'TypeError');
      }
    } else {
      context.diagnostic(
        'Firefox’s protocol runs nothing in a worker: a worker of the test’s own stood for the page’s',
      );
    }
    const results = await page.evaluate(tryExits, sink.url, sink.udpPort, SPECULATIVE);
    assert.equal(results.open, 'TypeError');
    assert.match(results.webrtc, /^(TypeError|ReferenceError)$/);
    for (const exit of ['fetch', 'xhr', 'websocket', 'worker-fetch', 'image']) {
      assert.match(results[exit], /error|blocked/i, exit);
    }
    await pause(LINGER_MS);
    assert.deepEqual(sink.seen, []);
    assert.equal(sink.connections(), 0);

    await page.evaluate(tryExits, sink.url, sink.udpPort, Object.keys(results));
    await pause(LINGER_MS);
    assert.deepEqual(sink.seen, [], 'not even these send anything');
    const opened = sink.connections();
    if (name === 'firefox') assert.equal(opened, 0);
    else context.diagnostic(`Chromium opened ${opened} empty connections for ${SPECULATIVE.join(', ')}`);
    assert.deepEqual(noted.windows, []);
  },
  { expected: /./ },
);

inBoth(
  'no script but the page’s own runs in it',
  async (page) => {
    await open(page);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = "script"';
      document.body.append(script);
      const box = document.createElement('div');
      box.innerHTML =
        '<img src="data:," onerror="window.ran = \'handler\'"><a href="javascript:window.ran=\'link\'">x</a>';
      document.body.append(box);
      box.querySelector('a').click();
      setTimeout('window.ran = "text"', 0);
    });
    await pause(LINGER_MS);
    assert.equal(await page.evaluate(() => window.ran ?? null), null);
    const policy = await page.$eval('head > :first-child', (meta) => [meta.httpEquiv, meta.content]);
    assert.equal(policy[0], 'Content-Security-Policy');
    for (const part of [
      "default-src 'none'",
      "connect-src 'none'",
      "form-action 'none'",
      "frame-src 'none'",
    ]) {
      assert.ok(policy[1].includes(part), part);
    }
    assert.doesNotMatch(policy[1], /unsafe-inline|'unsafe-eval'|https?:|\*/);
  },
  { expected: /./ },
);
