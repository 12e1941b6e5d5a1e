/** What the shop is in every framework. */

/** The fallback link: a page of the shop's own site stands in for Solifyn's. */
export const LINK = '/checkout/prod_apple';

export interface Product {
  id: string;
  name: string;
}

export const PRODUCTS: readonly Product[] = [
  { id: 'prod_pear', name: 'a pear' },
  { id: 'prod_fig', name: 'a fig' },
  { id: 'prod_plum', name: 'a plum' },
];

/** How often "Render often" renders. */
export const OFTEN = 100;

/**
 * Opens the shop on a page. Its address says where the endpoint is, and whether the element is defined before the
 * framework shows its tags (the usual case), or after.
 *
 * @param load - imports the package
 * @param show - renders, or takes over what the server has rendered; resolves when the shop is mounted
 */
export async function openShop(
  load: () => Promise<{ configure(settings: { endpoint: string; retries: number }): void }>,
  show: (isRendered: boolean) => Promise<void>,
): Promise<void> {
  const address = new URLSearchParams(location.search);
  const isRendered = Boolean(document.querySelector('#app')?.firstElementChild);
  const define = async () => {
    const { configure } = await load();
    configure({ endpoint: address.get('endpoint') ?? '', retries: 0 });
  };
  if (address.get('define') === 'after') {
    await show(isRendered);
    await define();
  } else {
    await define();
    await show(isRendered);
  }
  document.documentElement.dataset['shop'] = 'open';
}

/** Whether the page is to show the component of docs/platforms/frameworks.md instead. It knows its endpoint by itself. */
export const isDocumented = () => new URLSearchParams(location.search).has('documented');
