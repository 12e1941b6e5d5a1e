<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/** Cloudflare Turnstile: checks that a request comes from a person. */
final class Turnstile
{
    private const VERIFY_URL = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';
    private const TOKEN_HEADER = 'x-turnstile-token';
    private const MAX_TOKEN_LENGTH = 2048;
    private const MAX_RESPONSE_BYTES = 65536;
    /** Errors of the set-up or of Cloudflare. All others mean that the visitor's token is missing, wrong, used or too old. */
    private const CHECK_FAILURES = ['missing-input-secret', 'invalid-input-secret', 'bad-request', 'internal-error'];

    /** @var string */
    private $secretKey;

    /** @var HttpClient */
    private $client;

    /** @var int ms */
    private $timeout;

    public function __construct(string $secretKey, HttpClient $client, int $timeout)
    {
        $this->secretKey = $secretKey;
        $this->client = $client;
        $this->timeout = $timeout;
    }

    /**
     * @return bool whether Cloudflare accepts the token of this request
     * @throws \RuntimeException if Cloudflare does not answer, or refuses the secret key
     */
    public function verify(Request $request): bool
    {
        $token = trim($request->header(self::TOKEN_HEADER) ?? '');
        if ($token === '' || strlen($token) > self::MAX_TOKEN_LENGTH) {
            return false;
        }
        $response = $this->client->post(
            self::VERIFY_URL,
            ['Content-Type' => 'application/x-www-form-urlencoded'],
            http_build_query(['secret' => $this->secretKey, 'response' => $token], '', '&'),
            $this->timeout,
            self::MAX_RESPONSE_BYTES
        );
        $body = Json::parseObject($response->body);
        $errors = is_array($body['error-codes'] ?? null) ? $body['error-codes'] : [];
        foreach (array_intersect(self::CHECK_FAILURES, $errors) as $failure) {
            throw new \RuntimeException("Turnstile: Cloudflare answered $failure");
        }
        if (!is_bool($body['success'] ?? null)) {
            throw new \RuntimeException("Turnstile: Cloudflare answered $response->status");
        }
        return $body['success'];
    }
}
