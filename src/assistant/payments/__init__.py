"""Who takes the money, each behind `assistant.shop.checkout.payments.Payments`."""
