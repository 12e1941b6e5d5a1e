<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/** Which sites may use the endpoint. */
final class Origins
{
    /** Ports that browsers leave out of an origin. */
    private const DEFAULT_PORTS = ['http' => '80', 'https' => '443'];

    /**
     * The value of Access-Control-Allow-Origin, or null if the request's origin is not allowed.
     *
     * Behind a proxy that ends TLS the request's address begins with http, so Sec-Fetch-Site counts too. A page cannot set
     * that header. The origin `null` of a sandboxed iframe is never the site's own.
     *
     * @param string[]|string $allowed origins in the form that browsers send, or '*' for all, including `null` and none
     */
    public static function allowedOrigin(Request $request, $allowed): ?string
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
     * Writes `scheme://host[:port]` as browsers do in Origin: lower case, no default port, no slash. Null for any other
     * form (a path, a user, a wildcard, blanks).
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

    /** An international name in ASCII. Null if this PHP cannot convert it. */
    private static function toAscii(string $host): ?string
    {
        if (!preg_match('/[^\x21-\x7E]/', $host)) {
            return strtolower($host);
        }
        $ascii = function_exists('idn_to_ascii') ? idn_to_ascii($host, IDNA_DEFAULT, INTL_IDNA_VARIANT_UTS46) : false;
        return $ascii === false ? null : $ascii;
    }
}
