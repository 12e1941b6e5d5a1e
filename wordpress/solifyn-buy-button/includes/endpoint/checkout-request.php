<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/** A validated checkout request. Its fields may be sent to Solifyn unchanged. */
final class CheckoutRequest
{
    /** UTF-16 units, as JavaScript counts. */
    private const MAX_TEXT_LENGTH = 500;
    /** Levels of nesting in checkoutData or customFields, the outermost object included. */
    private const MAX_DEPTH = 16;
    private const MAX_SAFE_INTEGER = 9007199254740991;

    private const SHARED = ['quantity' => 'quantity', 'discountCode' => 'text', 'aff' => 'text'];
    private const PRODUCT = self::SHARED + [
        'productId' => 'text',
        'customPrice' => 'price',
        'customerEmail' => 'email',
        'checkoutData' => 'object',
        'customFields' => 'object',
    ];
    private const COLLECTION = self::SHARED + ['collectionId' => 'text'];

    /** What an `<input type="email">` accepts (HTML, "valid e-mail address"). */
    private const EMAIL = '/\A[a-z0-9.!#$%&\'*+\/=?^_`{|}~-]+@' . self::HOST_LABEL . '(?:\.' . self::HOST_LABEL . ')*\z/i';
    private const HOST_LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

    /** White space as in JavaScript's `trim`. */
    private const BLANK = '/\A[\s\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}]*\z/u';

    /** @var array<string, mixed> */
    public $fields;

    private function __construct(array $fields)
    {
        $this->fields = $fields;
    }

    public function isProduct(): bool
    {
        return array_key_exists('productId', $this->fields);
    }

    /** @throws HttpError 400 invalid-request, which names the field and what is expected */
    public static function parse(string $body): self
    {
        $fields = self::parseBody($body);
        $isProduct = array_key_exists('productId', $fields);
        if ($isProduct === array_key_exists('collectionId', $fields)) {
            throw HttpError::invalidRequest('Send either `productId` or `collectionId`.');
        }
        $rules = $isProduct ? self::PRODUCT : self::COLLECTION;
        if (array_diff_key($fields, $rules)) {
            throw HttpError::invalidRequest(
                $isProduct
                    ? 'A product takes the fields productId, quantity, discountCode, customPrice, customerEmail, checkoutData, customFields and aff only.'
                    : 'A collection takes the fields collectionId, quantity, discountCode and aff only.'
            );
        }
        foreach ($fields as $name => $value) {
            $expected = self::expectation($rules[$name], $value);
            if ($expected !== null) {
                throw HttpError::invalidRequest("`$name` must be $expected.");
            }
        }
        return new self($fields);
    }

    private static function parseBody(string $body): array
    {
        try {
            $value = Json::parse($body);
        } catch (\JsonException $error) {
            throw HttpError::invalidRequest(
                $error->getCode() === JSON_ERROR_DEPTH ? 'The body has too many levels.' : 'The body is not JSON.'
            );
        }
        if (!is_object($value)) {
            throw HttpError::invalidRequest('The body must be a JSON object.');
        }
        return (array) $value;
    }

    /** What the value must be, as the rest of a sentence. Null if it is valid. */
    private static function expectation(string $rule, $value): ?string
    {
        switch ($rule) {
            case 'quantity':
                return self::isQuantity($value) ? null : 'a whole number from 1';
            case 'price':
                return self::isNumber($value) && is_finite($value) && $value >= 0 ? null : 'a number from 0';
            case 'object':
                return is_object($value) && self::isWithinDepth(self::MAX_DEPTH, $value)
                    ? null
                    : 'a JSON object, at most ' . self::MAX_DEPTH . ' deep';
        }
        if (!self::isText($value)) {
            return 'a text of 1 to ' . self::MAX_TEXT_LENGTH . ' characters without control characters';
        }
        return $rule === 'email' && !preg_match(self::EMAIL, $value) ? 'an e-mail address' : null;
    }

    private static function isText($value): bool
    {
        return is_string($value)
            && self::length($value) <= self::MAX_TEXT_LENGTH
            && !preg_match(self::BLANK, $value)
            && !preg_match('/[\x00-\x1F\x7F-\x{9F}]/u', $value);
    }

    /** The length in UTF-16 units. A character of four bytes in UTF-8 is two units, any other is one. */
    private static function length(string $text): int
    {
        return preg_match_all('/[^\x80-\xBF]/', $text) + preg_match_all('/[\xF0-\xF4]/', $text);
    }

    private static function isNumber($value): bool
    {
        return is_int($value) || is_float($value);
    }

    private static function isQuantity($value): bool
    {
        return self::isNumber($value) && $value >= 1 && $value <= self::MAX_SAFE_INTEGER && floor($value) == $value;
    }

    private static function isWithinDepth(int $depth, $value): bool
    {
        if (!is_object($value) && !is_array($value)) {
            return true;
        }
        if ($depth === 0) {
            return false;
        }
        foreach ((array) $value as $child) {
            if (!self::isWithinDepth($depth - 1, $child)) {
                return false;
            }
        }
        return true;
    }
}
