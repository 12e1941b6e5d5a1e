import { TRIGGER_ATTRIBUTE, TRIGGER_ELEMENT } from '../../button/trigger-selector.ts';
import { findMisplacedAttributes, TAG } from '../buttons.ts';
import { error, WEIGHT, type Finding } from '../finding.ts';
import { findAll, tagOf } from '../page-elements.ts';

/** Attributes by which an id is meant, but which nothing reads. */
const ID_ATTRIBUTE = /^(?:data-)?(?:solifyn-?)?(?:product|collection)[-_]?(?:id)?$/i;
const SOLIFYN_ID = /^["'\s]*(prod|col)_/;

/** Our own prefix: with a Solifyn id as the value, what follows it is a misspelt name. */
const OWN_PREFIX = 'data-solifyn';

/** Elements that were meant to be buy buttons but are not. */
export function checkWrongTags(): Finding[] {
  return [...unknownTags(), ...misplacedAttributes(), ...misnamedAttributes()];
}

/** `<buy-button>`, `<solifyn-button>`: the browser accepts every name and does nothing with it. */
function unknownTags(): Finding[] {
  const unknown = [
    ...findAll(':not(:defined)').filter(
      (node) => /solif|buy/.test(node.localName) || findIdAttribute(node) !== undefined,
    ),
    ...findAll('*').filter(
      (node) => node instanceof HTMLUnknownElement && findIdAttribute(node) !== undefined,
    ),
  ];
  return [...new Set(unknown.map(tagOf))].map((tag) =>
    tag.startsWith(`<${TAG}`)
      ? error(
          `The space after “<${TAG}” is a special one (a non-breaking space), so browsers read it as a part of the tag’s name.`,
          'Delete that space and type it again.',
          { weight: WEIGHT.cause },
        )
      : error(
          `The page has a ${tag}, a tag that does not exist.`,
          `Write <${TAG} …></${TAG}> instead of ${tag}.`,
        ),
  );
}

function misplacedAttributes(): Finding[] {
  return findMisplacedAttributes().map((node) =>
    error(
      `A ${tagOf(node)} has data-solifyn-product-id or data-solifyn-collection-id, but only links and buttons become buy buttons.`,
      'Move the attribute to an <a> or a <button>.',
    ),
  );
}

/** `data-product-id="prod_…"` on a link: the attribute of another shop, or of our element. */
function misnamedAttributes(): Finding[] {
  return findAll(TRIGGER_ELEMENT).flatMap((node) => {
    if (node.matches(TRIGGER_ATTRIBUTE)) return [];
    const name = findIdAttribute(node);
    if (name === undefined) return [];
    const kind = SOLIFYN_ID.exec(node.getAttribute(name) ?? '')?.[1] === 'col' ? 'collection' : 'product';
    return [
      error(
        `A ${tagOf(node)} has the attribute ${name}, which nothing reads, so it is no buy button.`,
        'Rename the attribute:',
        { code: `data-solifyn-${kind}-id="${node.getAttribute(name)}"` },
      ),
    ];
  });
}

/** The attribute of the element that holds a Solifyn id under a wrong name. */
function findIdAttribute(node: Element): string | undefined {
  return [...node.attributes].find(
    ({ name, value }) => (ID_ATTRIBUTE.test(name) || name.startsWith(OWN_PREFIX)) && SOLIFYN_ID.test(value),
  )?.name;
}
