<?php
/** An HTTP client on PHP's own streams. In a site the plugin uses wp_remote_post, see plugin.check.ts. */

declare(strict_types=1);

use Solifyn\BuyButton\Endpoint\HttpClient;
use Solifyn\BuyButton\Endpoint\HttpClientError;
use Solifyn\BuyButton\Endpoint\HttpResponse;

final class StreamClient implements HttpClient
{
    public function post(string $url, array $headers, string $body, int $timeout, int $maxBytes): HttpResponse
    {
        $deadline = microtime(true) + $timeout / 1000;
        $lines = [];
        foreach ($headers as $name => $value) {
            $lines[] = "$name: $value";
        }
        $stream = @fopen($url, 'r', false, stream_context_create(['http' => [
            'method' => 'POST',
            'header' => $lines,
            'content' => $body,
            'timeout' => $timeout / 1000,
            'follow_location' => 0,
            'ignore_errors' => true,
        ]]));
        if ($stream === false) {
            throw new HttpClientError('no response', microtime(true) >= $deadline);
        }
        $received = '';
        while (!feof($stream)) {
            $received .= fread($stream, 8192);
            if (stream_get_meta_data($stream)['timed_out'] || microtime(true) >= $deadline) {
                throw new HttpClientError('an incomplete response', true);
            }
        }
        $head = implode("\n", stream_get_meta_data($stream)['wrapper_data']);
        preg_match('/\AHTTP\S+ (\d+)/', $head, $status);
        if (preg_match('/^content-encoding: gzip/mi', $head)) {
            $received = inflate_add(inflate_init(ZLIB_ENCODING_GZIP), $received);
        }
        $retryAfter = preg_match('/^retry-after: (.*)$/mi', $head, $found) ? trim($found[1]) : null;
        return new HttpResponse((int) $status[1], substr($received, 0, $maxBytes), $retryAfter);
    }
}
