/** `ng build`, without Angular's command line: its other commands would bring a hundred packages. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { Architect } = require('@angular-devkit/architect');
const { WorkspaceNodeModulesArchitectHost } = require('@angular-devkit/architect/node');
const { json, logging } = createRequire(require.resolve('@angular-devkit/architect'))('@angular-devkit/core');

const root = fileURLToPath(new URL('.', import.meta.url));
const target = { project: 'shop', target: 'build' };

/** What stands in an `angular.json`. */
const workspace = {
  getBuilderName: async () => '@angular/build:application',
  getMetadata: async () => ({
    root: '',
    sourceRoot: 'src',
    projectType: 'application',
    cli: { cache: { enabled: false } },
  }),
  getOptions: async () => ({
    browser: 'src/main.ts',
    index: 'src/index.html',
    tsConfig: 'tsconfig.json',
    outputPath: { base: 'dist', browser: 'production' },
    // The page has no styles to inline, and the tool that would do it disagrees with another version of its parser here.
    optimization: { scripts: true, styles: false, fonts: false },
    progress: false,
  }),
  hasTarget: async () => true,
  getDefaultConfigurationName: async () => undefined,
};

const registry = new json.schema.CoreSchemaRegistry();
registry.addPostTransform(json.schema.transforms.addUndefinedDefaults);
const architect = new Architect(new WorkspaceNodeModulesArchitectHost(workspace, root), registry);
const logger = new logging.Logger('build');
logger.subscribe(({ level, message }) => console.log(`${level}: ${message}`));

const run = await architect.scheduleTarget(target, {}, { logger });
const { success } = await run.lastOutput;
await run.stop();
process.exit(success ? 0 : 1);
