<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

defined('ABSPATH') || exit;

/** Checks what may be sold. A page can be tampered with, so neither an id nor a price in a request is trusted. */
final class Catalogue
{
    /** @var Config */
    private $config;

    public function __construct(Config $config)
    {
        $this->config = $config;
    }

    /** @throws HttpError 404 not-for-sale or 400 custom-price-not-allowed */
    public function check(CheckoutRequest $request): void
    {
        $fields = $request->fields;
        $ids = $request->isProduct() ? $this->config->products : $this->config->collections;
        $id = $fields[$request->isProduct() ? 'productId' : 'collectionId'];
        if ($ids !== null && !isset($ids[$id])) {
            throw new HttpError(404, 'not-for-sale', 'This is not for sale here.');
        }
        if (isset($fields['customPrice'])) {
            $this->checkPrice($id, $fields['customPrice']);
        }
    }

    /** @param int|float $price */
    private function checkPrice(string $id, $price): void
    {
        $bounds = $this->config->customPrices[$id] ?? null;
        if ($bounds === null) {
            throw self::priceError('The price of this product is fixed.', self::unlistedPrice($id));
        }
        if ($price < $bounds['min']) {
            throw self::priceError('The lowest price is ' . Json::stringify($bounds['min']) . '.');
        }
        if ($price > ($bounds['max'] ?? INF)) {
            throw self::priceError('The highest price is ' . Json::stringify($bounds['max']) . '.');
        }
    }

    private static function priceError(string $message, ?Incident $incident = null): HttpError
    {
        return new HttpError(400, 'custom-price-not-allowed', $message, null, $incident);
    }

    private static function unlistedPrice(string $id): Incident
    {
        return new Incident(
            'custom-price-not-allowed',
            'A custom price for ' . Json::quote($id) . ' was refused. If buyers may choose the price of this product, add it to '
                . 'the setting “Prices that buyers may choose” with the lowest price that you accept.',
            $id
        );
    }
}
