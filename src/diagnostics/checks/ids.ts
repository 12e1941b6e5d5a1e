import type { BuyButton } from '../buttons.ts';
import { isExampleId, isUnfilledTemplate } from '../example-values.ts';
import { error, info, ok, warning, WEIGHT, type Finding } from '../finding.ts';
import { trimQuotes } from '../../request-rules.ts';
import type { Subject } from '../subject.ts';
import { requestOf } from './request.ts';

type IdName = 'productId' | 'collectionId';

const KINDS = {
  productId: { prefix: 'prod_', noun: 'product', other: 'collectionId' },
  collectionId: { prefix: 'col_', noun: 'collection', other: 'productId' },
} as const satisfies Record<IdName, { prefix: string; noun: string; other: IdName }>;

/** Whether the button has one id, and whether that can be an id of the seller's own. */
export function checkIds(subject: Subject): Finding[] {
  const { button, test } = subject;
  const ids = requestOf(subject) ?? writtenIds(button);
  const names = (['productId', 'collectionId'] as const).filter((name) => ids[name]);
  const [name] = names;
  if (!name || names.length > 1) return [notOneId(names.length, button)];
  const id = ids[name] ?? '';
  if (test?.checkoutUrl) return [ok(`Solifyn created a checkout for ${id}.`)];
  return [checkId(name, id, button, test?.isUnknownId === true)];
}

/** The ids on a button whose request is not complete yet. */
function writtenIds({ readOption }: BuyButton): { [name in IdName]?: string | undefined } {
  return {
    productId: trimQuotes(readOption('productId')),
    collectionId: trimQuotes(readOption('collectionId')),
  };
}

function notOneId(count: number, { attribute }: BuyButton): Finding {
  const [product, collection] = [attribute('productId'), attribute('collectionId')];
  return count
    ? error(`It has both ${product} and ${collection}, so a click sends nothing.`, 'Keep one of the two.')
    : error(
        `It has neither ${product} nor ${collection}, so there is nothing to sell.`,
        'Add the id that your Solifyn dashboard shows:',
        { code: `${product}="prod_…"` },
      );
}

/** Checks only the text of the id. Whether the id exists, only “Test” finds out. */
function checkId(name: IdName, id: string, { attribute }: BuyButton, isUnknown: boolean): Finding {
  const { prefix, noun, other } = KINDS[name];
  const written = `${attribute(name)} is “${id}”`;
  const copyIt = `Copy the id of your ${noun} from your Solifyn dashboard. It begins with ${prefix}`;
  if (isUnfilledTemplate(id))
    return error(`${written}: your site builder or script did not fill in the id.`, copyIt, {
      weight: WEIGHT.cause,
    });
  if (id.startsWith(KINDS[other].prefix))
    return error(
      `${written}, but an id that begins with ${KINDS[other].prefix} is that of a ${KINDS[other].noun}.`,
      'Change the attribute:',
      { code: `${attribute(other)}="${id}"`, weight: WEIGHT.cause },
    );
  if (isExampleId(id))
    return (isUnknown ? error : warning)(
      `${written}, the example from the instructions. It is not the id of a ${noun} of yours.`,
      copyIt,
      { weight: WEIGHT.cause },
    );
  const ids = id.match(/(?:prod|col)_\w+/g) ?? [];
  if (ids.length > 1 && !/[/?]/.test(id))
    return error(
      `${written}. That is more than one id.`,
      'Write one id. To sell several products at once, create a collection in your Solifyn dashboard.',
      { weight: WEIGHT.cause },
    );
  if (/\s/.test(id))
    return error(`${written}, with a space in it.`, 'Write it like this:', {
      code: `${attribute(name)}="${id.replaceAll(/\s/g, '')}"`,
      weight: WEIGHT.cause,
    });
  const [inAddress] = ids;
  if (inAddress && /[/?]/.test(id))
    return error(`${written}. That is an address, not an id.`, 'Write the id alone:', {
      code: `${attribute(name)}="${inAddress}"`,
      weight: WEIGHT.cause,
    });
  if (!id.startsWith(prefix) || /[^\w-]/.test(id) || id.length < prefix.length + 3)
    return warning(
      `${written}. Ids of Solifyn look like ${prefix}a1B2c3D4e5.`,
      `${copyIt}. “Test” checks whether this one exists.`,
      {
        weight: WEIGHT.cause,
      },
    );
  return info(`It is for the ${noun} ${id}. “Test” checks whether that exists.`);
}
