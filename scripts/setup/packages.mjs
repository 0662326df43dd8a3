// Debian's and Ubuntu's packages. They are asked for in one go, so that one command is all that a person who is
// not root has to run.

import { ask, SetupError, say, which } from './machine.mjs';

export function hasApt() {
  return which('apt-get') !== undefined;
}

/** The first of several packages that this system offers. */
export function firstOffered(names) {
  return names.find((name) => /Candidate: (?!\(none\))/.test(ask('apt-cache', ['policy', name]).text));
}

/**
 * Installs packages by their alternatives: `[['build-essential'], ['firefox-esr', 'firefox']]`.
 * The lists are renewed first: a fresh machine has none.
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

/** What goes before apt-get: nothing for root, a sudo that asks for no password, or else the person has to. */
function privilege(wanted) {
  if (process.getuid?.() === 0) return [];
  if (which('sudo') !== undefined && ask('sudo', ['-n', 'true']).ok) return ['sudo', '-n'];
  const names = wanted.map((alternatives) => firstOffered(alternatives) ?? alternatives[0]);
  throw new SetupError(`not root: run ${shown(names)} and start again`);
}

function shown(names) {
  return `sudo sh -c "apt-get update && apt-get ${installArguments(names).join(' ')}"`;
}
