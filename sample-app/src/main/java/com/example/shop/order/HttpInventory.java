// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

@Component
@Profile("!grpc")
class HttpInventory implements Inventory {

	private final RestClient inventory;

	HttpInventory(@Lazy RestClient inventory) {
		this.inventory = inventory;
	}

	@Override
	public int inStock(String sku) {
		return this.inventory.get().uri("/api/inventory/{sku}", sku).retrieve().body(Stock.class).inStock();
	}

	private record Stock(int inStock) {
	}

}
