<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\HttpClient;
use Solifyn\BuyButton\Endpoint\HttpClientError;
use Solifyn\BuyButton\Endpoint\HttpResponse;
use const Solifyn\BuyButton\VERSION;

defined('ABSPATH') || exit;

/** WordPress's own client, which uses the site's proxy and certificates. */
final class WpHttpClient implements HttpClient
{
    public function post(string $url, array $headers, string $body, int $timeout, int $maxBytes): HttpResponse
    {
        $started = microtime(true);
        $response = wp_remote_post($url, [
            'headers' => $headers,
            'body' => $body,
            'timeout' => $timeout / 1000,
            'redirection' => 0,
            // Without cURL WordPress also counts the frames of a chunked body.
            'limit_response_size' => 2 * $maxBytes,
            'httpversion' => '1.1',
            // WordPress's default names the site and its version.
            'user-agent' => 'solifyn-buy-button/' . VERSION . ' (WordPress)',
        ]);
        if (is_wp_error($response)) {
            $message = $response->get_error_message();
            $isLate = (microtime(true) - $started) * 1000 >= $timeout;
            throw new HttpClientError($message, $isLate || (bool) preg_match('/cURL error 28\b|timed out/i', $message));
        }
        $retryAfter = wp_remote_retrieve_header($response, 'retry-after');
        return new HttpResponse(
            (int) wp_remote_retrieve_response_code($response),
            substr(wp_remote_retrieve_body($response), 0, $maxBytes),
            is_string($retryAfter) && $retryAfter !== '' ? $retryAfter : null
        );
    }
}
