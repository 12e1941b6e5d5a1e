/** Extracts the texts of the WordPress plugin for translators (a .pot file), from its PHP, JavaScript and block.json. */
import { Engine } from 'php-parser';
import ts from 'typescript';

const TEXT_DOMAIN = 'solifyn-buy-button';
/** WordPress's translation functions that the plugin uses. */
const FUNCTIONS = new Set(['__', 'esc_html__', 'esc_html_e', 'esc_attr__', 'esc_attr_e']);
/** How WordPress names the texts of a block.json for translators. */
const BLOCK_CONTEXTS = { title: 'block title', description: 'block description', keywords: 'block keyword' };

/**
 * @typedef {{ text: string, reference: string, context?: string, comment?: string }} Message
 * @param {{ name: string, content: string }[]} files of the plugin
 * @returns {string} the .pot file
 */
export function extractTexts(files) {
  const messages = files.flatMap(({ name, content }) => {
    if (name.endsWith('.php')) return fromPhp(name, content);
    if (name.endsWith('.js')) return fromJavaScript(name, content);
    return name.endsWith('block.json') ? fromBlock(name, content) : [];
  });
  const unique = new Map();
  for (const message of messages) {
    const key = `${message.context ?? ''}\u0004${message.text}`;
    const known = unique.get(key);
    if (known) known.references.push(message.reference);
    else unique.set(key, { ...message, references: [message.reference] });
  }
  const header = [
    'msgid ""',
    'msgstr ""',
    `"Project-Id-Version: Solifyn Buy Button\\n"`,
    '"MIME-Version: 1.0\\n"',
    '"Content-Type: text/plain; charset=UTF-8\\n"',
    '"Content-Transfer-Encoding: 8bit\\n"',
    `"X-Domain: ${TEXT_DOMAIN}\\n"`,
  ].join('\n');
  return `${[header, ...[...unique.values()].map(toEntry)].join('\n\n')}\n`;
}

function toEntry({ text, context, comment, references }) {
  return [
    comment && `#. ${comment}`,
    `#: ${references.join(' ')}`,
    context && `msgctxt ${JSON.stringify(context)}`,
    `msgid ${JSON.stringify(text)}`,
    'msgstr ""',
  ]
    .filter(Boolean)
    .join('\n');
}

/** @returns {Message[]} */
function fromPhp(name, content) {
  const program = new Engine({ parser: { extractDoc: true }, ast: { withPositions: true } }).parseCode(
    content,
    name,
  );
  const comments = new Map(
    (program.comments ?? [])
      .filter(({ value }) => value.includes('translators:'))
      .map(({ value, loc }) => [loc.end.line, value.replaceAll(/^\/\*|\*\/$/g, '').trim()]),
  );
  const messages = [];
  const walk = (node) => {
    if (Array.isArray(node)) node.forEach(walk);
    if (typeof node?.kind !== 'string') return;
    if (node.kind === 'call' && node.what.kind === 'name' && FUNCTIONS.has(node.what.name)) {
      const [text, domain] = node.arguments;
      if (text?.kind !== 'string' || domain?.value !== TEXT_DOMAIN) {
        throw new Error(
          `${name}:${node.loc.start.line}: ${node.what.name} needs a literal text and text domain.`,
        );
      }
      const { line } = node.loc.start;
      const comment = comments.get(line - 1);
      messages.push({ text: text.value, reference: `${name}:${line}`, ...(comment && { comment }) });
    }
    for (const [key, child] of Object.entries(node)) {
      if (key !== 'comments' && key !== 'leadingComments' && key !== 'loc' && typeof child === 'object')
        walk(child);
    }
  };
  walk(program);
  return messages;
}

/** @returns {Message[]} */
function fromJavaScript(name, content) {
  const source = ts.createSourceFile(name, content, ts.ScriptTarget.Latest, true);
  const messages = [];
  const walk = (node) => {
    if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      FUNCTIONS.has(node.expression.text)
    ) {
      const [text, domain] = node.arguments;
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      if (!text || !ts.isStringLiteral(text) || domain?.text !== TEXT_DOMAIN) {
        throw new Error(`${name}:${line}: ${node.expression.text} needs a literal text and text domain.`);
      }
      messages.push({ text: text.text, reference: `${name}:${line}` });
    }
    ts.forEachChild(node, walk);
  };
  walk(source);
  return messages;
}

/** @returns {Message[]} */
function fromBlock(name, content) {
  const block = JSON.parse(content);
  return Object.entries(BLOCK_CONTEXTS).flatMap(([key, context]) =>
    [block[key] ?? []].flat().map((text) => ({ text, context, reference: name })),
  );
}
