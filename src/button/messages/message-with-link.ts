import { html, type TemplateResult } from 'lit';

/**
 * A text with a link after it.
 *
 * @param href the link's address; without one there is no link
 * @param page the text of the link
 */
export function messageWithLink(
  text: string | undefined,
  href: string | undefined,
  page: string,
): TemplateResult {
  return html`${text} ${href && html`<a href=${href} target=${top === self ? '_top' : '_blank'}>${page}</a>`}`;
}
