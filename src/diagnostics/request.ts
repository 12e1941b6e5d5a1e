import { fallbackFor } from '../button/checkout-host.ts';
import type { CheckoutRequest } from '../protocol.ts';
import { attributeName } from '../button/config/settings.ts';
import { isCollectionField, REQUEST_FIELDS, trimQuotes } from '../request-rules.ts';
import type { BuyButton } from './buttons.ts';
import { bad, doubt, good, note, type Finding } from './finding.ts';
import type { DiagnosticsContext } from './diagnostics-context.ts';

/** What a click would send now; absent where it would send nothing. */
export interface RequestCheck {
  request?: CheckoutRequest;
  findings: Finding[];
}

const PRODUCT_ONLY = REQUEST_FIELDS.slice(2).filter((name) => !isCollectionField(name));

/** Whether a click would send something that Solifyn can take. */
export function checkRequest(button: BuyButton, { createRequest }: DiagnosticsContext): RequestCheck {
  let request: CheckoutRequest;
  try {
    request = createRequest(button.values, button.form);
  } catch (error) {
    const ids = (['productId', 'collectionId'] as const).filter((name) => trimQuotes(button.values(name)));
    if (ids.length !== 1) return { findings: [notOneId(ids.length, button)] };
    return {
      findings: [
        bad(
          `A click sends nothing yet: ${(error as Error).message}`,
          `Correct it on this ${button.tag} in the page's HTML.`,
        ),
      ],
    };
  }
  return { request, findings: [...checkIds(request, button), ...checkRest(request, button)] };
}

function notOneId(count: number, { attribute }: BuyButton): Finding {
  const [product, collection] = [attribute('productId'), attribute('collectionId')];
  return count
    ? bad(`It has both ${product} and ${collection}, so a click sends nothing.`, 'Keep one of the two.')
    : bad(
        `It has neither ${product} nor ${collection}, so there is nothing to sell.`,
        `Add ${product}="prod_…" with the id that your Solifyn dashboard shows.`,
      );
}

/** An id of the wrong kind is refused by Solifyn only at the click. */
function checkIds({ productId, collectionId }: CheckoutRequest, { attribute }: BuyButton): Finding[] {
  const [name, id, prefix] = productId
    ? (['productId', productId, 'prod_'] as const)
    : (['collectionId', collectionId!, 'col_'] as const);
  if (id.startsWith(prefix)) return [good(`It sells ${id}.`)];
  const other = { prod_: 'collectionId', col_: 'productId' }[prefix];
  const isOther = id.startsWith(prefix === 'prod_' ? 'col_' : 'prod_');
  return [
    isOther
      ? bad(
          `${attribute(name)} is “${id}”, but such an id is that of a ${other === 'productId' ? 'product' : 'collection'}.`,
          `Write ${attribute(other)}="${id}" instead.`,
        )
      : doubt(
          `${attribute(name)} is “${id}”. Solifyn's ids begin with ${prefix}`,
          'Copy the id from your Solifyn dashboard. “Test” asks whether this one exists.',
        ),
  ];
}

function checkRest(request: CheckoutRequest, { node, values, attribute, form }: BuyButton): Finding[] {
  const findings: Finding[] = [];
  const dropped = PRODUCT_ONLY.filter((name) => trimQuotes(values(name)) && request.collectionId);
  if (dropped.length)
    findings.push(
      doubt(
        `Solifyn takes no ${dropped.map(attributeName).join(', ')} for a collection, so it is left out.`,
        'Remove it, or sell a product instead.',
      ),
    );
  for (const [name, what] of [
    ['aff', 'affiliate code'],
    ['discountCode', 'discount code'],
  ] as const)
    if (request[name] && !trimQuotes(values(name)))
      findings.push(
        note(`The ${what} “${request[name]}” comes from the form or from the link that led to this site.`),
      );
  if (form?.matches(':invalid'))
    findings.push(note('Its form is not filled in yet: a click shows what is missing and sends nothing.'));
  if (isOff(node, values, attribute)) findings.push(note('It is disabled, so a click does nothing.'));
  // Safari has it since 17.4.
  const isVisible = (node as Partial<HTMLElement>).checkVisibility?.call(node) ?? true;
  if (!isVisible || !node.getClientRects().length)
    findings.push(doubt('It cannot be seen: the page hides it.', 'Look for display: none around it.'));
  const link = node.matches('a') ? node : node.querySelector('a[href]');
  if (!fallbackFor(link))
    findings.push(
      note(
        'It has no fallback link: where the script or the session endpoint does not work, nobody can buy.',
        node.matches('a')
          ? 'Put the address of the checkout link in href.'
          : 'Put a link to the product between its tags: <a href="https://…">Buy now</a>.',
      ),
    );
  return findings;
}

function isOff(node: HTMLElement, values: BuyButton['values'], attribute: BuyButton['attribute']): boolean {
  if (node.matches(':disabled')) return true;
  return (
    node.hasAttribute(attribute('disabled')) && trimQuotes(values('disabled'))?.toLowerCase() !== 'false'
  );
}
