// Installs what is missing, and only that, with a line for each. `npm start`, `npm test` and `npm run build`
// begin with it; `node scripts/setup.mjs [--browsers]` runs it alone.

import { pathToFileURL } from 'node:url';
import { browserEnvironment, findChromium, findFirefox, hasFont } from './setup/browsers.mjs';
import { clangEnvironment, findClang } from './setup/clang.mjs';
import { findLinker } from './setup/linker.mjs';
import { addCargoToPath, isMac, SetupError, which } from './setup/machine.mjs';
import { installNodeModules } from './setup/node-modules.mjs';
import { hasApt, installPackages } from './setup/packages.mjs';
import { addComponents, addWasmTarget, checkCargo, chooseToolchain } from './setup/rust.mjs';

/**
 * Prepares the machine for building; with `browsers` also for the tests of the page, with `lints` also for
 * checking the Rust code. Returns the environment for the next steps.
 */
export function setup({ browsers = false, lints = browsers } = {}) {
  addCargoToPath();
  chooseToolchain();
  checkCargo();
  const missing = missingPrograms(browsers);
  if (missing.length > 0 && !hasApt()) throw new SetupError(byHand(missing));
  const packages = missing.map((program) => program.packages);
  installPackages([...packages, ...addWasmTarget()]);
  if (lints) addComponents();
  const stillMissing = missingPrograms(browsers).filter((program) => program.cask !== undefined);
  if (stillMissing.length > 0) throw new SetupError(byHand(stillMissing));
  installNodeModules();
  return { ...process.env, ...clangEnvironment(), ...(browsers ? browserEnvironment() : {}) };
}

/** Missing programs, with Debian's and Ubuntu's packages and Homebrew's name for each. */
function missingPrograms(browsers) {
  const programs = [
    { name: 'a C compiler to link with', found: findLinker(), packages: ['build-essential'], cask: 'gcc' },
    { name: 'a clang that compiles for wasm32', found: findClang(), packages: ['clang'], cask: 'llvm' },
  ];
  if (browsers) {
    programs.push(
      {
        name: 'Chromium',
        found: findChromium(),
        packages: ['chromium', 'chromium-browser'],
        cask: '--cask google-chrome',
      },
      { name: 'Firefox', found: findFirefox(), packages: ['firefox-esr', 'firefox'], cask: '--cask firefox' },
      { name: 'a font', found: hasFont() || undefined, packages: ['fonts-dejavu-core'] },
      // It verifies signatures of bundles in the tests.
      { name: 'minisign', found: which('minisign'), packages: ['minisign'], cask: 'minisign' },
    );
  }
  return programs.filter((program) => program.found === undefined);
}

/** The instruction for a machine without apt, in one line. */
function byHand(missing) {
  const names = missing.map((program) => program.name).join(', ');
  if (!isMac) return `missing: ${names}; install them with this system's package manager and start again`;
  const commands = missing.map((program) => `brew install ${program.cask}`);
  return `missing: ${names}; run: ${commands.join(' && ')}`;
}

/** Runs the set-up; if it cannot continue, exits with a one-line message. */
export function setupOrExit(options) {
  try {
    return setup(options);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`setup: ${error.message}`);
    process.exit(1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  setupOrExit({ browsers: process.argv.includes('--browsers') });
  console.log('setup: everything is there');
}
