/** `npm run test:webkit`: the core of the end-to-end tests, in WebKit. It fails where there is none. */
import { need, versionOf } from './browsers.mjs';
import { runNodeTests } from './node-tests.mjs';

console.log(`Engine: webkit ${versionOf('webkit', need('webkit'))}`);
// One file at a time: each has a screen, a driver and a browser of its own.
runNodeTests(['test/webkit'], ['--test-concurrency=1']);
