// SPDX-License-Identifier: Apache-2.0
package com.example.shop.inventory;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class InventoryController {

	private final Stocks stocks;

	InventoryController(Stocks stocks) {
		this.stocks = stocks;
	}

	@GetMapping("/api/inventory/{sku}")
	Stock find(@PathVariable String sku) {
		return new Stock(sku, this.stocks.inStock(sku));
	}

	record Stock(String sku, int inStock) {
	}

}
