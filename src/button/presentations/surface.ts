/** A place in this page where a gateway shows its checkout. */
export interface Surface {
  /** In the document's light DOM: a gateway's script sees nothing else. Never moved. */
  container: HTMLElement;
  /** The hosted page is known. */
  link?(href: string): void;
  /** The gateway can be used. */
  ready?(): void;
  /** The gateway has failed: offers the hosted page. */
  fail?(): void;
  close(): void;
}
