<?php

declare(strict_types=1);

namespace Solifyn\BuyButton\Endpoint;

/** Judges orders by what the seller allows, for a page can be tampered with: neither an id nor a price in it decides. */
final class Catalogue
{
    /** @var Settings */
    private $settings;

    /** @var callable(string): bool whether the seller has not heard of this product lately */
    private $isNews;

    public function __construct(Settings $settings, callable $isNews)
    {
        $this->settings = $settings;
        $this->isNews = $isNews;
    }

    /** @throws Refusal 404 not-for-sale or 400 custom-price-not-allowed */
    public function check(Order $order): void
    {
        $fields = $order->fields;
        $ids = $order->isProduct() ? $this->settings->products : $this->settings->collections;
        $id = $fields[$order->isProduct() ? 'productId' : 'collectionId'];
        if ($ids !== null && !isset($ids[$id])) {
            throw new Refusal(404, 'not-for-sale', 'This is not for sale here.');
        }
        if (!isset($fields['customPrice'])) {
            return;
        }
        $bounds = $this->settings->customPrices[$id] ?? null;
        if ($bounds === null) {
            throw self::refusal(($this->isNews)($id) ? self::news($id) : null);
        }
        if ($fields['customPrice'] < $bounds['min'] || $fields['customPrice'] > ($bounds['max'] ?? INF)) {
            throw self::refusal();
        }
    }

    private static function refusal(?Fault $fault = null): Refusal
    {
        return new Refusal(400, 'custom-price-not-allowed', 'This price is not allowed.', null, $fault);
    }

    private static function news(string $id): Fault
    {
        return new Fault(
            'custom-price-not-allowed',
            'A customPrice for ' . Json::write($id) . ' was refused, since the setting “Prices that buyers may choose” does '
                . 'not list it. If buyers may choose its price, add it there with the lowest price you accept.'
        );
    }
}
