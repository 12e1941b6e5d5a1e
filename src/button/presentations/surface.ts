/** A place in this page where a gateway shows its checkout. */
export interface Surface {
  /** In the document's light DOM, because a gateway's script sees nothing else. Never moved. */
  readonly container: HTMLElement;
  /** Offers a link to the hosted page, or to the fallback while there is no session. */
  showLink?(href: string): void;
  /** The buyer can pay. */
  ready?(): void;
  /** Shows the buyer a message above the checkout. */
  showMessage?(message: string): void;
  /** The gateway has failed: the message and the link take its place. */
  fail?(message: string): void;
  close(): void;
}
