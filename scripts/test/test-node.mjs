/** `npm run test:node`: the tests that run in Node. */
import { runNodeTests } from './node-tests.mjs';

runNodeTests(['test/node', 'test/integration/docs']);
