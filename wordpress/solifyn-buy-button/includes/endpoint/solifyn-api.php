<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

/**
 * The one holder of the API key, and the one call that carries it. Whatever comes out of here, a session, a refusal or a
 * fault, has been checked for it.
 */
final class SolifynApi
{
    /** Bytes of an answer. The three fields need some 300. */
    private const MAX_ANSWER = 65536;
    /** Characters (UTF-16 units) of Solifyn's own message that go to the browser. */
    private const MAX_MESSAGE = 500;
    /** Seconds to wait where Solifyn names none, or none that makes sense. */
    private const DEFAULT_RETRY_AFTER = 5;
    private const MAX_RETRY_AFTER = 3600;

    /** @var Settings */
    private $settings;

    /** @var HttpClient */
    private $client;

    public function __construct(Settings $settings, HttpClient $client)
    {
        $this->settings = $settings;
        $this->client = $client;
    }

    /** Any text, cleared of the API key. */
    public function conceal(string $text): string
    {
        return str_replace($this->settings->apiKey, '[API key]', $text);
    }

    /**
     * @return array{id: string, session_id: string, checkout_url: string}
     * @throws Refusal for everything but a session that may be handed to a browser
     */
    public function createSession(Order $order): array
    {
        $answer = $this->ask($order);
        if (strlen($answer->body) > self::MAX_ANSWER) {
            throw Refusal::unavailable('Solifyn answered over ' . self::MAX_ANSWER . ' bytes.');
        }
        $status = $answer->status;
        if ($status >= 200 && $status < 300) {
            return $this->toSession(self::toObject($answer->body));
        }
        if (in_array($status, [400, 404, 409, 422], true)) {
            $message = $this->toMessage(self::toObject($answer->body));
            if ($message === null) {
                throw Refusal::unavailable("Solifyn answered $status without a message.");
            }
            throw new Refusal($status, 'rejected', $message);
        }
        if ($status === 401 || $status === 403) {
            throw Refusal::misconfigured(
                "Solifyn refused the API key ($status). Check that it is whole, has not been revoked, and belongs to this Solifyn."
            );
        }
        if ($status === 429) {
            throw new Refusal(
                429,
                'rate-limited',
                'Too many checkouts at once. Try again in a moment.',
                self::toRetryAfter($answer->retryAfter)
            );
        }
        throw Refusal::unavailable("Solifyn answered $status.");
    }

    private function ask(Order $order): HttpAnswer
    {
        if ($this->settings->problem !== null) {
            throw Refusal::misconfigured("Nothing can be sold: {$this->settings->problem}");
        }
        $path = $order->isProduct() ? '/checkout/create' : '/checkout/collection/create';
        $headers = ['Authorization' => "Bearer {$this->settings->apiKey}", 'Content-Type' => 'application/json'];
        $timeout = $this->settings->timeout;
        try {
            // One byte more than may come tells that more came.
            $most = self::MAX_ANSWER + 1;
            return $this->client->post($this->settings->apiUrl . $path, $headers, Json::write($order->fields), $timeout, $most);
        } catch (HttpFailure $failure) {
            if (!$failure->isTimeout) {
                throw Refusal::unavailable("Solifyn could not be reached: {$failure->getMessage()}.");
            }
            $fault = new Fault('timeout', "Solifyn gave no whole answer in $timeout ms.");
            throw new Refusal(504, 'timeout', 'The checkout took too long to answer.', null, $fault);
        }
    }

    private function toSession(array $body): array
    {
        $session = [];
        foreach (['id', 'session_id', 'checkout_url'] as $name) {
            $value = $body[$name] ?? null;
            if (!is_string($value) || trim($value) === '') {
                throw Refusal::unavailable('Solifyn answered without one of id, session_id and checkout_url.');
            }
            if ($this->conceal($value) !== $value) {
                throw Refusal::unavailable('Solifyn answered with the API key in it.');
            }
            $session[$name] = $value;
        }
        if (!Address::isSafe($session['checkout_url'])) {
            throw Refusal::unavailable('Solifyn answered with a checkout_url that is not a plain https address.');
        }
        return $session;
    }

    private function toMessage(array $body): ?string
    {
        $message = $body['message'] ?? null;
        if (!is_string($message) || trim($message) === '' || $this->conceal($message) !== $message) {
            return null;
        }
        return self::cut($message, self::MAX_MESSAGE);
    }

    /** The first so many UTF-16 units, and no half of a character. */
    private static function cut(string $text, int $units): string
    {
        preg_match_all('/./us', $text, $characters);
        $cut = '';
        foreach ($characters[0] as $character) {
            $units -= strlen($character) === 4 ? 2 : 1;
            if ($units < 0) {
                break;
            }
            $cut .= $character;
        }
        return $cut;
    }

    /** The members of a JSON object; none where it is something else. */
    private static function toObject(string $body): array
    {
        try {
            $value = Json::read($body);
        } catch (\JsonException $error) {
            return [];
        }
        return is_object($value) ? (array) $value : [];
    }

    private static function toRetryAfter(?string $header): int
    {
        $isUsable = $header !== null && preg_match('/\A\d{1,9}\z/', $header) && (int) $header <= self::MAX_RETRY_AFTER;
        return $isUsable ? (int) $header : self::DEFAULT_RETRY_AFTER;
    }
}
