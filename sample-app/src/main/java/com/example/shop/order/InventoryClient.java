// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import java.util.List;

import org.springframework.stereotype.Component;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

/**
 * Asks the inventory what is in stock.
 */
@Component
class InventoryClient {

	private final Inventory inventory;

	InventoryClient(Inventory inventory) {
		this.inventory = inventory;
	}

	@Traced("check_inventory")
	@SpanAttribute("inventory.available")
	public boolean isAvailable(List<OrderItem> items) {
		return items.stream().allMatch((item) -> this.inventory.inStock(item.sku()) >= item.quantity());
	}

}
