// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

@Repository
class OrderRepository {

	private final JdbcClient jdbc;

	OrderRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Traced("save_order")
	@Transactional
	public void save(@SpanAttribute(key = "order.id", expression = "orderId()") Order order) {
		this.jdbc.sql("insert into orders (order_id, customer_id) values (?, ?)")
			.params(order.orderId(), order.customerId())
			.update();
		for (OrderItem item : order.items()) {
			this.jdbc.sql("insert into order_items (order_id, sku, quantity, price) values (?, ?, ?, ?)")
				.params(order.orderId(), item.sku(), item.quantity(), item.price())
				.update();
		}
	}

	@Transactional(readOnly = true)
	public Optional<Order> find(String orderId) {
		List<OrderItem> items = this.jdbc.sql("select sku, quantity, price from order_items where order_id = ?")
			.param(orderId)
			.query(OrderItem.class)
			.list();
		return this.jdbc.sql("select customer_id from orders where order_id = ?")
			.param(orderId)
			.query(String.class)
			.optional()
			.map((customerId) -> new Order(orderId, customerId, items));
	}

}
