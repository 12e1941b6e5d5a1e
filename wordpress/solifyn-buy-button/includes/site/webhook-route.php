<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Site;

use Solifyn\BuyButton\Endpoint\Incident;
use Solifyn\BuyButton\Endpoint\Request;
use Solifyn\BuyButton\Endpoint\Response;
use Solifyn\BuyButton\Endpoint\Webhook;
use Solifyn\BuyButton\Endpoint\WebhookError;

defined('ABSPATH') || exit;

/** Receives Solifyn's webhooks at `/wp-json/solifyn/v1/webhook` and passes verified ones on as an action. */
final class WebhookRoute
{
    private const PATH = '/webhook';

    public static function register(): void
    {
        (new RestRoute(self::PATH, [self::class, 'handle'], Webhook::MAX_BODY_BYTES))->register();
    }

    public static function url(): string
    {
        return RestRoute::url(self::PATH);
    }

    public static function handle(Request $request): Response
    {
        if ($request->method !== 'POST') {
            return self::response($request, 405, 'method-not-allowed', 'Solifyn sends webhooks here by POST.', ['Allow' => 'POST']);
        }
        $secrets = Options::webhookSecrets();
        if (!$secrets) {
            self::report('webhook-misconfigured', 'A webhook was refused, because the webhook secret is missing in Settings → Solifyn.', $request);
            return self::response($request, 500, 'misconfigured', 'The webhook secret is missing.');
        }
        $body = $request->body();
        if (strlen($body) > Webhook::MAX_BODY_BYTES) {
            return self::response($request, 413, 'too-large', 'The body is over ' . Webhook::MAX_BODY_BYTES . ' bytes.');
        }
        try {
            $webhook = Webhook::verify([$request, 'header'], $body, $secrets, time());
        } catch (WebhookError $error) {
            self::report('webhook-refused', "A webhook was refused. {$error->getMessage()}", $request);
            return self::response($request, 400, 'invalid-signature', $error->getMessage());
        }
        return self::deliver($webhook, $request);
    }

    private static function deliver(Webhook $webhook, Request $request): Response
    {
        try {
            $claim = WebhookClaim::take($webhook->id);
        } catch (\RuntimeException $error) {
            Log::write(new Incident('webhook-failed', "A webhook was not handled: {$error->getMessage()}."), $request->id);
            return self::response($request, 500, 'failed', 'Handling the webhook failed.');
        }
        if ($claim === null) {
            return WebhookClaim::isDone($webhook->id)
                ? self::response($request, 200)
                // An error, so that Solifyn sends the webhook again if the other process fails.
                : self::response($request, 409, 'in-progress', 'This webhook is being handled. Send it again later.', ['Retry-After' => '60']);
        }
        // A listener can end the process: by `exit`, by a fatal error, or by taking too long.
        register_shutdown_function([$claim, 'release']);
        try {
            /**
             * Fires once for each verified webhook of Solifyn. If a listener throws, Solifyn sends the webhook again.
             *
             * @param string $type e.g. payment.succeeded
             * @param mixed $data as Solifyn sent it, objects as arrays
             * @param string $id of this delivery
             */
            do_action('solifyn_webhook', $webhook->type, $webhook->data, $webhook->id);
        } catch (\Throwable $error) {
            $claim->release();
            Log::write(new Incident('webhook-failed', "Handling a webhook failed: {$error->getMessage()}."), $request->id);
            return self::response($request, 500, 'failed', 'Handling the webhook failed.');
        }
        $claim->finish();
        return self::response($request, 204);
    }

    /** Reports each kind once a day, because anybody can send an invalid webhook. */
    private static function report(string $code, string $message, Request $request): void
    {
        Log::write(new Incident($code, $message, $code), $request->id);
    }

    private static function response(Request $request, int $status, string $code = '', string $message = '', array $headers = []): Response
    {
        $headers += ['Cache-Control' => 'no-store', 'X-Content-Type-Options' => 'nosniff', 'X-Request-Id' => $request->id];
        if ($code === '') {
            return new Response($status, $headers, '');
        }
        $body = wp_json_encode(['error' => ['code' => $code, 'message' => $message]]);
        return new Response($status, ['Content-Type' => 'application/json'] + $headers, $body);
    }
}
