<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

/** Who counts as one for the rate limit. */
final class ClientAddress
{
    private const MAPPED = "\0\0\0\0\0\0\0\0\0\0\xFF\xFF";

    /**
     * Behind `$hops` proxies that are trusted to append to X-Forwarded-For. Each adds the address that it was called
     * from, so the client's is the one that the outermost trusted proxy added; what stands before is the client's claim.
     */
    public static function of(string $remote, ?string $forwardedFor, int $hops): string
    {
        $address = $remote;
        $claims = $forwardedFor === null ? [] : explode(',', $forwardedFor);
        for ($hop = 0; $hop < $hops && $claims; $hop++) {
            $claim = self::withoutPort(trim(array_pop($claims)));
            if (filter_var($claim, FILTER_VALIDATE_IP) === false) {
                break;
            }
            $address = $claim;
        }
        return $address;
    }

    /** An IPv4 address, or the /64 of an IPv6 address: the least that a provider hands to one customer. */
    public static function key(string $address): string
    {
        [$plain] = explode('%', $address);
        $bytes = filter_var($plain, FILTER_VALIDATE_IP) === false ? false : inet_pton($plain);
        if ($bytes === false || strlen($bytes) === 4) {
            return $plain;
        }
        if (strncmp($bytes, self::MAPPED, 12) === 0) {
            return inet_ntop(substr($bytes, 12));
        }
        return inet_ntop(substr($bytes, 0, 8) . str_repeat("\0", 8)) . '/64';
    }

    /** Some proxies write 192.0.2.1:4711 or [2001:db8::1]:4711. */
    private static function withoutPort(string $claim): string
    {
        return preg_match('/\A(?|\[(.+)\](?::\d+)?|([\d.]+):\d+)\z/', $claim, $parts) ? $parts[1] : $claim;
    }
}
