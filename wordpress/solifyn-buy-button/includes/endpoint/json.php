<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

/** JSON as a browser reads and writes it. */
final class Json
{
    /** Nesting that PHP may build. What is deeper is refused anyway. */
    private const MAX_DEPTH = 512;

    /** @throws \JsonException where it is not JSON; its code is JSON_ERROR_DEPTH where it only is too deep */
    public static function read(string $text)
    {
        // A byte order mark is no part of the text.
        $text = strncmp($text, "\xEF\xBB\xBF", 3) === 0 ? substr($text, 3) : $text;
        $value = json_decode($text, false, self::MAX_DEPTH, JSON_THROW_ON_ERROR);
        // PHP also takes TRUE and Null, which are no JSON. (In a number E is: 1E5.)
        $bare = preg_replace('/"(?:[^"\\\\]++|\\\\.)*+"/s', '', $text);
        if (preg_match('/[A-DF-Z]|[a-z]E/', (string) $bare)) {
            throw new \JsonException('a word in capitals', JSON_ERROR_SYNTAX);
        }
        return $value;
    }

    /** What `read` gave, as text again. */
    public static function write($value): string
    {
        // The host's own setting may turn 0.1 into 0.10000000000000001.
        $precision = ini_set('serialize_precision', '-1');
        try {
            $flags = JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;
            return json_encode(self::finite($value), $flags);
        } finally {
            if ($precision !== false) {
                ini_set('serialize_precision', $precision);
            }
        }
    }

    /** 1e999 is JSON and reads as infinity, which JSON cannot say: null, as in JavaScript. */
    private static function finite($value)
    {
        if (is_float($value)) {
            return is_finite($value) ? $value : null;
        }
        if (is_array($value)) {
            return array_map([self::class, 'finite'], $value);
        }
        if (is_object($value)) {
            return (object) array_map([self::class, 'finite'], (array) $value);
        }
        return $value;
    }
}
