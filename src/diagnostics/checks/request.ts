import type { CheckoutRequest } from '../../protocol.ts';
import { attributeName } from '../../button/config/settings.ts';
import { isCollectionField, REQUEST_FIELDS, trimQuotes } from '../../request-rules.ts';
import { error, info, warning, type Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** What a click would send now; `undefined` if it would send nothing. */
export function requestOf({
  button,
  context,
}: Pick<Subject, 'button' | 'context'>): CheckoutRequest | undefined {
  try {
    return context.createRequest(button.readOption, button.form);
  } catch {
    return undefined;
  }
}

/** Whether a click would send a request that Solifyn can accept, apart from the ids. */
export function checkRequest({ button, context }: Subject): Finding[] {
  let request: CheckoutRequest;
  try {
    request = context.createRequest(button.readOption, button.form);
  } catch (cause) {
    const ids = ['productId', 'collectionId'].filter((name) => trimQuotes(button.readOption(name)));
    // Then the check of the ids has reported it.
    if (ids.length !== 1) return [];
    return [
      error(
        `A click sends nothing yet: ${(cause as Error).message}`,
        `Correct it on this ${button.tag} in the page's HTML.`,
      ),
    ];
  }
  return [
    ...checkIgnoredFields(request, button),
    ...checkEmail(request, button),
    ...checkOrigins(request, button),
    ...checkForm(button),
  ];
}

function checkIgnoredFields({ collectionId }: CheckoutRequest, { readOption }: Subject['button']): Finding[] {
  const ignored = REQUEST_FIELDS.slice(2).filter(
    (name) => collectionId && !isCollectionField(name) && trimQuotes(readOption(name)),
  );
  if (!ignored.length) return [];
  return [
    warning(
      `Solifyn does not accept ${ignored.map(attributeName).join(', ')} for a collection, so a click leaves it out.`,
      'Remove it, or sell a product instead.',
    ),
  ];
}

/** An invalid address stops no sale. It only does not reach the checkout page. */
function checkEmail(request: CheckoutRequest, { readOption, attribute }: Subject['button']): Finding[] {
  const email = trimQuotes(readOption('customerEmail'));
  if (!email || request.customerEmail || request.collectionId) return [];
  return [
    warning(
      `${attribute('customerEmail')} is “${email}”, which is not an e-mail address, so a click leaves it out.`,
      'Correct it, or remove it: buyers can enter their address at the checkout.',
    ),
  ];
}

/** Codes that the seller did not write on the button. */
function checkOrigins(request: CheckoutRequest, { readOption }: Subject['button']): Finding[] {
  const nouns = { aff: 'affiliate code', discountCode: 'discount code' } as const;
  return (['aff', 'discountCode'] as const)
    .filter((name) => request[name] && !trimQuotes(readOption(name)))
    .map((name) =>
      info(
        `The ${nouns[name]} “${request[name]}” comes from the form, or from the link that led to this site.`,
      ),
    );
}

function checkForm({ form, node }: Subject['button']): Finding[] {
  const id = node.getAttribute('form');
  if (id && !form)
    return [
      warning(
        `form is “${id}”, but this page has no form with that id, so a click ignores what buyers enter.`,
        `Add id="${id}" to the form, or remove form from the button.`,
      ),
    ];
  return form && HTMLFormElement.prototype.matches.call(form, ':invalid')
    ? [info('Its form is not filled in yet: a click shows what is missing and sends nothing.')]
    : [];
}
