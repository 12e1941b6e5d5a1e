import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * Returns what axe finds in the page and its frames: each rule with the first element that violates it.
 *
 * @param without - tags of rules that are left out
 * @param exclude - selectors of parts that are left out
 */
export async function findings(
  page: Page,
  without: readonly string[] = [],
  exclude: readonly string[] = [],
): Promise<string[]> {
  // The typings of axe come from another minor version of Playwright.
  const axe = new AxeBuilder({ page: page as never }).options({
    // axe does not run this rule by default, but WCAG 2.2 AA requires it.
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
  });
  // Results of several frames are put together in a second page, which takes longer than the check. The legacy mode
  // does without.
  if (page.frames().length === 1) axe.setLegacyMode();
  for (const selector of exclude) axe.exclude(selector);
  const { violations } = await axe.analyze();
  return violations
    .filter(({ tags }) => !tags.some((tag) => without.includes(tag)))
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
