<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\Counter;

/** Counts in the site's own object cache (Redis, Memcached), where it has one: exact, and no database is written. */
final class ObjectCacheCounter implements Counter
{
    private const GROUP = 'solifyn';

    public function take(string $name, int $window, int $seconds, int $places): bool
    {
        $key = "$name:$window";
        wp_cache_add($key, 0, self::GROUP, 2 * $seconds);
        $count = wp_cache_incr($key, 1, self::GROUP);
        if (!is_int($count)) {
            throw new \RuntimeException('the object cache does not count');
        }
        return $count <= $places;
    }
}

/** Counts in the database. Requests of the very same moment may count as one: a brake rather than a lock. */
final class TransientCounter implements Counter
{
    public function take(string $name, int $window, int $seconds, int $places): bool
    {
        $key = "solifyn_$name";
        $saved = get_transient($key);
        $count = is_array($saved) && $saved[0] === $window ? $saved[1] : 0;
        if ($count >= $places) {
            return false;
        }
        // What it returns tells nothing: where another request has just written the same, nothing was changed.
        set_transient($key, [$window, $count + 1], $seconds);
        return true;
    }
}
