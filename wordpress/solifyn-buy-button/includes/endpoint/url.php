<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/** Addresses that a browser may be sent to, or that may receive the API key. */
final class Url
{
    private const PARTS = '~\A(https?)://(\[[0-9a-f:.]+\]|[^\s/?#@\\\\:<>\[\]^|%]+)(?::(\d{1,5}))?(?=[/?#]|\z)~i';

    private const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

    /**
     * Whether the address is https, or http on this machine, without a user or password. The check is stricter than a
     * browser, which repairs many malformed addresses. A buyer must not be sent to an address that needs repair.
     */
    public static function isSafe(string $text): bool
    {
        if (preg_match('/[\x00-\x1F\x7F]/', $text) || !preg_match(self::PARTS, $text, $parts)) {
            return false;
        }
        [, $scheme, $host] = $parts;
        if ((int) ($parts[3] ?? 0) > 65535) {
            return false;
        }
        return strtolower($scheme) === 'https' || in_array(strtolower($host), self::LOOPBACK_HOSTS, true);
    }
}
