<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

/** Addresses that a browser may be sent to, or that may get the API key. */
final class Address
{
    private const PARTS = '~\A(https?)://(\[[0-9a-f:.]+\]|[^\s/?#@\\\\:<>\[\]^|%]+)(?::(\d{1,5}))?(?=[/?#]|\z)~i';

    /**
     * https, or http on this machine, and nobody's password in it. Stricter than a browser, which forgives more ways to
     * write an address than are good to send a buyer to.
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
        return strtolower($scheme) === 'https'
            || in_array(strtolower($host), ['localhost', '127.0.0.1', '[::1]'], true);
    }
}
