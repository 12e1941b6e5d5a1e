<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

/** Settings as a person types them: the same texts that the command `solifyn-session-endpoint` takes. */
final class SettingsText
{
    /** @return string[]|string|null null for none, '*' for all */
    public static function origins(string $text)
    {
        return trim($text) === '*' ? '*' : self::ids($text);
    }

    /** @return string[]|null null where nothing is written */
    public static function ids(string $text): ?array
    {
        $items = preg_split('/[\s,]+/', $text, -1, PREG_SPLIT_NO_EMPTY);
        return $items ?: null;
    }

    /**
     * `prod_a:5,prod_b:1-500`.
     *
     * @return array<string, array>|null
     * @throws SettingError
     */
    public static function prices(string $text): ?array
    {
        $prices = [];
        foreach (self::ids($text) ?? [] as $entry) {
            if (!preg_match('/\A([^:]+):(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?\z/', $entry, $parts)) {
                throw new SettingError('customPrices', 'Prices must read like prod_a:5, prod_b:1-500.');
            }
            $prices[$parts[1]] = ['min' => (float) $parts[2]] + (isset($parts[3]) ? ['max' => (float) $parts[3]] : []);
        }
        return $prices ?: null;
    }
}
