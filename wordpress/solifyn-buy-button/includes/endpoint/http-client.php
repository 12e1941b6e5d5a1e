<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

/** The one call that leaves the server. */
interface HttpClient
{
    /**
     * @param array<string, string> $headers
     * @param int $timeout ms for the whole answer
     * @param int $maxBytes of the answer's body, as it is after decompression; what is longer is cut there
     * @throws HttpFailure
     */
    public function post(string $url, array $headers, string $body, int $timeout, int $maxBytes): HttpAnswer;
}

final class HttpAnswer
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

/** No whole answer came. */
final class HttpFailure extends \RuntimeException
{
    /** @var bool */
    public $isTimeout;

    public function __construct(string $message, bool $isTimeout)
    {
        parent::__construct($message);
        $this->isTimeout = $isTimeout;
    }
}
