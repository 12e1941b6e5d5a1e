<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

/** A setting that is wrong. The message repeats no value: people paste the key into the wrong line. */
final class SettingError extends \InvalidArgumentException
{
    /** @var string */
    public $setting;

    public function __construct(string $setting, string $reason)
    {
        parent::__construct($reason);
        $this->setting = $setting;
    }
}

/** What the endpoint may do, with every value judged. */
final class Settings
{
    private const DEFAULTS = [
        'apiKey' => '',
        'apiUrl' => 'https://api.solifyn.com',
        'allowedOrigins' => [],
        'products' => null,
        'collections' => null,
        'customPrices' => [],
        'timeout' => 10000,
    ];

    /** @var string|null why nothing can be sold, whatever the rest says: the key, or where it would go, is no good */
    public $problem;

    /** @var string */
    public $apiKey;

    /** @var string without a slash at its end */
    public $apiUrl;

    /** @var string[]|string */
    public $allowedOrigins;

    /** @var array<string, mixed>|null ids as keys; null holds every id */
    public $products;

    /** @var array<string, mixed>|null */
    public $collections;

    /** @var array<string, array> bounds by product id */
    public $customPrices;

    /** @var int ms for Solifyn's whole answer */
    public $timeout;

    /**
     * @param array $options as `createSessionEndpoint` takes them; null is not set
     * @throws SettingError naming the first that is wrong. Of the key and its address `problem` tells instead: which
     *     sites may ask, and so may read that the shop is not set up, is known all the same.
     */
    public function __construct(array $options)
    {
        $given = array_filter($options, static function ($value): bool {
            return $value !== null;
        });
        $set = $given + self::DEFAULTS;
        $this->allowedOrigins = self::toOrigins($set['allowedOrigins']);
        // Where one list is given the other is empty.
        $isLimited = isset($set['products']) || isset($set['collections']);
        $this->products = $isLimited ? self::toIds('products', $set['products'] ?? []) : null;
        $this->collections = $isLimited ? self::toIds('collections', $set['collections'] ?? []) : null;
        $this->customPrices = self::toPrices($set['customPrices']);
        $this->timeout = (int) $set['timeout'];
        $this->apiUrl = rtrim($set['apiUrl'], '/');
        $this->apiKey = $set['apiKey'];
        $this->problem = self::problemOfKey($this->apiKey) ?? self::problemOfUrl($this->apiUrl);
    }

    /** Visible ASCII: what may stand in an Authorization header. */
    public static function problemOfKey(string $value): ?string
    {
        if ($value === '') {
            return 'There is no API key yet.';
        }
        return preg_match('/\A[\x21-\x7E]+\z/', $value)
            ? null
            : 'The API key holds a blank, a line break or an invisible character: copy the key alone.';
    }

    private static function problemOfUrl(string $value): ?string
    {
        return !preg_match('/[\s?#]/', $value) && Address::isSafe($value)
            ? null
            : 'SOLIFYN_API_URL must be an https address (http on this machine only) without user, query and fragment.';
    }

    private static function toOrigins($value)
    {
        if ($value === '*' || in_array('*', $value, true)) {
            return '*';
        }
        return array_map(static function (string $text): string {
            $origin = Origins::normalize($text);
            if ($origin === null) {
                throw new SettingError('allowedOrigins', 'An allowed site must read like https://shop.example.');
            }
            return $origin;
        }, array_values($value));
    }

    private static function toIds(string $setting, array $value): array
    {
        foreach ($value as $id) {
            if (!is_string($id) || trim($id) === '') {
                throw new SettingError($setting, 'Ids must be texts.');
            }
        }
        return array_flip($value);
    }

    private static function toPrices(array $value): array
    {
        foreach ($value as $bounds) {
            $min = $bounds['min'] ?? null;
            $max = $bounds['max'] ?? INF;
            if (!self::isNumber($min) || !is_finite($min) || $min < 0 || !self::isNumber($max) || !($max >= $min)) {
                throw new SettingError('customPrices', 'Each price needs a lowest from 0, and the highest, if any, must not be under it.');
            }
        }
        return $value;
    }

    private static function isNumber($value): bool
    {
        return is_int($value) || is_float($value);
    }
}
