// Prints a JavaScript peer's result: one line of JSON, which the bench checks against the truth.

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

/** Prints the line. The time covers only the work, not the start of Node. */
export function report(seconds, counts, version) {
  console.log(JSON.stringify({ seconds, counts, version }));
}
