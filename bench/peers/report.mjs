// What a peer in JavaScript prints at its end: one line of JSON, which the bench reads and checks against the truth.

/** Counts events by service and action, as every peer must. */
export class Tally {
  records = 0;
  services = {};

  add(service, action) {
    this.records += 1;
    this.services[service] ??= { events: 0, actions: {} };
    const found = this.services[service];
    found.events += 1;
    found.actions[action] = (found.actions[action] ?? 0) + 1;
  }
}

/** Prints the line. The time is the work's alone: the start of Node is not in it. */
export function report(seconds, counts, version) {
  console.log(JSON.stringify({ seconds, counts, version }));
}
