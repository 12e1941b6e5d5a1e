<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

/**
 * From a request to its answer, which comes whatever happens. The order of the steps: origin, method, media type, rate
 * limit, body, fields, catalogue, Solifyn. What costs least is judged first.
 */
final class Endpoint
{
    /** Bytes of a request's body. */
    public const MAX_BODY = 16384;
    /** Seconds a browser keeps the answer to a preflight: a day. */
    private const PREFLIGHT_AGE = 86400;
    /** Seconds to wait where a limiter names none: what the button still waits for. */
    private const DEFAULT_RETRY_AFTER = 5;

    /** @var Settings */
    private $settings;

    /** @var SolifynApi */
    private $api;

    /** @var Catalogue */
    private $catalogue;

    /** @var callable(): array{allowed: bool, retryAfter?: float} */
    private $limit;

    /** @var callable(string, string): void */
    private $report;

    /**
     * @param callable $limit asked once per sale; where it throws, the sale goes on
     * @param callable $isNews whether the seller has not heard of a product's refused price lately, by the product's id
     * @param callable $report hears, by code and message, of what the seller should look into
     */
    public function __construct(Settings $settings, HttpClient $client, callable $limit, callable $isNews, callable $report)
    {
        $this->settings = $settings;
        $this->api = new SolifynApi($settings, $client);
        $this->catalogue = new Catalogue($settings, $isNews);
        $this->limit = $limit;
        $this->report = $report;
    }

    public function answer(Request $request): Answer
    {
        $origin = Origins::grant($request, $this->settings->allowedOrigins);
        try {
            if ($origin === null) {
                throw new Refusal(403, 'origin-not-allowed', 'This site is not allowed to sell here.');
            }
            if ($request->method === 'OPTIONS') {
                return self::preflight($request, $origin);
            }
            return new Answer(200, self::headers($origin), Json::write($this->sell($request)));
        } catch (Refusal $refusal) {
            return $this->refuse($refusal, $origin);
        } catch (\Throwable $error) {
            return $this->refuse(Refusal::unavailable("The session endpoint failed: {$error->getMessage()}."), $origin);
        }
    }

    private function sell(Request $request): array
    {
        if ($request->method !== 'POST') {
            throw new Refusal(405, 'method-not-allowed', 'Send POST.');
        }
        // Exactly this type: text/plain would let any page send without a preflight.
        if (!preg_match('~\Aapplication/json[\t ]*(?:;|\z)~i', $request->header('content-type') ?? '')) {
            throw new Refusal(415, 'unsupported-media-type', 'Send application/json.');
        }
        $this->askLimiter();
        $order = Order::read(self::read($request));
        $this->catalogue->check($order);
        return $this->api->createSession($order);
    }

    private function askLimiter(): void
    {
        try {
            $verdict = ($this->limit)();
        } catch (\Throwable $error) {
            $reason = $error->getMessage() === '' ? 'no reason given' : $error->getMessage();
            $this->tell(new Fault('limit-failed', "The rate limiter failed, and the sale went on without it: $reason."));
            return;
        }
        if (!$verdict['allowed']) {
            $wait = (int) ceil($verdict['retryAfter'] ?? self::DEFAULT_RETRY_AFTER);
            throw new Refusal(429, 'rate-limited', 'Too many tries. Try again in a moment.', $wait);
        }
    }

    private static function read(Request $request): string
    {
        // PHP drops a body over its post_max_size before it can be counted; what was declared of it is left.
        $body = $request->body();
        if (strlen($body) > self::MAX_BODY || (int) $request->header('content-length') > self::MAX_BODY) {
            throw new Refusal(413, 'too-large', 'The body is over ' . self::MAX_BODY . ' bytes.');
        }
        if (!preg_match('//u', $body)) {
            throw Refusal::invalid('The body could not be read as UTF-8 text.');
        }
        return $body;
    }

    private function refuse(Refusal $refusal, ?string $origin): Answer
    {
        if ($refusal->fault !== null) {
            $this->tell($refusal->fault);
        }
        return self::toAnswer($refusal, $origin);
    }

    private function tell(Fault $fault): void
    {
        try {
            ($this->report)($fault->code, $this->api->conceal($fault->message));
        } catch (\Throwable $error) {
            // A log that is full is no reason to lose a sale.
        }
    }

    private static function toAnswer(Refusal $refusal, ?string $origin): Answer
    {
        $headers = self::headers($origin);
        if ($refusal->retryAfter !== null) {
            $headers['Retry-After'] = (string) $refusal->retryAfter;
        }
        if ($refusal->status === 405) {
            $headers['Allow'] = 'POST, OPTIONS';
        }
        $error = ['code' => $refusal->name, 'message' => $refusal->getMessage()];
        return new Answer($refusal->status, $headers, Json::write(['error' => $error]));
    }

    private static function preflight(Request $request, string $origin): Answer
    {
        $headers = self::headers($origin);
        unset($headers['Content-Type']);
        $headers['Access-Control-Allow-Methods'] = 'POST';
        $asked = $request->header('access-control-request-headers');
        if ($asked !== null) {
            $headers['Access-Control-Allow-Headers'] = $asked;
        }
        $headers['Access-Control-Max-Age'] = (string) self::PREFLIGHT_AGE;
        return new Answer(204, $headers, '');
    }

    private static function headers(?string $origin): array
    {
        $headers = [
            'Content-Type' => 'application/json',
            'Cache-Control' => 'no-store',
            'X-Content-Type-Options' => 'nosniff',
            'Vary' => 'Origin',
        ];
        if ($origin === null) {
            return $headers;
        }
        return $headers + [
            'Access-Control-Allow-Origin' => $origin,
            'Access-Control-Expose-Headers' => 'Retry-After',
        ];
    }
}
