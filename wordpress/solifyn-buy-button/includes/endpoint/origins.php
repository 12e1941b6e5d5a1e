<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

/** Which pages may ask. */
final class Origins
{
    /** Ports that a browser leaves out. */
    private const DEFAULT_PORTS = ['http' => '80', 'https' => '443'];

    /**
     * The value of Access-Control-Allow-Origin, or null where the origin is not allowed.
     *
     * Behind a proxy that ends TLS the request's own address reads http, so the browser's word for it counts as well: a
     * page cannot set Sec-Fetch-Site. `null` is a sandboxed frame, which is never the own origin, whatever it claims.
     *
     * @param string[]|string $allowed origins as browsers write them, or '*' for all, `null` and none included
     */
    public static function grant(Request $request, $allowed): ?string
    {
        if ($allowed === '*') {
            return '*';
        }
        $origin = $request->header('origin');
        if ($origin === 'null') {
            return null;
        }
        $own = $request->ownOrigins;
        if ($origin !== null && (in_array($origin, $allowed, true) || in_array($origin, $own, true))) {
            return $origin;
        }
        return $request->header('sec-fetch-site') === 'same-origin' ? ($origin ?? $own[0]) : null;
    }

    /**
     * Writes `scheme://host[:port]` as a browser does in Origin: lower case, no default port, no slash. Null where it has
     * another form (a path, a user, a wildcard, blanks).
     */
    public static function normalize(string $text): ?string
    {
        if (!preg_match('~\A([a-z][a-z\d+.-]*)://([^\s/?#@\\\\*:]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?/?\z~i', $text, $parts)) {
            return null;
        }
        $scheme = strtolower($parts[1]);
        $host = self::toAscii($parts[2]);
        $port = ltrim($parts[3] ?? '', '0');
        if ($host === null || (int) $port > 65535) {
            return null;
        }
        return "$scheme://$host" . ($port === '' || $port === (self::DEFAULT_PORTS[$scheme] ?? '') ? '' : ":$port");
    }

    /** An international name as it travels. Null where this PHP cannot tell it. */
    private static function toAscii(string $host): ?string
    {
        if (!preg_match('/[^\x21-\x7E]/', $host)) {
            return strtolower($host);
        }
        $ascii = function_exists('idn_to_ascii') ? idn_to_ascii($host, IDNA_DEFAULT, INTL_IDNA_VARIANT_UTS46) : false;
        return $ascii === false ? null : $ascii;
    }
}
