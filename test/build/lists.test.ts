/** Lists that say the same in places which may not know of each other. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

/** The quoted words of what the expression finds. */
const wordsIn = (file: string, expression: RegExp): string[] => {
  const [, found] = expression.exec(read(file)) ?? [];
  assert.ok(found, `${expression} finds nothing in ${file}`);
  return [...found.matchAll(/['"]([^'"]+)['"]/g)].map(([, word]) => word!);
};

test('The modes are the same for the checkout, the diagnosis, the builder of the demo and WordPress', () => {
  const modes = wordsIn('src/events.ts', /type Mode =([^;]+);/);
  assert.ok(modes.length > 3);
  for (const [file, expression] of [
    ['src/config.ts', /mode: \[([^\]]+)\]/],
    ['src/debug/settings.ts', /mode: \[([^\]]+)\]/],
    ['demo/builder/choice.ts', /const MODES = \[([^\]]+)\]/],
  ] as const)
    assert.deepEqual(wordsIn(file, expression), modes, file);
  const editor = read('templates/wordpress/solifyn-buy-button/block/editor.js');
  // The first is the default, and an empty value there.
  for (const mode of modes.slice(1)) assert.ok(editor.includes(`{ value: '${mode}', label: `), mode);
});

test('Every code of an error has its meaning in the comment, from which the documentation is made', () => {
  const file = 'src/errors.ts';
  const [, comment] = /\/\*\*([^]+?)\*\/\nexport type CheckoutErrorCode/.exec(read(file)) ?? [];
  const explained = Array.from(comment!.matchAll(/^ \* - `([\w-]+)`: \S/gm), ([, code]) => code);
  assert.deepEqual(explained, wordsIn(file, /type CheckoutErrorCode =([^;]+);/));
});

test('The words that a setting may be are the same for the checkout and the diagnosis', () => {
  const choices = (file: string) => {
    const [, list] = /const CHOICES[^=]*= \{\n([^}]+)\}/.exec(read(file)) ?? [];
    assert.ok(list?.includes('mode: '), file);
    return list;
  };
  assert.equal(choices('src/debug/settings.ts'), choices('src/config.ts'));
});
