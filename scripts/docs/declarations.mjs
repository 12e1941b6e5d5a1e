/** Reads the type declarations of the npm entry, for the tables of docs/reference/api.md. */
import { existsSync, readFileSync } from 'node:fs';
import ts from 'typescript';

const FILE = 'dist/index.d.ts';

const docOf = (node) => ts.getTextOfJSDocComment(node?.jsDoc?.at(-1)?.comment) ?? '';

/** The first sentence. The rest is for readers of the types. */
const summaryOf = (node) => {
  const [first = ''] = docOf(node).split(/(?<=\.)\s|\n\n/);
  return first;
};

/** `openCheckout(request, options?)`, without types, which have their own column. */
function signatureOf(node, name) {
  if (!ts.isFunctionDeclaration(node)) return name;
  const parameters = node.parameters.map((parameter) => {
    const isPattern = ts.isObjectBindingPattern(parameter.name);
    return (isPattern ? 'options' : parameter.name.getText()) + (parameter.questionToken ? '?' : '');
  });
  return `${name}(${parameters.join(', ')})`;
}

function parse() {
  if (!existsSync(FILE)) throw new Error(`${FILE} is missing: npm run build`);
  return ts.createSourceFile(FILE, readFileSync(FILE, 'utf8'), ts.ScriptTarget.ESNext, true);
}

/** @returns {{ name: string, signature: string, result?: string, summary: string, doc: string, isType: boolean }[]} in the order of the file */
export function declarations() {
  const source = parse();
  const named = new Map();
  const exported = new Map();
  for (const node of source.statements) {
    if (ts.isVariableStatement(node))
      for (const { name } of node.declarationList.declarations) named.set(name.getText(), node);
    else if (node.name && !ts.isModuleDeclaration(node)) named.set(node.name.getText(), node);
    if (ts.isExportDeclaration(node))
      for (const { name } of node.exportClause.elements) exported.set(name.getText(), node.isTypeOnly);
  }
  return [...exported].map(([name, isType]) => {
    const node = named.get(name);
    return {
      name,
      signature: signatureOf(node, name),
      result: node && ts.isFunctionDeclaration(node) ? node.type?.getText() : undefined,
      summary: summaryOf(node),
      doc: docOf(node),
      isType,
    };
  });
}

/** The sentence of each setting, by its name in `configure`. @returns {Map<string, string>} */
export function settingSentences() {
  const settings = parse().statements.find(
    (node) => ts.isInterfaceDeclaration(node) && node.name.text === 'Settings',
  );
  return new Map(settings.members.map((member) => [member.name.getText(), docOf(member)]));
}

/** The codes of `CheckoutError`, from the list in the comment of their type. @returns {{ code: string, meaning: string }[]} */
export function errorCodes() {
  const { doc } = declarations().find(({ name }) => name === 'CheckoutErrorCode');
  return [...doc.matchAll(/^- `([\w-]+)`: (.+)$/gm)].map(([, code, meaning]) => ({ code, meaning }));
}
