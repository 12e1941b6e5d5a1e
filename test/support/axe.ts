import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What axe finds in the page and its frames: each rule with the first element that breaks it.
 *
 * @param without - tags of rules that are left out
 */
export async function findings(page: Page, without: string[] = []): Promise<string[]> {
  // A page is a page; axe's typings come from another minor version of Playwright.
  const { violations } = await new AxeBuilder({ page: page as never })
    // Not among the rules that axe applies by itself, but of WCAG 2.2 AA.
    .options({ rules: { 'target-size': { enabled: true } } })
    .analyze();
  return violations
    .filter(({ tags }) => !tags.some((tag) => without.includes(tag)))
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
