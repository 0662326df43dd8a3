// Random filters over the events of a log, the same for the same seed.

/** Numbers below a bound, by a seed: mulberry32. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const FIELDS = {
  service: 'service_name',
  action: 'action_name',
  user: 'email',
  ip: 'source_ip_address',
  outcome: 'outcome',
  ws: 'workspace_id',
  agent: 'user_agent',
};

/** A text in quotes, as filters write it. */
function quoted(text) {
  return `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll(/\p{C}/gu, (one) => `\\u{${one.codePointAt(0).toString(16)}}`)}"`;
}

/** `count` filters whose values are those of the events, or parts of them. */
export function randomFilters(events, { seed, count }) {
  const below = random(seed);
  const one = (list) => list[below(list.length)];
  const part = (text) => {
    const characters = [...text];
    const start = below(characters.length + 1);
    return characters.slice(start, start + 1 + below(6)).join('');
  };
  const value = (text) =>
    one([
      () => quoted(text),
      () => `=${quoted(text)}`,
      () => quoted(text.toUpperCase()),
      () => `*${quoted(part(text))}*`,
      () => `${quoted([...text].slice(0, 3).join(''))}*`,
      () => '-*',
    ])();
  const time = (ms) => new Date(ms).toISOString().slice(0, one([10, 13, 16]));
  const clause = () => {
    const event = one(events);
    const [field, column] = one(Object.entries(FIELDS));
    const other = one(events)[column];
    const text = event[column] ?? '';
    const [key, param] = one([...Object.entries(event.params), ['none', '']]);
    return one([
      () => `${field}:${value(text)}`,
      () => `${field}:(${value(text)}, ${value(other ?? '')})`,
      () => `${field}:*`,
      () => `param.${quoted(key)}:${value(param)}`,
      () => `time:${time(event.timeMs)}`,
      () => `time:>=${time(event.timeMs)}`,
      () => `weekday:${one(['mon', 'tue..thu', 'sat..mon', '(wed, sun)'])}`,
      () => `hour:${one(['8..17', '22..5', '>=12', '0'])}`,
      () => `last:${1 + below(60)}h`,
      () => `status:${one(['>=400', '200', '400..499', '(403, -*)', '<0'])}`,
      () => quoted(part(text) || 'login'),
      () => `~/${one(['^[a-z]+$', '[0-9]{3}', 'cluster|job', 'A'])}/${one(['', 'i'])}`,
    ])();
  };
  const filter = (depth) => {
    if (depth === 0) return clause();
    const parts = () => Array.from({ length: 2 + below(2) }, () => filter(depth - 1));
    return one([
      clause,
      () => `-(${filter(depth - 1)})`,
      () =>
        parts()
          .map((text) => `(${text})`)
          .join(' '),
      () => `(${parts().join(' OR ')})`,
    ])();
  };
  return Array.from({ length: count }, () => filter(below(3)));
}
