<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

final class Request
{
    /** @var string in capitals */
    public $method;

    /** @var string[] origins of the site itself, in the form that browsers send */
    public $ownOrigins;

    /** @var string identifies this request in the response and in the log */
    public $id;

    /** @var array<string, string> names in lower case */
    private $headers;

    /** @var callable(): string */
    private $body;

    /** Characters that are safe in a header, a log line and a terminal. */
    private const SAFE_ID = '/\A[\w.:-]{1,128}\z/';

    /** @param callable(): string $body called only when the headers are accepted */
    public function __construct(string $method, array $headers, array $ownOrigins, callable $body)
    {
        $this->method = strtoupper($method);
        $this->headers = $headers;
        $this->ownOrigins = $ownOrigins;
        $this->body = $body;
        // The platform's own id if it is safe, otherwise a random one.
        $received = $headers['x-request-id'] ?? '';
        $this->id = preg_match(self::SAFE_ID, $received) ? $received : self::randomId();
    }

    public function header(string $name): ?string
    {
        return $this->headers[$name] ?? null;
    }

    public function body(): string
    {
        return ($this->body)();
    }

    /** A random UUID (version 4). */
    private static function randomId(): string
    {
        $bytes = random_bytes(16);
        $bytes[6] = chr((ord($bytes[6]) & 0x0F) | 0x40);
        $bytes[8] = chr((ord($bytes[8]) & 0x3F) | 0x80);
        return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($bytes), 4));
    }
}

final class Response
{
    /** @var int */
    public $status;

    /** @var array<string, string> */
    public $headers;

    /** @var string may be empty */
    public $body;

    public function __construct(int $status, array $headers, string $body)
    {
        $this->status = $status;
        $this->headers = $headers;
        $this->body = $body;
    }
}
