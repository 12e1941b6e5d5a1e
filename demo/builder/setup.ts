import type { Release } from './markup.ts';

/** Settings that come from the server or the build of the site, in `release.json` beside the page. */
export interface Setup extends Release {
  /** The codes of the button's languages. */
  languages: string[];
  /** What the live button sells. */
  product: string;
  collection: string;
  /** Address of the session endpoint for the live button. Absent on a static site, whose sandbox sets `createSession`. */
  endpoint?: string;
  /** What shows the checkout of the live button in a dialog or inline. Absent if the gateway of the snippet does. */
  gateway?: string;
  /** What stands before an id in the address of the live button's checkout link. */
  links: string;
  /** What the sandbox sells and accepts. Absent with the real Solifyn API. */
  sandbox?: { ids: string[]; codes: string[] };
}
