<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/** A problem described for the seller's log. */
final class Incident
{
    /** @var string e.g. misconfigured, unavailable, timeout, limit-failed, custom-price-not-allowed */
    public $code;

    /** @var string */
    public $message;

    /** @var string|null what it is about, if it is worth one report only */
    public $reportOnceFor;

    public function __construct(string $code, string $message, ?string $reportOnceFor = null)
    {
        $this->code = $code;
        $this->message = $message;
        $this->reportOnceFor = $reportOnceFor;
    }
}

/**
 * A response that is not a session. It is thrown where the decision is made and turned into a response in one place. The
 * message is public and is sent to the browser unchanged, so it repeats nothing of the request.
 */
final class HttpError extends \RuntimeException
{
    /** @var int */
    public $status;

    /** @var string the stable code for programs */
    public $name;

    /** @var int|null whole seconds, for Retry-After */
    public $retryAfter;

    /** @var Incident|null */
    public $incident;

    public function __construct(int $status, string $name, string $message, ?int $retryAfter = null, ?Incident $incident = null)
    {
        parent::__construct($message);
        $this->status = $status;
        $this->name = $name;
        $this->retryAfter = $retryAfter;
        $this->incident = $incident;
    }

    public static function invalidRequest(string $message): self
    {
        return new self(400, 'invalid-request', $message);
    }

    public static function misconfigured(string $reason): self
    {
        return new self(500, 'misconfigured', 'The shop is not set up correctly.', null, new Incident('misconfigured', $reason));
    }

    public static function unavailable(string $reason): self
    {
        $incident = new Incident('unavailable', $reason);
        return new self(502, 'unavailable', 'The checkout is not available at the moment.', null, $incident);
    }
}
