<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use const Solifyn\BuyButton\PLUGIN_FILE;

defined('ABSPATH') || exit;

/**
 * The element's attributes and their values, read from a file that the build writes from the element's own manifest. A
 * new attribute or mode needs no change here.
 */
final class Element
{
    /** @var array{attributes: string[], values: array<string, string[]>}|null */
    private static $manifest;

    /** @return string[] names of all attributes */
    public static function attributes(): array
    {
        return self::manifest()['attributes'];
    }

    /** @return string[] the values of an attribute with a fixed set of them, such as `mode`. The default comes first */
    public static function values(string $attribute): array
    {
        return self::manifest()['values'][$attribute] ?? [];
    }

    private static function manifest(): array
    {
        if (self::$manifest === null) {
            self::$manifest = require dirname(PLUGIN_FILE) . '/assets/element.php';
        }
        return self::$manifest;
    }
}
