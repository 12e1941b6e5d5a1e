<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/** The address of the visitor, and the keys to rate-limit by. */
final class ClientAddress
{
    private const MAPPED_IPV4_PREFIX = "\0\0\0\0\0\0\0\0\0\0\xFF\xFF";

    /**
     * The visitor's address behind `$hops` trusted proxies. Each proxy appends the address that connected to it to
     * X-Forwarded-For, so the entry of the outermost trusted proxy is the visitor's. Entries before it can be forged.
     */
    public static function resolve(string $remote, ?string $forwardedFor, int $hops): string
    {
        $address = $remote;
        $entries = $forwardedFor === null ? [] : explode(',', $forwardedFor);
        for ($hop = 0; $hop < $hops && $entries; $hop++) {
            $entry = self::removePort(trim(array_pop($entries)));
            if (filter_var($entry, FILTER_VALIDATE_IP) === false) {
                break;
            }
            $address = $entry;
        }
        return $address;
    }

    /** An IPv4 address, or the /64 of an IPv6 address: the smallest network that a provider assigns to a customer. */
    public static function limitKey(string $address): string
    {
        $bytes = self::bytes($address);
        if ($bytes === null) {
            return explode('%', $address)[0];
        }
        return strlen($bytes) === 4 ? (string) inet_ntop($bytes) : self::network($bytes, 8);
    }

    /** The /56 of an IPv6 address. Providers assign up to a /56, 256 networks of /64, to one household. Null for IPv4. */
    public static function networkKey(string $address): ?string
    {
        $bytes = self::bytes($address);
        return $bytes === null || strlen($bytes) === 4 ? null : self::network($bytes, 7);
    }

    /** The 4 or 16 bytes of an address, null for other texts. An IPv4 address mapped into IPv6 has 4. */
    private static function bytes(string $address): ?string
    {
        [$withoutZone] = explode('%', $address);
        if (filter_var($withoutZone, FILTER_VALIDATE_IP) === false) {
            return null;
        }
        $bytes = (string) inet_pton($withoutZone);
        return strncmp($bytes, self::MAPPED_IPV4_PREFIX, 12) === 0 ? substr($bytes, 12) : $bytes;
    }

    private static function network(string $bytes, int $length): string
    {
        return inet_ntop(substr($bytes, 0, $length) . str_repeat("\0", 16 - $length)) . '/' . 8 * $length;
    }

    /** Some proxies write 192.0.2.1:4711 or [2001:db8::1]:4711. */
    private static function removePort(string $entry): string
    {
        return preg_match('/\A(?|\[(.+)\](?::\d+)?|([\d.]+):\d+)\z/', $entry, $parts) ? $parts[1] : $entry;
    }
}
