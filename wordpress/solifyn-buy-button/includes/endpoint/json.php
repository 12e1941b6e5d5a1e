<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/** JSON as a browser reads and writes it. */
final class Json
{
    /** The depth that PHP may build. Deeper values are rejected anyway. */
    private const MAX_DEPTH = 512;
    private const MAX_QUOTE_BYTES = 200;

    /** @throws \JsonException for invalid JSON. Its code is JSON_ERROR_DEPTH if the text is only too deep */
    public static function parse(string $text)
    {
        $byteOrderMark = "\xEF\xBB\xBF";
        $text = strncmp($text, $byteOrderMark, 3) === 0 ? substr($text, 3) : $text;
        $value = json_decode($text, false, self::MAX_DEPTH, JSON_THROW_ON_ERROR);
        // PHP also accepts TRUE and Null, which are not JSON. An E in a number (1E5) is.
        $withoutStrings = preg_replace('/"(?:[^"\\\\]++|\\\\.)*+"/s', '', $text);
        if (preg_match('/[A-DF-Z]|[a-z]E/', (string) $withoutStrings)) {
            throw new \JsonException('a keyword in capitals', JSON_ERROR_SYNTAX);
        }
        return $value;
    }

    /** @return array<string, mixed> the members of a JSON object. Empty for anything else */
    public static function parseObject(string $text): array
    {
        try {
            $value = self::parse($text);
        } catch (\JsonException $error) {
            return [];
        }
        return is_object($value) ? (array) $value : [];
    }

    /** Writes a value that `parse` returned. */
    public static function stringify($value): string
    {
        // Some hosts set a precision that turns 0.1 into 0.10000000000000001.
        $precision = ini_set('serialize_precision', '-1');
        try {
            $flags = JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;
            return json_encode(self::replaceInfinity($value), $flags);
        } finally {
            if ($precision !== false) {
                ini_set('serialize_precision', $precision);
            }
        }
    }

    /** Quotes a visitor's text for a log, in one safe and short line. */
    public static function quote(string $text): string
    {
        return (string) json_encode(substr($text, 0, self::MAX_QUOTE_BYTES), JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES);
    }

    /** 1e999 is valid JSON and reads as infinity, which JSON cannot write. JavaScript writes null, and so does this. */
    private static function replaceInfinity($value)
    {
        if (is_float($value)) {
            return is_finite($value) ? $value : null;
        }
        if (is_array($value)) {
            return array_map([self::class, 'replaceInfinity'], $value);
        }
        if (is_object($value)) {
            return (object) array_map([self::class, 'replaceInfinity'], (array) $value);
        }
        return $value;
    }
}
