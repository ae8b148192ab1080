// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import java.math.BigDecimal;
import java.util.List;

/**
 * An order that was accepted.
 */
record Order(String orderId, String customerId, List<OrderItem> items) {

	BigDecimal total() {
		return this.items.stream().map(OrderItem::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
	}

}
