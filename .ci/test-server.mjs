/** `npm run test:server`: the tests that run in Node. */
import { runNodeTests } from './node-tests.mjs';

runNodeTests(['test/build', 'test/server', 'test/templates', 'test/demo', 'test/docs']);
