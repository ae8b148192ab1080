// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

/**
 * Turns away what cannot be an order.
 */
@Component
class OrderValidator {

	@Traced("validate_order")
	public void validate(@SpanAttribute("customer.id") String customerId,
			@SpanAttribute(key = "order.items_count", expression = "size()") List<OrderItem> items) {
		require(StringUtils.hasText(customerId), "customer_id is missing");
		require(!items.isEmpty(), "items is missing or empty");
		for (OrderItem item : items) {
			require(item != null && StringUtils.hasText(item.sku()), "an item needs a sku");
			require(item.quantity() > 0, "an item needs a quantity of at least 1");
			require(item.price() != null && item.price().signum() >= 0, "an item needs a price that is not negative");
		}
	}

	private static void require(boolean condition, String detail) {
		if (!condition) {
			throw new OrderRejectedException(HttpStatus.BAD_REQUEST, "invalid", detail);
		}
	}

}
