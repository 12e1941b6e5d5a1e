import ts from 'typescript';

/**
 * Rollup plugin: TypeScript to ES2022, one module at a time. The sources are `isolatedModules` and
 * `erasableSyntaxOnly`, so nothing needs the type checker here; `npm run types` does the checking. Imports carry
 * their `.ts` extension, so Rollup resolves them by itself.
 */
export function typescript() {
  /** @type {import('typescript').CompilerOptions} */
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022, // `#private`, class fields and static blocks stay as written
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
