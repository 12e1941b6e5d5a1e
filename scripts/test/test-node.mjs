/** `npm run test:server`: the tests that run in Node. */
import { runNodeTests } from './node-tests.mjs';

runNodeTests([
  'test/node/build',
  'test/node/session-endpoint',
  'test/node/templates',
  'test/node/demo',
  'test/integration/docs',
]);
