// cargo, the wasm target, clippy and rustfmt.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, manifestValue, root, SetupError, say, targetDirectory, which } from './machine.mjs';
import { hasApt } from './packages.mjs';

const TARGET = 'wasm32-unknown-unknown';

/** Debian's toolchain for wasm, for machines where rustup cannot download. */
const DEBIAN_TOOLCHAIN = ['rustc-web', 'cargo-web', 'rust-web-src', 'rust-web-llvm', 'lld-22'];

/** The file that tells `cargo xtask wasm` which toolchain to use; see xtask/src/wasm.rs. */
function choiceFile() {
  return join(targetDirectory(), 'touchstone/wasm-toolchain');
}

/**
 * Installs the toolchain of rust-toolchain.toml. If rustup cannot download, programs started from here use
 * the default toolchain; `checkCargo` then tests its version.
 */
export function chooseToolchain() {
  if (process.env.RUSTUP_TOOLCHAIN || which('rustup') === undefined) return;
  const pinned = readFileSync(join(root, 'rust-toolchain.toml'), 'utf8').match(/^channel = "([^"]+)"/m)?.[1];
  if (pinned === undefined || ask('rustup', ['run', pinned, 'rustc', '--version']).ok) return;
  say(`installing Rust ${pinned} with rustup`);
  const installed = ask('rustup', ['toolchain', 'install', pinned, '--profile', 'minimal']);
  if (installed.ok) return;
  const other = ask('rustup', ['default']).text.split(' ')[0].trim();
  if (other === '') {
    throw new SetupError(
      `no Rust ${pinned} (${installed.complaint}); run: rustup toolchain install ${pinned}`,
    );
  }
  say(`no Rust ${pinned} from rustup (${installed.complaint}): ${other} is used instead`);
  process.env.RUSTUP_TOOLCHAIN = other;
}

export function checkCargo() {
  if (which('cargo') === undefined || which('rustc') === undefined) {
    throw new SetupError('cargo is missing; install Rust with rustup, open a new shell and start again');
  }
  const wanted = manifestValue('rust-version') ?? '0';
  const found = ask('rustc', ['--version']).text.split(' ')[1] ?? '0';
  if (found.localeCompare(wanted, 'en', { numeric: true }) < 0) {
    throw new SetupError(`rustc is ${found} and ${wanted} is needed; run: rustup update`);
  }
}

/** Adds the wasm target if missing; returns the packages needed where rustup cannot. */
export function addWasmTarget() {
  if (hasTarget()) {
    rmSync(choiceFile(), { force: true });
    return [];
  }
  let complaint = 'there is no rustup';
  if (which('rustup') !== undefined) {
    say(`adding the target ${TARGET} with rustup`);
    const added = ask('rustup', ['target', 'add', TARGET]);
    if (added.ok && hasTarget()) return [];
    complaint = added.complaint;
  }
  return fallBackToDebian(complaint);
}

function fallBackToDebian(complaint) {
  const isInstalled = existsSync('/usr/lib/rustlib/src/rust/library') && which('wasm-ld-22') !== undefined;
  if (!isInstalled && !hasApt()) {
    throw new SetupError(`cannot add the target ${TARGET} (${complaint}); run: rustup target add ${TARGET}`);
  }
  say(`no ${TARGET} from rustup (${complaint}): the core is built with Debian's rustc-web instead`);
  mkdirSync(join(targetDirectory(), 'touchstone'), { recursive: true });
  writeFileSync(choiceFile(), 'debian\n');
  return isInstalled ? [] : DEBIAN_TOOLCHAIN.map((name) => [name]);
}

/** Whether rustup's compiler can build wasm here; clippy needs it. */
export function hasTarget() {
  const sysroot = ask('rustc', ['--print', 'sysroot']).text.trim();
  return existsSync(join(sysroot, 'lib/rustlib', TARGET, 'lib'));
}

export function addComponents() {
  const components = { clippy: 'clippy', fmt: 'rustfmt' };
  for (const [command, component] of Object.entries(components)) {
    if (ask('cargo', [command, '--version']).ok) continue;
    say(`adding ${component} with rustup`);
    const added = ask('rustup', ['component', 'add', component]);
    if (!added.ok) {
      throw new SetupError(
        `cannot add ${component} (${added.complaint}); run: rustup component add ${component}`,
      );
    }
  }
}
