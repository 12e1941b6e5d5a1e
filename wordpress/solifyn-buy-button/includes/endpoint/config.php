<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/** An invalid option. The message never repeats the value, because people paste the key into the wrong field. */
final class ConfigError extends \InvalidArgumentException
{
    /** @var string */
    public $option;

    public function __construct(string $option, string $reason)
    {
        parent::__construct($reason);
        $this->option = $option;
    }
}

/** The endpoint's options, validated and with their defaults. */
final class Config
{
    private const LIVE_API = 'https://api.solifyn.com';
    private const SANDBOX_API = 'https://sandbox-api.solifyn.com';
    private const TEST_KEY_PREFIX = 'sk_test_';
    private const MIN_KEY_LENGTH = 16;

    private const DEFAULTS = [
        'apiKey' => '',
        'allowedOrigins' => [],
        'products' => null,
        'collections' => null,
        'customPrices' => [],
        'timeout' => 10000,
    ];

    /** @var string|null why nothing can be sold: the key or the API's address is missing or invalid */
    public $problem;

    /** @var string */
    public $apiKey;

    /** @var string without a slash at its end */
    public $apiUrl;

    /** @var string[]|string */
    public $allowedOrigins;

    /** @var array<string, mixed>|null ids as keys; null allows every id */
    public $products;

    /** @var array<string, mixed>|null */
    public $collections;

    /** @var array<string, array> bounds by product id */
    public $customPrices;

    /** @var int ms for Solifyn's whole response */
    public $timeout;

    /**
     * @param array $options the options of the npm package's `createSessionEndpoint`. Null means unset
     * @throws ConfigError for the first invalid option. An invalid key or API address is kept in `problem` instead, so
     *     that an allowed page can still read the error that the shop is not set up.
     */
    public function __construct(array $options)
    {
        $set = array_filter($options, static function ($value): bool {
            return $value !== null;
        }) + self::DEFAULTS;
        $this->allowedOrigins = self::parseOrigins($set['allowedOrigins']);
        // If only one of the lists is set, the other one is empty.
        $isLimited = isset($set['products']) || isset($set['collections']);
        $this->products = $isLimited ? self::parseIds('products', $set['products'] ?? []) : null;
        $this->collections = $isLimited ? self::parseIds('collections', $set['collections'] ?? []) : null;
        $this->customPrices = self::parsePrices($set['customPrices']);
        $this->timeout = self::parseTimeout($set['timeout']);
        $this->apiKey = (string) $set['apiKey'];
        $this->apiUrl = rtrim((string) ($set['apiUrl'] ?? self::defaultApiUrl($this->apiKey)), '/');
        $this->problem = self::keyProblem($this->apiKey) ?? self::urlProblem($this->apiUrl) ?? $this->keyMismatch();
    }

    /** What is wrong with an API key, as a sentence that does not repeat it. Null if it is valid. */
    public static function keyProblem(string $key): ?string
    {
        if ($key === '') {
            return 'The API key is missing.';
        }
        if (preg_match('/\A["\'`“”‘’]|["\'`“”‘’]\z/u', $key)) {
            return 'The API key has quotes around it. Remove them.';
        }
        // Visible ASCII is what an Authorization header may contain.
        if (!preg_match('/\A[\x21-\x7E]+\z/', $key)) {
            return 'The API key contains a space, a line break or an invisible character. Copy only the key.';
        }
        return strlen($key) < self::MIN_KEY_LENGTH
            ? 'The API key has fewer than ' . self::MIN_KEY_LENGTH . ' characters. Copy the whole key.'
            : null;
    }

    public static function isTestKey(string $key): bool
    {
        return strncmp($key, self::TEST_KEY_PREFIX, strlen(self::TEST_KEY_PREFIX)) === 0;
    }

    /** Test keys work at the sandbox's address only, and live keys at the live address only. */
    private function keyMismatch(): ?string
    {
        $base = preg_replace('~/v1\z~', '', $this->apiUrl);
        if (self::isTestKey($this->apiKey) && $base === self::LIVE_API) {
            return 'SOLIFYN_API_URL is the live address, but the key is a test key (' . self::TEST_KEY_PREFIX . '…), which works at ' . self::SANDBOX_API . ' only.';
        }
        if (!self::isTestKey($this->apiKey) && $base === self::SANDBOX_API) {
            return 'SOLIFYN_API_URL is the test address, but the key is not a test key (' . self::TEST_KEY_PREFIX . '…). A live key works at ' . self::LIVE_API . ' only.';
        }
        return null;
    }

    private static function defaultApiUrl(string $key): string
    {
        return self::isTestKey($key) ? self::SANDBOX_API : self::LIVE_API;
    }

    private static function urlProblem(string $value): ?string
    {
        return !preg_match('/[\s?#]/', $value) && Url::isSafe($value)
            ? null
            : 'SOLIFYN_API_URL must be an https address (http on this machine only) without user, query and fragment.';
    }

    private static function parseOrigins($value)
    {
        if ($value === '*' || in_array('*', (array) $value, true)) {
            return '*';
        }
        return array_map(static function (string $text): string {
            $origin = Origins::normalize($text);
            if ($origin === null) {
                throw new ConfigError('allowedOrigins', 'Write each site like https://shop.example, without a path.');
            }
            return $origin;
        }, array_values($value));
    }

    private static function parseIds(string $option, array $value): array
    {
        foreach ($value as $id) {
            if (!is_string($id) || trim($id) === '') {
                throw new ConfigError($option, 'Each id must be a text.');
            }
            if (preg_match('/["\'`“”‘’]/u', $id)) {
                throw new ConfigError($option, 'Write the ids without quotes.');
            }
        }
        return array_flip($value);
    }

    private static function parsePrices(array $value): array
    {
        foreach ($value as $bounds) {
            $min = $bounds['min'] ?? null;
            $max = $bounds['max'] ?? INF;
            if (!self::isNumber($min) || !is_finite($min) || $min < 0) {
                throw new ConfigError('customPrices', 'Each product needs a lowest price from 0.');
            }
            if (!self::isNumber($max) || !($max >= $min)) {
                throw new ConfigError('customPrices', 'The highest price must not be below the lowest.');
            }
        }
        return $value;
    }

    private static function parseTimeout($value): int
    {
        if (!self::isNumber($value) || !($value > 0 && $value <= 2147483647)) {
            throw new ConfigError('timeout', 'The timeout must be a number of milliseconds from 1.');
        }
        return (int) ceil($value);
    }

    private static function isNumber($value): bool
    {
        return is_int($value) || is_float($value);
    }
}
