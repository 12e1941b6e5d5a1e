<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/**
 * Turns a request into a response, whatever happens. The steps in order: origin, method, media type, rate limit, bot
 * check, body, fields, catalogue, Solifyn. The cheapest checks come first.
 */
final class Endpoint
{
    public const MAX_BODY_BYTES = 16384;
    private const GREETING = 'This is a working session endpoint. Copy its address into the endpoint attribute of your buy '
        . 'button, or into data-endpoint on the script tag.';
    private const PREFLIGHT_MAX_AGE_SECONDS = 86400;
    /** Used if a limiter returns no wait. The button still waits this long. */
    private const DEFAULT_RETRY_AFTER_SECONDS = 5;

    /** @var Config */
    private $config;

    /** @var SolifynApi */
    private $api;

    /** @var Catalogue */
    private $catalogue;

    /** @var callable(Request): array{allowed: bool, retryAfter?: float} */
    private $limit;

    /** @var callable(Request): bool|null */
    private $verify;

    /** @var callable(Incident, string): void */
    private $report;

    /**
     * @param array{limit: callable, report: callable, verify?: callable|null} $hooks
     *     `limit` is called once per request. If it throws, the sale goes on.
     *     `verify` is the bot check, called after `limit`. If it throws, the response is 503.
     *     `report` receives problems that the seller can fix, with the request's id.
     */
    public function __construct(Config $config, HttpClient $client, array $hooks)
    {
        $this->config = $config;
        $this->api = new SolifynApi($config, $client);
        $this->catalogue = new Catalogue($config);
        $this->limit = $hooks['limit'];
        $this->verify = $hooks['verify'] ?? null;
        $this->report = $hooks['report'];
    }

    public function handle(Request $request): Response
    {
        $origin = Origins::allowedOrigin($request, $this->config->allowedOrigins);
        $headers = self::headers($request, $origin);
        try {
            if ($origin === null) {
                throw self::originError($request);
            }
            if ($request->method === 'OPTIONS') {
                return self::preflight($request, $headers);
            }
            return new Response(200, $headers, Json::stringify($this->sell($request)));
        } catch (HttpError $error) {
            return $this->errorResponse($error, $request, $headers);
        } catch (\Throwable $error) {
            $unavailable = HttpError::unavailable("The session endpoint failed: {$error->getMessage()}.");
            return $this->errorResponse($unavailable, $request, $headers);
        }
    }

    private function sell(Request $request): array
    {
        if ($request->method !== 'POST') {
            throw new HttpError(405, 'method-not-allowed', self::isPageVisit($request) ? self::GREETING : 'Send POST.');
        }
        // Only this type. With text/plain any page could send a request without a preflight.
        if (!preg_match('~\Aapplication/json[\t ]*(?:;|\z)~i', $request->header('content-type') ?? '')) {
            throw new HttpError(415, 'unsupported-media-type', 'Send application/json.');
        }
        $this->checkLimit($request);
        $this->checkVisitor($request);
        $checkout = CheckoutRequest::parse(self::readBody($request));
        $this->catalogue->check($checkout);
        return $this->api->createSession($checkout);
    }

    private function checkLimit(Request $request): void
    {
        try {
            $verdict = ($this->limit)($request);
        } catch (\Throwable $error) {
            $reason = self::describe($error);
            $this->report(new Incident('limit-failed', "The rate limiter failed, and the sale went on without it: $reason."), $request);
            return;
        }
        if (!$verdict['allowed']) {
            $retryAfter = (int) ceil($verdict['retryAfter'] ?? self::DEFAULT_RETRY_AFTER_SECONDS);
            throw new HttpError(429, 'rate-limited', 'Too many tries. Try again in a moment.', $retryAfter);
        }
    }

