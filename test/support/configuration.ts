import { configuration, configure } from '../../src/button/config/configure.ts';

/** Removes every option of `configure`. Elements on the page follow. */
export function resetConfiguration(): void {
  for (const name of Object.keys(configuration)) Reflect.deleteProperty(configuration, name);
  configure({});
}
