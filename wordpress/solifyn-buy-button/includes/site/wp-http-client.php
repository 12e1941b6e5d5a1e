<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\HttpAnswer;
use Solifyn\BuyButton\Endpoint\HttpClient;
use Solifyn\BuyButton\Endpoint\HttpFailure;
use const Solifyn\BuyButton\VERSION;

/** WordPress's own client: it knows the site's proxy and certificates. */
final class WpHttpClient implements HttpClient
{
    public function post(string $url, array $headers, string $body, int $timeout, int $maxBytes): HttpAnswer
    {
        $started = microtime(true);
        $answer = wp_remote_post($url, [
            'headers' => $headers,
            'body' => $body,
            'timeout' => $timeout / 1000,
            'redirection' => 0,
            // Without cURL it also counts the frames of a body that comes in chunks.
            'limit_response_size' => 2 * $maxBytes,
            'httpversion' => '1.1',
            // Not the usual one, which names the site and its version.
            'user-agent' => 'solifyn-buy-button/' . VERSION . ' (WordPress)',
        ]);
        if (is_wp_error($answer)) {
            $message = $answer->get_error_message();
            $isLate = (microtime(true) - $started) * 1000 >= $timeout;
            throw new HttpFailure($message, $isLate || (bool) preg_match('/cURL error 28\b|timed out/i', $message));
        }
        $retryAfter = wp_remote_retrieve_header($answer, 'retry-after');
        return new HttpAnswer(
            (int) wp_remote_retrieve_response_code($answer),
            substr(wp_remote_retrieve_body($answer), 0, $maxBytes),
            is_string($retryAfter) && $retryAfter !== '' ? $retryAfter : null
        );
    }
}
