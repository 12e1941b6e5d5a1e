<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

/** What came in. */
final class Request
{
    /** @var string in capitals */
    public $method;

    /** @var string[] origins that are the site's own, as browsers write them */
    public $ownOrigins;

    /** @var array<string, string> names in lower case */
    private $headers;

    /** @var callable(): string */
    private $body;

    /** @param callable(): string $body called once the request has been found worth reading */
    public function __construct(string $method, array $headers, array $ownOrigins, callable $body)
    {
        $this->method = strtoupper($method);
        $this->headers = $headers;
        $this->ownOrigins = $ownOrigins;
        $this->body = $body;
    }

    public function header(string $name): ?string
    {
        return $this->headers[$name] ?? null;
    }

    public function body(): string
    {
        return ($this->body)();
    }
}

/** What goes out. */
final class Answer
{
    /** @var int */
    public $status;

    /** @var array<string, string> */
    public $headers;

    /** @var string empty for none */
    public $body;

    public function __construct(int $status, array $headers, string $body)
    {
        $this->status = $status;
        $this->headers = $headers;
        $this->body = $body;
    }
}