    private function checkVisitor(Request $request): void
    {
        if ($this->verify === null) {
            return;
        }
        try {
            $isPerson = ($this->verify)($request);
        } catch (\Throwable $error) {
            $incident = new Incident('verify-failed', 'The bot check failed, and nothing is sold until it works: ' . self::describe($error) . '.');
            throw new HttpError(503, 'unavailable', 'The bot check is not available at the moment.', null, $incident);
        }
        if (!$isPerson) {
            throw new HttpError(403, 'challenge-failed', 'The bot check failed. Reload the page and try again.');
        }
    }

    private static function readBody(Request $request): string
    {
        // PHP discards a body over its post_max_size, so only the declared length is left to check.
        $body = $request->body();
        if (strlen($body) > self::MAX_BODY_BYTES || (int) $request->header('content-length') > self::MAX_BODY_BYTES) {
            throw new HttpError(413, 'too-large', 'The body is over ' . self::MAX_BODY_BYTES . ' bytes.');
        }
        if (!preg_match('//u', $body)) {
            throw HttpError::invalidRequest('The body could not be read as UTF-8 text.');
        }
        return $body;
    }

    private static function originError(Request $request): HttpError
    {
        $message = self::isPageVisit($request) ? self::GREETING : 'This site is not allowed to sell here.';
        return new HttpError(403, 'origin-not-allowed', $message, null, self::refusedOrigin($request->header('origin')));
    }

    /** The commonest mistake is `www.` in one of the two addresses, so the seller needs the origin's exact name. */
    private static function refusedOrigin(?string $origin): ?Incident
    {
        if ($origin === null) {
            return null;
        }
        $advice = $origin === 'null'
            ? 'Browsers send it for a file and for a sandboxed frame. Put the page on a website.'
            : 'If it is yours, add it to the setting “Other sites that may sell here”.';
        $message = 'A page of the origin ' . Json::quote($origin) . " was refused. $advice";
        return new Incident('origin-not-allowed', $message, $origin);
    }

    /** The address was opened in a browser. A page that uses `fetch` sends an Origin or `Sec-Fetch-Site: same-origin`. */
    private static function isPageVisit(Request $request): bool
    {
        return $request->method === 'GET'
            && $request->header('origin') === null
            && $request->header('sec-fetch-site') !== 'same-origin';
    }

    private function report(Incident $incident, Request $request): void
    {
        $redacted = new Incident($incident->code, $this->api->redact($incident->message), $incident->reportOnceFor);
        try {
            ($this->report)($redacted, $request->id);
        } catch (\Throwable $error) {
            // A broken log must not cost a sale.
        }
    }

    private static function describe(\Throwable $error): string
    {
        return $error->getMessage() === '' ? 'no reason given' : $error->getMessage();
    }

    private function errorResponse(HttpError $error, Request $request, array $headers): Response
    {
        if ($error->incident !== null) {
            $this->report($error->incident, $request);
        }
        if ($error->retryAfter !== null) {
            $headers['Retry-After'] = (string) $error->retryAfter;
        }
        if ($error->status === 405) {
            $headers['Allow'] = 'POST, OPTIONS';
        }
        $body = ['error' => ['code' => $error->name, 'message' => $error->getMessage()]];
        return new Response($error->status, $headers, Json::stringify($body));
    }

    private static function preflight(Request $request, array $headers): Response
    {
        unset($headers['Content-Type']);
        $headers['Access-Control-Allow-Methods'] = 'POST';
        $requested = $request->header('access-control-request-headers');
        if ($requested !== null) {
            $headers['Access-Control-Allow-Headers'] = $requested;
        }
        $headers['Access-Control-Max-Age'] = (string) self::PREFLIGHT_MAX_AGE_SECONDS;
        return new Response(204, $headers, '');
    }

    private static function headers(Request $request, ?string $origin): array
    {
        $headers = [
            'Content-Type' => 'application/json',
            'Cache-Control' => 'no-store',
            'X-Content-Type-Options' => 'nosniff',
            'Vary' => 'Origin',
            'X-Request-Id' => $request->id,
        ];
        return $origin === null ? $headers : $headers + [
            'Access-Control-Allow-Origin' => $origin,
            'Access-Control-Expose-Headers' => 'Retry-After, X-Request-Id',
        ];
    }
}
