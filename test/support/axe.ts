import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds in the page and its frames: each rule with the first element that breaks it. */
export async function findings(page: Page): Promise<string[]> {
  // A page is a page; axe's typings come from another minor version of Playwright.
  const { violations } = await new AxeBuilder({ page: page as never }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
