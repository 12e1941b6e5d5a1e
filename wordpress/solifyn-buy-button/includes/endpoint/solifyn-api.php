<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/** Calls the Solifyn API. Only this class uses the API key, and nothing that it returns or throws contains the key. */
final class SolifynApi
{
    /** The three fields need about 300 bytes. */
    private const MAX_RESPONSE_BYTES = 65536;
    /** UTF-16 units of Solifyn's own message that are passed on to the browser. */
    private const MAX_MESSAGE_LENGTH = 500;
    /** Used if Solifyn sends no Retry-After, or an unusable one. */
    private const DEFAULT_RETRY_AFTER_SECONDS = 5;
    private const MAX_RETRY_AFTER_SECONDS = 3600;
    /** The statuses that mean Solifyn rejected this checkout. */
    private const REJECTED_STATUSES = [400, 404, 409, 422];

    /** @var Config */
    private $config;

    /** @var HttpClient */
    private $client;

    public function __construct(Config $config, HttpClient $client)
    {
        $this->config = $config;
        $this->client = $client;
    }

    /** Replaces the API key in a text. */
    public function redact(string $text): string
    {
        return str_replace($this->config->apiKey, '[API key]', $text);
    }

    /**
     * @return array{id: string, session_id: string, checkout_url: string}
     * @throws HttpError for anything but a session that may be sent to a browser
     */
    public function createSession(CheckoutRequest $request): array
    {
        $response = $this->send($request);
        if (strlen($response->body) > self::MAX_RESPONSE_BYTES) {
            throw HttpError::unavailable('Solifyn sent more than ' . self::MAX_RESPONSE_BYTES . ' bytes.');
        }
        if ($response->status >= 200 && $response->status < 300) {
            return $this->parseSession(Json::parseObject($response->body));
        }
        throw $this->parseError($response);
    }

    private function send(CheckoutRequest $request): HttpResponse
    {
        if ($this->config->problem !== null) {
            throw HttpError::misconfigured("Nothing can be sold: {$this->config->problem}");
        }
        $path = $request->isProduct() ? '/checkout/create' : '/checkout/collection/create';
        $headers = ['Authorization' => "Bearer {$this->config->apiKey}", 'Content-Type' => 'application/json'];
        $timeout = $this->config->timeout;
        try {
            // One byte more than allowed shows that the response was longer.
            $maxBytes = self::MAX_RESPONSE_BYTES + 1;
            $body = Json::stringify($request->fields);
            return $this->client->post($this->config->apiUrl . $path, $headers, $body, $timeout, $maxBytes);
        } catch (HttpClientError $error) {
            if (!$error->isTimeout) {
                throw HttpError::unavailable("Solifyn could not be reached: {$error->getMessage()}.");
            }
            $incident = new Incident('timeout', "Solifyn sent no complete response within $timeout ms.");
            throw new HttpError(504, 'timeout', 'The checkout took too long to answer.', null, $incident);
        }
    }

    private function parseSession(array $body): array
    {
        $session = [];
        foreach (['id', 'session_id', 'checkout_url'] as $name) {
            $value = $body[$name] ?? null;
            if (!self::isText($value)) {
                throw HttpError::unavailable('Solifyn’s response lacks one of id, session_id and checkout_url.');
            }
            if ($this->redact($value) !== $value) {
                throw HttpError::unavailable('Solifyn’s response contains the API key.');
            }
            $session[$name] = $value;
        }
        if (!Url::isSafe($session['checkout_url'])) {
            throw HttpError::unavailable('The checkout_url in Solifyn’s response is not a plain https address.');
        }
        return $session;
    }

    private function parseError(HttpResponse $response): HttpError
    {
        $status = $response->status;
        if (in_array($status, self::REJECTED_STATUSES, true)) {
            $message = $this->parseMessage(Json::parseObject($response->body));
            return $message === null
                ? HttpError::unavailable("Solifyn answered $status without a message.")
                : new HttpError($status, 'rejected', $message);
        }
        if ($status === 401 || $status === 403) {
            return HttpError::misconfigured("Solifyn refused the API key ($status). Check that it is complete and has not been revoked.");
        }
        if ($status === 429) {
            $retryAfter = self::parseRetryAfter($response->retryAfter);
            return new HttpError(429, 'rate-limited', 'Too many checkouts at once. Try again in a moment.', $retryAfter);
        }
        return HttpError::unavailable("Solifyn answered $status.");
    }

    /** Solifyn's `message`, which is a text or a list of texts. */
    private function parseMessage(array $body): ?string
    {
        $message = $body['message'] ?? null;
        $texts = is_array($message) ? $message : [$message];
        if (array_filter($texts, 'is_string') !== $texts) {
            return null;
        }
        $joined = implode(' ', array_filter($texts, [self::class, 'isText']));
        return $joined === '' ? null : self::truncate($this->redact($joined), self::MAX_MESSAGE_LENGTH);
    }

    private static function isText($value): bool
    {
        return is_string($value) && trim($value) !== '';
    }

    /** Cuts a text after so many UTF-16 units, and never inside a character. */
    private static function truncate(string $text, int $units): string
    {
        preg_match_all('/./us', $text, $characters);
        $kept = '';
        foreach ($characters[0] as $character) {
            $units -= strlen($character) === 4 ? 2 : 1;
            if ($units < 0) {
                break;
            }
            $kept .= $character;
        }
        return $kept;
    }

    private static function parseRetryAfter(?string $header): int
    {
        $isUsable = $header !== null
            && preg_match('/\A\d{1,9}\z/', $header)
            && (int) $header <= self::MAX_RETRY_AFTER_SECONDS;
        return $isUsable ? (int) $header : self::DEFAULT_RETRY_AFTER_SECONDS;
    }
}
