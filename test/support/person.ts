/** A person who follows a guide. Every action happens in the browser, and counts with the time that a person takes for it. */
import type { Locator, Page } from 'playwright';

const WORDS_READ_PER_MINUTE = 200;
const WORDS_TYPED_PER_MINUTE = 40;
const CHARACTERS_PER_WORD = 5;

/** Seconds to find something on the screen and to click it. */
const CLICK_SECONDS = 3;

/** What a guide asks for. */
export interface Counts {
  accounts: number;
  installs: number;
  commands: number;
  files: number;
  /** Values that the seller has to find in an account or on another page. */
  values: number;
  decisions: number;
}

export class Person {
  readonly counts: Counts = { accounts: 0, installs: 0, commands: 0, files: 0, values: 0, decisions: 0 };
  words = 0;
  characters = 0;
  clicks = 0;

  count(what: keyof Counts, number = 1): void {
    this.counts[what] += number;
  }

  /** Minutes of reading, typing and clicking. Nothing is added for what a computer takes. */
  get minutes(): number {
    const typed = this.characters / CHARACTERS_PER_WORD / WORDS_TYPED_PER_MINUTE;
    return this.words / WORDS_READ_PER_MINUTE + typed + (this.clicks * CLICK_SECONDS) / 60;
  }

  /** Reads all visible text. A person looks at code without reading it. */
  async read(...texts: Locator[]): Promise<void> {
    for (const text of texts)
      this.words += await text.evaluateAll((elements) =>
        elements
          .filter((element) => !element.closest('[class*=language-], pre'))
          .map((element) => {
            const copy = element.cloneNode(true) as HTMLElement;
            for (const code of copy.querySelectorAll('[class*=language-], pre, option, template, svg'))
              code.remove();
            return element.checkVisibility() ? copy.textContent.split(/\s+/).filter(Boolean).length : 0;
          })
          .reduce((sum, words) => sum + words, 0),
      );
  }

  /** Reads the open guide up to its second heading, or the section with this heading, which is marked `data-section`. */
  async readGuide(page: Page, heading?: string): Promise<void> {
    await page.locator('.vp-doc > div').evaluate((guide, title) => {
      let isInSection = false;
      for (const part of guide.children) {
        const isStart = title ? part.textContent.startsWith(title) : part.matches('h1');
        isInSection = isStart || (isInSection && !part.matches('h2'));
        part.toggleAttribute('data-section', isInSection);
      }
    }, heading);
    const section = page.locator('[data-section]');
    if (!(await section.count())) throw new Error(`The guide has no heading “${heading}”`);
    await this.read(section);
  }

  async click(target: Locator): Promise<void> {
    this.clicks += 1;
    await target.click();
  }

  /** Clicks in a program that does not run here. */
  clickElsewhere(times: number): void {
    this.clicks += times;
  }

  async type(target: Locator, text: string): Promise<void> {
    this.clicks += 1;
    this.characters += text.length;
    await target.fill(text);
  }

  /** Types in a program that does not run here. */
  typeElsewhere(text: string): void {
    this.characters += text.length;
  }

  /** Copies a value elsewhere, such as the product id in the dashboard, and pastes it. */
  async paste(target: Locator, text: string): Promise<void> {
    this.clicks += 2;
    await target.fill(text);
  }
}
