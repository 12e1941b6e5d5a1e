<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\Counter;

defined('ABSPATH') || exit;

/** Counts in the site's persistent object cache (Redis, Memcached). Exact, and without a database query. */
final class ObjectCacheCounter implements Counter
{
    private const GROUP = 'solifyn';

    public function increment(string $name, int $window, int $seconds, int $limit): bool
    {
        $key = "$name:$window";
        wp_cache_add($key, 0, self::GROUP, 2 * $seconds);
        $count = wp_cache_incr($key, 1, self::GROUP);
        if (!is_int($count)) {
            throw new \RuntimeException('the object cache does not count');
        }
        return $count <= $limit;
    }
}

/** Counts in the database. Simultaneous requests may count as one, so the limit is approximate. */
final class TransientCounter implements Counter
{
    public function increment(string $name, int $window, int $seconds, int $limit): bool
    {
        $key = "solifyn_$name";
        $saved = get_transient($key);
        $count = is_array($saved) && $saved[0] === $window ? $saved[1] : 0;
        if ($count >= $limit) {
            return false;
        }
        // The result is ignored: it is false as well if another request has just written the same value.
        set_transient($key, [$window, $count + 1], $seconds);
        return true;
    }
}
