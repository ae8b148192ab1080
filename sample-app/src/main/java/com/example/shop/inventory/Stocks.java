// SPDX-License-Identifier: Apache-2.0
package com.example.shop.inventory;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class Stocks {

	private final JdbcClient jdbc;

	Stocks(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	int inStock(String sku) {
		return this.jdbc.sql("select quantity from stock where sku = ?")
			.param(sku)
			.query(Integer.class)
			.optional()
			.orElse(0);
	}

}
