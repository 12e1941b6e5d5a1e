import ts from 'typescript';

/**
 * Rollup plugin: TypeScript to ES2022, one module at a time. The sources are `isolatedModules` and
 * `erasableSyntaxOnly`, so this needs no type checker. `npm run types` checks the types. Imports have
 * their `.ts` extension, so Rollup resolves them by itself.
 */
export function typescript() {
  /** @type {import('typescript').CompilerOptions} */
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022, // keeps `#private`, class fields and static blocks
    module: ts.ModuleKind.ESNext,
    jsx: ts.JsxEmit.ReactJSX,
    verbatimModuleSyntax: true,
    sourceMap: true,
  };
  return {
    name: 'typescript',
    transform(code, id) {
      if (!/\.tsx?$/.test(id)) return null;
      const { outputText, sourceMapText } = ts.transpileModule(code, { compilerOptions, fileName: id });
      return {
        code: outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'),
        map: JSON.parse(sourceMapText),
      };
    },
  };
}
