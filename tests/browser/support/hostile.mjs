// A log by somebody who wants the page to call home.

import { record } from './fixtures.mjs';
import { place } from './work.mjs';

/** Even the file's name is markup. */
export const HOSTILE_NAME = '"><img src=x onerror=window.ran=1>.json';

/** Number of its first records: each has a different piece of markup in every field. */
export const HOSTILE_RECORDS = 22;

/** Writes the log; every address in it is the listener's. */
export function hostileFile({ url, host, udpPort }) {
  const payloads = [
    `${url}/plain`,
    `//${host}/no-scheme`,
    `<img src="${url}/image" onerror="window.ran='image'">`,
    `"><script>window.ran='script';fetch('${url}/script')</script>`,
    `</script><script src="${url}/script-src"></script>`,
    `<svg onload="window.ran='svg'"><image href="${url}/svg"/></svg>`,
    `<iframe src="${url}/frame" srcdoc="<script>parent.ran='frame'</script>"></iframe>`,
    `<link rel="prefetch" href="${url}/prefetch"><link rel="stylesheet" href="${url}/style">`,
    `<style>@import url(${url}/import); * { background: url(${url}/background) }</style>`,
    `<meta http-equiv="refresh" content="0;url=${url}/refresh">`,
    `<base href="${url}/">`,
    `<form action="${url}/form"><input autofocus onfocus="window.ran='form'"></form>`,
    `<a href="${url}/link" ping="${url}/ping">link</a>`,
    `javascript:window.ran='link'//${url}`,
    `data:text/html,<script>fetch('${url}/data')</script>`,
    `' style="background:url(${url}/attribute)" onmouseover="window.ran='over'" x='`,
    `url(${url}/css)`,
    `{{constructor.constructor("window.ran='template'")()}} \${window.ran='literal'}`,
    `=HYPERLINK("${url}/formula?"&A1)`,
    `stun:127.0.0.1:${udpPort}`,
    `<b class="log">bold</b><details open ontoggle="window.ran='toggle'">`,
    `\u2028\u2029<!--<script>`,
  ];
  const records = payloads.map((text, at) =>
    record({
      timestamp: Date.UTC(2026, 2, 2, 9, at),
      serviceName: at % 4 === 0 ? text : 'clusters',
      actionName: text,
      orgId: text,
      workspaceId: text,
      accountId: text,
      sourceIPAddress: text,
      userAgent: text,
      sessionId: text,
      requestId: text,
      auditLevel: text,
      userIdentity: { email: text, subjectName: text },
      requestParams: { cluster_name: text, [text]: text, nested: { [text]: [text] }, ['__proto__']: text },
      response: { statusCode: at % 3 === 0 ? 403 : 200, errorMessage: text, result: text },
    }),
  );
  // The clusters and accounts analyses have lists of their own.
  const analysed = payloads.flatMap((text, at) => [
    record({
      timestamp: Date.UTC(2026, 2, 3, 9, at),
      userIdentity: { email: text },
      requestParams: { cluster_name: text, autotermination_minutes: '0' },
      response: { statusCode: 200, result: JSON.stringify({ cluster_id: text }) },
    }),
    record({
      timestamp: Date.UTC(2026, 2, 4, 9, at),
      serviceName: 'accounts',
      actionName: 'login',
      userIdentity: { email: text },
      sourceIPAddress: text,
      requestParams: { user: text },
      response: { statusCode: 401, errorMessage: text },
    }),
  ]);
  const lines = [...records, ...analysed, ...records.slice(0, 5)].map((one) => JSON.stringify(one));
  // Problems quote their records.
  const bad = [
    `{"${url}/key": 1, "<img src=x onerror=window.ran=1>": 2}`,
    `<html><script>window.ran=1</script>`,
  ];
  return place(HOSTILE_NAME, `${[...lines, ...bad].join('\n')}\n`);
}
