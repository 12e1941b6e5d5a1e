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
  return [...checkIgnoredFields(request, button), ...checkOrigins(request, button), ...checkForm(button)];
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

function checkForm({ form }: Subject['button']): Finding[] {
  return form && HTMLFormElement.prototype.matches.call(form, ':invalid')
    ? [info('Its form is not filled in yet: a click shows what is missing and sends nothing.')]
    : [];
}
