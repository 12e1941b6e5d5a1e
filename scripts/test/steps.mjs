/** The steps of `npm test`, in the groups that continuous integration runs side by side. */

export const GROUPS = ['check', 'node', 'chromium', 'firefox', 'webkit', 'frameworks', 'site'];

/** What each group needs beside Node. */
const PROGRAMS = {
  check: [],
  node: ['redis', 'php', 'chromium'],
  chromium: ['chromium'],
  firefox: ['firefox'],
  webkit: ['webkit'],
  frameworks: ['chromium'],
  site: ['chromium'],
};

const npm = (script, ...args) => ['npm', 'run', '--silent', script, ...(args.length ? ['--', ...args] : [])];

const unique = (values) => [...new Set(values)];

const escape = (text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Playwright's arguments for these tests alone. */
const playwrightArguments = (tests) => [
  ...unique(tests.map(({ file }) => file)),
  ...unique(tests.map(({ engine }) => engine)).map((engine) => `--project=${engine}`),
  `--grep=${tests.map(({ name }) => escape(name.replaceAll(' › ', ' '))).join('|')}`,
];

/**
 * @param {readonly string[]} groups
 * @returns {(import('./run-steps.mjs').Step | import('./run-steps.mjs').Lanes)[]}
 */
export function stepsOf(groups) {
  const has = (group) => groups.includes(group);
  const engines = ['chromium', 'firefox', 'webkit'].filter(has);
  const projects = ['chromium', 'firefox'].filter(has);
  const programs = unique(groups.flatMap((group) => PROGRAMS[group]));
  return [
    programs.length > 0 && { name: 'Browsers', command: npm('browsers', ...programs) },
    {
      // Together the lanes keep two cores busy. Each one alone has steps that use one core, or wait a lot. The last steps of each
      // use both, for when the other lane is done.
      lanes: [
        [
          { name: 'Build', command: npm('build') },
          ...endToEndTests(projects),
          ...(has('site') ? [playwrightStep('Documentation site', 'test:site')] : []),
        ],
        [
          ...unitTests(engines),
          ...(has('check') ? CHECKS : []),
          ...(has('webkit') ? [WEBKIT_TESTS] : []),
          ...(has('node') ? [NODE_TESTS] : []),
          ...(has('frameworks') ? [playwrightStep('Apps in each framework', 'test:frameworks')] : []),
        ],
      ],
    },
  ].filter(Boolean);
}

/** @returns {import('./run-steps.mjs').Step[]} */
const endToEndTests = (projects) =>
  projects.length === 0
    ? []
    : [
        {
          name: 'End-to-end tests',
          command: npm('test:e2e', ...projects.map((project) => `--project=${project}`)),
          hasReport: true,
          needs: 'Build',
          again: (tests) => ({ command: npm('test:e2e', ...playwrightArguments(tests)) }),
        },
      ];

/** Playwright's tests of what an npm script builds first. */
function playwrightStep(name, script) {
  return {
    name,
    command: npm(script),
    hasReport: true,
    needs: 'Build',
    again: (tests) => ({ command: npm(script, ...playwrightArguments(tests)) }),
  };
}

const CHECKS = [
  { name: 'Tables of the documentation', command: npm('tables', '--check'), needs: 'Build' },
  { name: 'Drawings of the documentation', command: npm('drawings', '--check') },
  { name: 'Lint', command: npm('lint'), needs: 'Build' },
  { name: 'Types', command: npm('types'), needs: 'Build' },
  { name: 'Package', command: npm('check:package'), needs: 'Build' },
  { name: 'Size', command: npm('size'), needs: 'Build' },
];

/** @returns {import('./run-steps.mjs').Step[]} */
const unitTests = (engines) =>
  engines.length === 0
    ? []
    : [
        {
          name: 'Unit tests',
          command: ['env', `BROWSERS=${engines.join(',')}`, ...npm('test:unit')],
          hasReport: true,
          again: (tests) => ({
            command: npm('test:unit', '--files', ...unique(tests.map(({ file }) => file))),
            env: { BROWSERS: unique(tests.map(({ engine }) => engine)).join(',') },
          }),
        },
      ];

const NODE_TESTS = { name: 'Node tests', command: npm('test:node'), hasReport: true, needs: 'Build' };

const WEBKIT_TESTS = {
  name: 'End-to-end tests in WebKit',
  command: npm('test:webkit'),
  hasReport: true,
  needs: 'Build',
  again: (tests) => ({
    command: npm('test:webkit'),
    env: { TEST_NAMES: JSON.stringify(tests.map(({ name }) => name.split(' › ').at(-1))) },
  }),
};
