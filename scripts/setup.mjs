// Installs what is missing, and only that, saying so in a line each. `npm start`, `npm test` and `npm run build`
// begin with it; `node scripts/setup.mjs [--browsers]` runs it alone.

import { pathToFileURL } from 'node:url';
import { browserEnvironment, findChromium, findFirefox, hasFont } from './setup/browsers.mjs';
import { clangEnvironment, findClang } from './setup/clang.mjs';
import { findLinker } from './setup/linker.mjs';
import { addCargoToPath, isMac, SetupError } from './setup/machine.mjs';
import { installNodeModules } from './setup/node-modules.mjs';
import { hasApt, installPackages } from './setup/packages.mjs';
import { addComponents, addWasmTarget, checkCargo, chooseToolchain } from './setup/rust.mjs';

/**
 * Makes the machine ready to build; with `browsers` also to open the page, with `lints` also to check the Rust.
 * Gives the environment that the steps after it run in.
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

/** What is not there, with Debian's and Ubuntu's packages for it and Homebrew's name. */
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
    );
  }
  return programs.filter((program) => program.found === undefined);
}

/** The one line for a machine without apt. */
function byHand(missing) {
  const names = missing.map((program) => program.name).join(', ');
  if (!isMac) return `missing: ${names}; install them with this system's package manager and start again`;
  const commands = missing.map((program) => `brew install ${program.cask}`);
  return `missing: ${names}; run: ${commands.join(' && ')}`;
}

/** Runs the set-up and ends the program with one line where it cannot go on. */
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
