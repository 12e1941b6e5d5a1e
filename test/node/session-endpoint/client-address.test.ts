import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { forwardedOrigin } from '../../../src/session-endpoint/cli/forwarding.ts';
import { clientAddress } from '../../../src/session-endpoint/client-address.ts';
import { limitKey, networkKey } from '../../../src/session-endpoint/limit-key.ts';

describe('the address of a client', () => {
  const socket = '10.0.0.1';
  const cases: [what: string, forwarded: string | undefined, hops: number, address: string][] = [
    ['is the other end of the socket', undefined, 0, socket],
    ['ignores the header without a trusted proxy', '198.51.100.7', 0, socket],
    ['comes from the one proxy that is trusted', '198.51.100.7', 1, '198.51.100.7'],
    ['is what the proxy added, not what the client claims', '192.0.2.66, 198.51.100.7', 1, '198.51.100.7'],
    ['is what the outer of two proxies added', '192.0.2.66, 198.51.100.7, 10.0.0.9', 2, '198.51.100.7'],
    ['is the outermost one if there are fewer proxies than configured', '198.51.100.7', 3, '198.51.100.7'],
    ['is the last valid one before an invalid entry', 'unknown, 10.0.0.9', 2, '10.0.0.9'],
    ['is that of the socket if the header is invalid', '<script>', 1, socket],
    ['is that of the socket if the header is empty', '', 1, socket],
    ['may come with a port', '198.51.100.7:4711', 1, '198.51.100.7'],
    ['may be IPv6 with a port', '[2001:db8::1]:4711', 1, '2001:db8::1'],
    ['may be quoted IPv6', '"[2001:db8::1]:4711"', 1, '2001:db8::1'],
    ['may be IPv6 without brackets', '2001:db8::1', 1, '2001:db8::1'],
    ['is not a number above 255', '198.51.100.256', 1, socket],
  ];
  for (const [what, forwarded, hops, address] of cases) {
    test(what, () => assert.equal(clientAddress(socket, forwarded, hops), address));
  }
});

test('a client cannot get a new address by a new port', () => {
  const addresses = Array.from({ length: 50 }, (_, index) =>
    clientAddress('10.0.0.1', `198.51.100.7:${50_000 + index}`, 1),
  );
  assert.deepEqual(new Set(addresses.map(limitKey)), new Set(['198.51.100.7']));
});

describe('the key to rate-limit by', () => {
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
    test(`of ${address} is ${key}`, () => assert.equal(limitKey(address), key));
  }
});

describe('the network of an IPv6 address', () => {
  const cases: [address: string, key: string | undefined][] = [
    ['2001:db8:1:2ff::1', '2001:db8:1:200::/56'],
    ['2001:db8:1:200::1', '2001:db8:1:200::/56'],
    ['2001:db8:1:300::1', '2001:db8:1:300::/56'],
    ['2001:db8:1:2::1', '2001:db8:1:0::/56'],
    ['fe80::1%eth0', 'fe80:0:0:0::/56'],
    ['::ffff:198.51.100.7', undefined],
    ['198.51.100.7', undefined],
    ['unknown', undefined],
  ];
  for (const [address, key] of cases) {
    test(`${address} belongs to ${key ?? 'none'}`, () => assert.equal(networkKey(address), key));
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
    ['is unknown without a trusted proxy', 'https', 'pay.example', 0, undefined],
    ['has the scheme and the host that the proxy saw', 'https', 'pay.example', 1, 'https://pay.example'],
    ['keeps the host if the proxy passes it on', 'https', undefined, 1, 'https://127.0.0.1:8787'],
    [
      'is what the trusted proxy wrote, not what came in',
      'http, https',
      'evil.example, pay.example',
      1,
      'https://pay.example',
    ],
    ['is not made of another scheme', 'javascript', 'pay.example', 1, undefined],
    ['is unknown with an invalid host', 'https', 'a b', 1, undefined],
    ['is unknown without a scheme', undefined, 'pay.example', 1, undefined],
  ];
  for (const [what, proto, forwardedHost, hops, origin] of cases) {
    test(what, () => assert.equal(forwardedOrigin({ host, proto, forwardedHost }, hops), origin));
  }
});
