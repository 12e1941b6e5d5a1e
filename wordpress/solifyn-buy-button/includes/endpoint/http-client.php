<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/** Sends requests to Solifyn and to the bot check. */
interface HttpClient
{
    /**
     * @param array<string, string> $headers
     * @param int $timeout ms for the whole response
     * @param int $maxBytes of the response's body after decompression; the rest is cut off
     * @throws HttpClientError
     */
    public function post(string $url, array $headers, string $body, int $timeout, int $maxBytes): HttpResponse;
}

final class HttpResponse
{
    /** @var int */
    public $status;

    /** @var string */
    public $body;

    /** @var string|null */
    public $retryAfter;

    public function __construct(int $status, string $body, ?string $retryAfter)
    {
        $this->status = $status;
        $this->body = $body;
        $this->retryAfter = $retryAfter;
    }
}

/** No complete response was received. */
final class HttpClientError extends \RuntimeException
{
    /** @var bool */
    public $isTimeout;

    public function __construct(string $message, bool $isTimeout)
    {
        parent::__construct($message);
        $this->isTimeout = $isTimeout;
    }
}
