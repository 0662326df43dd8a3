// Installs packages of Debian and Ubuntu, all at once, so that a user who is not root has only one command to
// run.

import { ask, SetupError, say, which } from './machine.mjs';

export function hasApt() {
  return which('apt-get') !== undefined;
}

/** The first of several packages that this system offers. */
export function firstOffered(names) {
  return names.find((name) => /Candidate: (?!\(none\))/.test(ask('apt-cache', ['policy', name]).text));
}

/**
 * Installs packages, each with its alternatives: `[['build-essential'], ['firefox-esr', 'firefox']]`. Updates
 * the package lists first, because a new machine has none.
 */
export function installPackages(wanted) {
  if (wanted.length === 0) return;
  const prefix = privilege(wanted);
  say(`installing ${wanted.map(([name]) => name).join(', ')} with apt-get`);
  const update = apt(prefix, ['update']);
  const names = wanted.map((alternatives) => {
    const offered = firstOffered(alternatives);
    if (offered === undefined) {
      const why = update.ok
        ? 'this system offers no such package'
        : `apt-get update failed: ${update.complaint}`;
      throw new SetupError(
        `cannot install ${alternatives.join(' or ')} (${why}); install it by hand and start again`,
      );
    }
    return offered;
  });
  const install = apt(prefix, installArguments(names));
  if (!install.ok) {
    throw new SetupError(`apt-get failed (${install.complaint}); run: ${shown(names)}`);
  }
}

function apt(prefix, args) {
  const [program, ...rest] = [...prefix, 'apt-get', ...args];
  return ask(program, rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

function installArguments(names) {
  return ['install', '-y', '--no-install-recommends', ...names];
}

/** The prefix of apt-get: nothing for root, or sudo without a password; otherwise the user must run it. */
function privilege(wanted) {
  if (process.getuid?.() === 0) return [];
  if (which('sudo') !== undefined && ask('sudo', ['-n', 'true']).ok) return ['sudo', '-n'];
  const names = wanted.map((alternatives) => firstOffered(alternatives) ?? alternatives[0]);
  throw new SetupError(`not root: run ${shown(names)} and start again`);
}

function shown(names) {
  return `sudo sh -c "apt-get update && apt-get ${installArguments(names).join(' ')}"`;
}
