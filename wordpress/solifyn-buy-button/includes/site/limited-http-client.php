<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\HttpClient;
use Solifyn\BuyButton\Endpoint\HttpError;
use Solifyn\BuyButton\Endpoint\HttpResponse;

defined('ABSPATH') || exit;

/**
 * Limits how many calls wait for a response at the same time, so that a hanging API cannot occupy every PHP process of the
 * server, and the site's pages still load. Each call locks one of a few files. The operating system releases the lock when
 * the process ends, however it ends.
 */
final class LimitedHttpClient implements HttpClient
{
    private const MAX_CALLS = 4;
    private const RETRY_AFTER_SECONDS = 1;

    /** @var HttpClient */
    private $client;

    public function __construct(HttpClient $client)
    {
        $this->client = $client;
    }

    /** @throws HttpError 503 if all places are taken */
    public function post(string $url, array $headers, string $body, int $timeout, int $maxBytes): HttpResponse
    {
        /**
         * How many calls to Solifyn may wait at the same time. Keep it below the number of PHP processes of the server.
         *
         * @param int $max_calls
         */
        $maxCalls = max(1, (int) apply_filters('solifyn_buy_button_max_calls', self::MAX_CALLS));
        $lock = self::lock($maxCalls);
        try {
            return $this->client->post($url, $headers, $body, $timeout, $maxBytes);
        } finally {
            if ($lock !== null) {
                // phpcs:ignore WordPress.WP.AlternativeFunctions.file_system_operations_fclose -- WP_Filesystem has no locks
                fclose($lock);
            }
        }
    }

    /** @return resource|null an open, locked file. Null on a host where no file can be locked */
    private static function lock(int $maxCalls)
    {
        $prefix = trailingslashit(get_temp_dir()) . 'solifyn-' . substr(wp_hash(ABSPATH), 0, 12) . '-';
        for ($place = 0; $place < $maxCalls; $place++) {
            // phpcs:ignore WordPress.WP.AlternativeFunctions.file_system_operations_fopen -- WP_Filesystem has no locks
            $file = @fopen("$prefix$place.lock", 'c');
            if ($file === false) {
                return null;
            }
            if (flock($file, LOCK_EX | LOCK_NB)) {
                return $file;
            }
            // phpcs:ignore WordPress.WP.AlternativeFunctions.file_system_operations_fclose -- WP_Filesystem has no locks
            fclose($file);
        }
        throw new HttpError(503, 'unavailable', 'Too many checkouts at once. Try again in a moment.', self::RETRY_AFTER_SECONDS);
    }
}
