import { error, type Finding } from '../finding.ts';
import { shortText } from '../page-elements.ts';
import type { EndpointResponse } from './endpoint-response.ts';

/** The source text of a JavaScript program. */
const JAVASCRIPT = /^(?:\/[/*].*\n|\s)*(?:import|export|const|let|var|function)\b|\brequire\(['"]/;

/** What PHP prints when it stops. */
const PHP_ERROR = /\b(?:Parse|Fatal) error\b.{0,20}: |\bWarning<\/b>: /;

/** What a response means that is a text instead of JSON; `undefined` if the text shows nothing. */
export function describeText(response: EndpointResponse): Finding | undefined {
  const { url, text } = response;
  if (text.includes('<?php'))
    return error(
      `${url.href} sends the source text of a PHP program instead of running it.`,
      'Put the session endpoint on a host that runs PHP, and delete the program here: if it contains your secret key, create a new key.',
    );
  if (/(?:java|type)script/.test(response.contentType) || JAVASCRIPT.test(text))
    return error(
      `${url.href} sends the source text of a program instead of running it.`,
      'Set endpoint to the address where your session endpoint runs, not to its file. The host must run programs, not only store files.',
    );
  if (PHP_ERROR.test(text))
    return error(
      `The PHP program at ${url.href} has an error: ${quote(text.replace(/<[^>]*>/g, ''))}`,
      'Correct the program, or upload the original again.',
    );
  if (text.includes('"session_id"'))
    return error(
      `${url.href} answers with a checkout session, but also with other text: ${quote(text)}`,
      'The program must print the JSON and nothing else. Remove each print or echo before and after it, and turn off the display of warnings.',
    );
  if (isWebPage(response))
    return error(
      `${url.href} answers with a web page (HTML) instead of JSON: ${quote(titleOf(text), 80)}. It is the address of a page of a site, not of a session endpoint.`,
      'Set endpoint to the address where your session endpoint runs. (Some sites answer every address with their home page, also a misspelt one.)',
    );
  return undefined;
}

/** What a person would read first on a web page: its title, else its first words. */
export function titleOf(html: string): string {
  const title = /<title[^>]*>\s*([^<\s][^<]*)/i.exec(html)?.[1];
  return title ?? html.replace(/<(style|script)\b[\s\S]*?<\/\1>|<[^>]*>/gi, ' ');
}

/** Whether the body is a web page rather than JSON. */
export function isWebPage({ contentType, text }: EndpointResponse): boolean {
  return contentType.includes('text/html') || /^\s*<(!doctype|html|head|body)/i.test(text);
}

export function quote(text: string, length = 160): string {
  const short = shortText(text, length);
  return short ? `“${short}”` : '(nothing)';
}
