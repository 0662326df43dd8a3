// The steps of `npm test`, in order: what fails soonest comes first.

const NODE = process.execPath;
const TSC = [NODE, 'node_modules/typescript/bin/tsc', '--noEmit', '--project'];

/**
 * `needs` names requirements beyond those of a build: `browsers`, `lints` (clippy and rustfmt), `wasm-lints`, which
 * only rustup offers, or `python`, the environment that TOUCHSTONE_PYTHON names. A step is skipped if none of its
 * `folders` exists or its `program` is not installed. With `beside`, it begins when the step of that name does, and is
 * waited for in its turn.
 */
export const steps = [
  {
    name: 'tidy',
    says: 'layering, fences and file lengths',
    commands: [['cargo', 'xtask', 'tidy']],
  },
  {
    name: 'format',
    says: 'rustfmt',
    needs: ['lints'],
    commands: [['cargo', 'fmt', '--all', '--check']],
  },
  {
    name: 'types',
    says: 'TypeScript: page, worker, tests',
    commands: ['tsconfig.json', 'tsconfig.worker.json', 'tsconfig.test.json'].map((project) => [
      ...TSC,
      project,
    ]),
  },
  {
    name: 'biome',
    says: 'lints and format of the web sources and scripts',
    commands: [[NODE, 'node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings']],
  },
  {
    name: 'web',
    says: 'unit tests of the page and of the scripts',
    folders: ['web/test', 'tests/unit'],
    commands: [[NODE, 'scripts/node-tests.mjs', 'web/test', 'tests/unit']],
  },
  {
    name: 'deny',
    says: 'licences and banned crates',
    program: 'cargo-deny',
    commands: [['cargo', 'deny', '--offline', 'check', 'bans', 'licenses', 'sources']],
  },
  {
    name: 'rules',
    says: 'the rule pack by pySigma, and its table in the documents',
    needs: ['python'],
    commands: [
      ['python', 'scripts/rules/validate.py'],
      ['python', 'scripts/rules/table.py', '--check'],
    ],
  },
  {
    name: 'clippy',
    says: 'lints of native Rust',
    needs: ['lints'],
    commands: [['cargo', 'clippy', '--workspace', '--all-targets', '--locked', '--', '-D', 'warnings']],
  },
  {
    name: 'clippy-wasm',
    says: 'lints of what is compiled for the browser',
    needs: ['lints', 'wasm-lints'],
    environment: { CLIPPY_CONF_DIR: 'clippy-wasm' },
    commands: [['cargo', 'xtask', 'lint']],
  },
  {
    name: 'rust',
    says: 'tests of the core, the command line and xtask',
    needs: ['python'],
    commands: [['cargo', 'test', '--workspace', '--locked']],
  },
  {
    name: 'python',
    says: 'the wheel, and what Python gives against the command line',
    commands: [
      [NODE, 'scripts/python.mjs', 'test_read.py', 'test_engines.py', 'test_examples.py', 'test_bundle.py'],
    ],
  },
  {
    name: 'spark',
    says: 'the medallion on Spark against the command line; in full by npm run spark',
    program: 'java',
    commands: [[NODE, 'scripts/python.mjs', 'test_spark.py']],
  },
  {
    name: 'build',
    says: 'the page, with the quick profile',
    // Much of Spark is waiting: it leaves room for a compiler.
    beside: 'spark',
    commands: [['cargo', 'xtask', 'build', '--quick']],
  },
  {
    name: 'browser',
    says: 'the page in Chromium and in Firefox',
    needs: ['browsers'],
    folders: ['tests/browser'],
    commands: [[NODE, 'scripts/node-tests.mjs', '--at-once=2', 'tests/browser']],
  },
];
