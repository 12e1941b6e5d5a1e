/**
 * `npm run types`: checks the types of every project in one process. Files that projects share, e.g. the types of the DOM, are
 * parsed once, which halves the time of one `tsc` for each.
 *
 * `npm run types -- demo test`: only these projects.
 */
import { argv, exit } from 'node:process';
import ts from 'typescript';

const PROJECTS = [
  'tsconfig.json',
  'src/session-endpoint/tsconfig.json',
  'src/sandbox/tsconfig.json',
  'src/webhooks/tsconfig.json',
  'demo/tsconfig.json',
  'test/tsconfig.json',
  'docs/.vitepress/tsconfig.json',
  // The built declarations, in each framework.
  'test/integration/types/page/tsconfig.json',
  'test/integration/types/react/tsconfig.json',
  'test/integration/types/preact/tsconfig.json',
  'test/integration/types/solid/tsconfig.json',
  // The templates, in the types of each runtime.
  'test/node/templates/types/framer.json',
  'test/node/templates/types/workers.json',
  'test/node/templates/types/node.json',
  'test/node/templates/types/bun.json',
  'test/node/templates/types/deno.json',
];

const formatHost = {
  getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
};

const registry = ts.createDocumentRegistry();

/** By the options that a parsed file depends on, and by file. @type {Map<string, import('typescript').SourceFile | undefined>} */
const parsed = new Map();

/** A compiler host that parses each file once. @param {import('typescript').CompilerOptions} options */
function createHost(options) {
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  const settings = registry.getKeyForCompilationSettings(options);
  host.getSourceFile = (name, languageVersion, ...others) => {
    const key = JSON.stringify([settings, languageVersion.impliedNodeFormat, name]);
    if (!parsed.has(key)) parsed.set(key, getSourceFile(name, languageVersion, ...others));
    return parsed.get(key);
  };
  return host;
}

/** @returns {{ config?: import('typescript').ParsedCommandLine, errors: import('typescript').Diagnostic[] }} */
function read(project) {
  const errors = [];
  const config = ts.getParsedCommandLineOfConfigFile(project, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (error) => errors.push(error),
  });
  return { config, errors };
}

/** @returns {readonly import('typescript').Diagnostic[]} */
function check(project) {
  const { config, errors } = configs.get(project);
  if (!config) return errors;
  const { fileNames: rootNames, options, projectReferences, errors: configFileParsingDiagnostics } = config;
  const host = createHost(options);
  const program = ts.createProgram({
    rootNames,
    options,
    host,
    projectReferences,
    configFileParsingDiagnostics,
  });
  return ts.sortAndDeduplicateDiagnostics([
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program
      .getSourceFiles()
      .filter(({ fileName }) => !isCheckedElsewhere(fileName, project))
      .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ]);
}

/** Whether a file that this project imports is checked as a file of its own project. */
const isCheckedElsewhere = (file, project) => checkedBy.has(file) && checkedBy.get(file) !== project;

const parts = argv.slice(2);
const projects = PROJECTS.filter((path) => !parts.length || parts.some((part) => path.startsWith(part)));
const configs = new Map(projects.map((project) => [project, read(project)]));

/** The first project that has a file as its own. @type {Map<string, string>} */
const checkedBy = new Map();
for (const [project, { config }] of configs)
  for (const file of config?.fileNames ?? []) if (!checkedBy.has(file)) checkedBy.set(file, project);

let isGood = true;
for (const project of projects) {
  const start = performance.now();
  const errors = check(project);
  if (errors.length) console.log(ts.formatDiagnosticsWithColorAndContext(errors, formatHost));
  isGood &&= errors.length === 0;
  console.log(
    `${errors.length ? '✖' : '✔'} ${((performance.now() - start) / 1000).toFixed(1).padStart(5)} s  ${project}`,
  );
}
exit(isGood ? 0 : 1);
