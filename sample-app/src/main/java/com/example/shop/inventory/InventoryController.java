// SPDX-License-Identifier: Apache-2.0
package com.example.shop.inventory;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class InventoryController {

	private final JdbcClient jdbc;

	InventoryController(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@GetMapping("/api/inventory/{sku}")
	Stock find(@PathVariable String sku) {
		int inStock = this.jdbc.sql("select quantity from stock where sku = ?")
			.param(sku)
			.query(Integer.class)
			.optional()
			.orElse(0);
		return new Stock(sku, inStock);
	}

	record Stock(String sku, int inStock) {
	}

}
