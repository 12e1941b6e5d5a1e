import { configuration, configure } from '../../src/button/config/configure.ts';

/** As on a page where nobody has called `configure`; elements that are there follow. */
export function resetConfiguration(): void {
  for (const name of Object.keys(configuration)) Reflect.deleteProperty(configuration, name);
  configure({});
}
