// Every way out of a page that a script could try. These functions run in the page, under its policy: the
// debugger may evaluate code, but its requests are governed like any other.

/** Tries all exits but `except` and reports each result; only the listener knows whether anything got out. */
export async function tryExits(sink, udpPort, except = []) {
  const results = {};
  const attempt = async (name, act) => {
    const url = `${sink}/${name}`;
    const slow = new Promise((resolve) => setTimeout(() => resolve('no answer'), 1500));
    try {
      results[name] = String(await Promise.race([act(url), slow]));
    } catch (error) {
      results[name] = error.name;
    }
  };
  const load = (element, attributes) =>
    new Promise((resolve) => {
      element.onload = () => resolve('loaded');
      element.onerror = () => resolve('error');
      Object.assign(element, attributes);
      document.body.append(element);
      setTimeout(() => element.remove(), 1400);
    });
  const make = (name) => document.createElement(name);
  const heard = (target) =>
    new Promise((resolve) => {
      target.onopen = () => resolve('opened');
      target.onmessage = (event) => resolve(event.data);
      target.onerror = () => resolve('error');
    });
  const attempts = {
    fetch: (url) => fetch(url).then((answer) => answer.text()),
    'fetch-opaque': (url) => fetch(url, { mode: 'no-cors', method: 'POST', body: 'x' }).then(() => 'sent'),
    xhr: (url) =>
      new Promise((resolve) => {
        const ask = new XMLHttpRequest();
        ask.onload = () => resolve(ask.responseText);
        ask.onerror = () => resolve('error');
        ask.open('GET', url);
        ask.send();
      }),
    // Returns true even if it sends nothing: only the listener knows.
    beacon: (url) => navigator.sendBeacon(url, 'x'),
    websocket: (url) => heard(new WebSocket(url.replace('http', 'ws'))),
    eventsource: (url) => heard(new EventSource(url)),
    image: (url) => load(make('img'), { src: url }),
    script: (url) => load(make('script'), { src: url }),
    module: (url) => import(url).then(() => 'loaded'),
    style: (url) => load(make('link'), { rel: 'stylesheet', href: url }),
    prefetch: (url) => load(make('link'), { rel: 'prefetch', href: url }),
    preconnect: (url) => load(make('link'), { rel: 'preconnect', href: url }),
    preload: (url) => load(make('link'), { rel: 'preload', as: 'image', href: url }),
    icon: (url) => load(make('link'), { rel: 'icon', href: url }),
    manifest: (url) => load(make('link'), { rel: 'manifest', href: url }),
    frame: (url) => load(make('iframe'), { src: url }),
    object: (url) => load(make('object'), { data: url }),
    embed: (url) => load(make('embed'), { src: url }),
    video: (url) => load(make('video'), { src: url, preload: 'auto' }),
    background: (url) => {
      const box = make('div');
      box.style.setProperty('background-image', `url(${url})`);
      box.style.setProperty('height', '9px');
      document.body.append(box);
      setTimeout(() => box.remove(), 1400);
      return 'set';
    },
    font: (url) => new FontFace('exit', `url(${url})`).load().then(() => 'loaded'),
    form: (url) => {
      const form = make('form');
      Object.assign(form, { action: url, method: 'post', target: 'exit-form' });
      document.body.append(form);
      form.submit();
      form.remove();
      return 'submitted';
    },
    ping: (url) => {
      const link = make('a');
      Object.assign(link, { href: '#/overview', ping: url });
      document.body.append(link);
      link.click();
      link.remove();
      return 'clicked';
    },
    worker: (url) => heard(new Worker(url)),
    'worker-imports': (url) => {
      const text = `try { importScripts('${url}'); postMessage('imported') } catch (error) { postMessage(error.name) }`;
      return heard(new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))));
    },
    'worker-fetch': (url) => {
      const text = `fetch('${url}').then(() => postMessage('sent'), (error) => postMessage(error.name))`;
      return heard(new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))));
    },
    open: (url) => window.open(url, 'exit') && 'opened',
    webrtc: async () => {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${udpPort}` }] });
      peer.createDataChannel('exit');
      await peer.setLocalDescription(await peer.createOffer());
      await new Promise((resolve) => setTimeout(resolve, 1200));
      peer.close();
      return 'gathered';
    },
  };
  const chosen = Object.entries(attempts).filter(([name]) => !except.includes(name));
  await Promise.all(chosen.map(([name, act]) => attempt(name, act)));
  return results;
}
