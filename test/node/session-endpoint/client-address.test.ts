import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clientAddress, forwardedOrigin } from '../../../src/session-endpoint/cli/client-address.ts';
import { limitKey } from '../../../src/session-endpoint/limit-key.ts';

describe('the address of a client', () => {
  const socket = '10.0.0.1';
  const cases: [what: string, forwarded: string | undefined, hops: number, address: string][] = [
    ['is the other end of the socket', undefined, 0, socket],
    ['does not come from a header that nobody told to trust', '198.51.100.7', 0, socket],
    ['comes from the one proxy that is trusted', '198.51.100.7', 1, '198.51.100.7'],
    ['is what the proxy added, not what the client claims', '192.0.2.66, 198.51.100.7', 1, '198.51.100.7'],
    ['is what the outer of two proxies added', '192.0.2.66, 198.51.100.7, 10.0.0.9', 2, '198.51.100.7'],
    ['is the furthest there is where proxies are fewer than told', '198.51.100.7', 3, '198.51.100.7'],
    ['is the last good one where an entry makes no sense', 'unknown, 10.0.0.9', 2, '10.0.0.9'],
    ['is that of the socket where the header makes no sense', '<script>', 1, socket],
    ['is that of the socket where the header is empty', '', 1, socket],
    ['may come with a port', '198.51.100.7:4711', 1, '198.51.100.7'],
    ['may be IPv6 with a port', '[2001:db8::1]:4711', 1, '2001:db8::1'],
  ];
  for (const [what, forwarded, hops, address] of cases) {
    test(what, () => assert.equal(clientAddress(socket, forwarded, hops), address));
  }
});

describe('who counts as one', () => {
  const cases: [address: string, key: string][] = [
    ['198.51.100.7', '198.51.100.7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['::FFFF:c633:6407', '198.51.100.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unknown', 'unknown'],
    ['::1]:80', '::1]:80'],
    ['1:2', '1:2'],
    ['', ''],
  ];
  for (const [address, key] of cases) {
    test(`${address} counts as ${key}`, () => assert.equal(limitKey(address), key));
  }
});

describe('the origin behind a proxy', () => {
  const host = '127.0.0.1:8787';
  const cases: [
    what: string,
    proto: string | undefined,
    forwardedHost: string | undefined,
    hops: number,
    origin: string | undefined,
  ][] = [
    ['is not read where no proxy is trusted', 'https', 'pay.example', 0, undefined],
    ['has the scheme and the host that the proxy saw', 'https', 'pay.example', 1, 'https://pay.example'],
    ['keeps the host where the proxy passes that on', 'https', undefined, 1, 'https://127.0.0.1:8787'],
    [
      'is what the trusted proxy wrote, not what came in',
      'http, https',
      'evil.example, pay.example',
      1,
      'https://pay.example',
    ],
    ['is not made of another scheme', 'javascript', 'pay.example', 1, undefined],
    ['is not made of a host that is none', 'https', 'a b', 1, undefined],
    ['is unknown without a scheme', undefined, 'pay.example', 1, undefined],
  ];
  for (const [what, proto, forwardedHost, hops, origin] of cases) {
    test(what, () => assert.equal(forwardedOrigin({ host, proto, forwardedHost }, hops), origin));
  }
});
