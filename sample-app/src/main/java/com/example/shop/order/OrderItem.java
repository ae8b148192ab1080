// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import java.math.BigDecimal;

/**
 * So many of one thing, at a price each.
 */
record OrderItem(String sku, int quantity, BigDecimal price) {

	BigDecimal cost() {
		return this.price.multiply(BigDecimal.valueOf(this.quantity));
	}

}
