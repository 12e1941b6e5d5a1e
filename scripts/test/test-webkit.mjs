/** `npm run test:webkit`: the core of the end-to-end tests in WebKit. */
import { need, versionOf } from './browsers.mjs';
import { runNodeTests } from './node-tests.mjs';

const version = versionOf('webkit', need('webkit'));
console.log(`Engine: webkit ${version}`);
// One file at a time: each has a screen, a driver and a browser of its own.
runNodeTests(['test/webkit'], { engine: { name: 'webkit', version }, concurrency: 1 });
