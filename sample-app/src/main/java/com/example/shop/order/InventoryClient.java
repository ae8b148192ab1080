// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import java.util.List;

import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

/**
 * Asks the inventory over HTTP what is in stock.
 */
@Component
class InventoryClient {

	private final RestClient inventory;

	InventoryClient(@Lazy RestClient inventory) {
		this.inventory = inventory;
	}

	@Traced("check_inventory")
	@SpanAttribute("inventory.available")
	public boolean isAvailable(List<OrderItem> items) {
		return items.stream().allMatch((item) -> inStock(item.sku()) >= item.quantity());
	}

	private int inStock(String sku) {
		return this.inventory.get().uri("/api/inventory/{sku}", sku).retrieve().body(Stock.class).inStock();
	}

	private record Stock(int inStock) {
	}

}
