<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\Settings;
use Solifyn\BuyButton\Endpoint\SettingsText;

/** What the site remembers of its seller's wishes, as texts; and what wp-config.php says over them. */
final class Options
{
    /** One row of the options table. WordPress's own list of all options shows no more of an array than that it is one. */
    public const NAME = 'solifyn_buy_button';

    public const DEFAULTS = [
        'api_key' => '',
        'allowed_origins' => '',
        'products' => '',
        'collections' => '',
        'custom_prices' => '',
        'proxies' => '0',
        'everywhere' => '',
    ];

    /** @return array<string, string> */
    public static function all(): array
    {
        $saved = get_option(self::NAME, []);
        $texts = is_array($saved) ? array_filter($saved, 'is_string') : [];
        return array_intersect_key($texts, self::DEFAULTS) + self::DEFAULTS;
    }

    /** The constant of wp-config.php wins, so that a key need not be in the database. */
    public static function apiKey(): string
    {
        return self::hasConstantKey() ? trim((string) SOLIFYN_API_KEY) : self::all()['api_key'];
    }

    public static function hasConstantKey(): bool
    {
        return defined('SOLIFYN_API_KEY') && trim((string) SOLIFYN_API_KEY) !== '';
    }

    /** @throws \Solifyn\BuyButton\Endpoint\SettingError where somebody wrote nonsense into the database */
    public static function toSettings(): Settings
    {
        $options = self::all();
        /**
         * The options of the session endpoint, as `createSessionEndpoint` of the npm package takes them: for what the
         * settings page has no field for, such as `timeout` in ms.
         *
         * @param array $options
         */
        return new Settings(apply_filters('solifyn_buy_button_options', [
            'apiKey' => self::apiKey(),
            'apiUrl' => defined('SOLIFYN_API_URL') && SOLIFYN_API_URL ? (string) SOLIFYN_API_URL : null,
            'allowedOrigins' => SettingsText::origins($options['allowed_origins']),
            'products' => SettingsText::ids($options['products']),
            'collections' => SettingsText::ids($options['collections']),
            'customPrices' => SettingsText::prices($options['custom_prices']),
        ]));
    }
}
