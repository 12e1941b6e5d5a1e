<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

/** What the seller should hear of, in words for a log. */
final class Fault
{
    /** @var string misconfigured, unavailable, timeout, limit-failed or custom-price-not-allowed */
    public $code;

    /** @var string */
    public $message;

    public function __construct(string $code, string $message)
    {
        $this->code = $code;
        $this->message = $message;
    }
}

/**
 * An answer that is not a session, thrown from wherever it is decided and answered in one place. The text is public: it
 * goes to the browser as it is, so it repeats nothing of the request.
 */
final class Refusal extends \RuntimeException
{
    /** @var int */
    public $status;

    /** @var string the stable word for programs */
    public $name;

    /** @var int|null whole seconds, for Retry-After */
    public $retryAfter;

    /** @var Fault|null */
    public $fault;

    public function __construct(int $status, string $name, string $text, ?int $retryAfter = null, ?Fault $fault = null)
    {
        parent::__construct($text);
        $this->status = $status;
        $this->name = $name;
        $this->retryAfter = $retryAfter;
        $this->fault = $fault;
    }

    public static function invalid(string $text): self
    {
        return new self(400, 'invalid-request', $text);
    }

    public static function misconfigured(string $reason): self
    {
        $fault = new Fault('misconfigured', $reason);
        return new self(500, 'misconfigured', 'The shop is not set up correctly.', null, $fault);
    }

    public static function unavailable(string $reason): self
    {
        $fault = new Fault('unavailable', $reason);
        return new self(502, 'unavailable', 'The checkout is not available at the moment.', null, $fault);
    }
}
