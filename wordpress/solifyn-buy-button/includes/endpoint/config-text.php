<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/** Parses options that a person typed, in the form that the command `solifyn-session-endpoint` accepts too. */
final class ConfigText
{
    /** @return string[]|string|null null if empty, '*' for all */
    public static function parseOrigins(string $text)
    {
        return trim($text) === '*' ? '*' : self::parseIds($text);
    }

    /** @return string[]|null null if empty */
    public static function parseIds(string $text): ?array
    {
        $items = preg_split('/[\s,]+/', $text, -1, PREG_SPLIT_NO_EMPTY);
        return $items ?: null;
    }

    /**
     * Parses `prod_a:5,prod_b:1-500`.
     *
     * @return array<string, array>|null
     * @throws ConfigError
     */
    public static function parsePrices(string $text): ?array
    {
        $prices = [];
        foreach (self::parseIds($text) ?? [] as $entry) {
            if (!preg_match('/\A([^:"\']+):(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?\z/', $entry, $parts)) {
                throw new ConfigError(
                    'customPrices',
                    'Write each price like prod_a:5 (the lowest) or prod_a:1-500 (lowest and highest), without a currency.'
                );
            }
            $prices[$parts[1]] = ['min' => (float) $parts[2]] + (isset($parts[3]) ? ['max' => (float) $parts[3]] : []);
        }
        return $prices ?: null;
    }
}
