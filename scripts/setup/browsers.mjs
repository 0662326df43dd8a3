// The two browsers for the tests, and a font for screenshots.

import { existsSync, readdirSync } from 'node:fs';
import { isExecutable, isMac, which } from './machine.mjs';

const CHROMIUM = {
  variable: 'TOUCHSTONE_CHROMIUM',
  names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  mac: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
};

const FIREFOX = {
  variable: 'TOUCHSTONE_FIREFOX',
  names: ['firefox-esr', 'firefox'],
  mac: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
};

/** Flags for an automated Chromium: as root, without a screen, without prompts. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of Chromium or Chrome, or undefined; the variable TOUCHSTONE_CHROMIUM takes precedence. */
export function findChromium() {
  return find(CHROMIUM);
}

/** The path of Firefox, or undefined; the variable TOUCHSTONE_FIREFOX takes precedence. */
export function findFirefox() {
  return find(FIREFOX);
}

function find({ variable, names, mac }) {
  const named = process.env[variable];
  if (named) return named;
  for (const name of names) {
    const path = which(name);
    if (path !== undefined) return path;
  }
  return isMac ? mac.find(isExecutable) : undefined;
}

/** The browsers' paths, as environment variables for the tests. */
export function browserEnvironment() {
  const environment = {};
  for (const browser of [CHROMIUM, FIREFOX]) {
    const path = find(browser);
    if (path !== undefined) environment[browser.variable] = path;
  }
  return environment;
}

/** Without any font a headless browser draws empty boxes. */
export function hasFont() {
  if (isMac) return true;
  return ['/usr/share/fonts', '/usr/local/share/fonts'].some(
    (folder) =>
      existsSync(folder) &&
      readdirSync(folder, { recursive: true }).some((name) => /\.(ttf|otf|ttc|pfb)$/i.test(`${name}`)),
  );
}
